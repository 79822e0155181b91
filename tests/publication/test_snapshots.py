from decimal import Decimal
from hashlib import sha256
from typing import Any, cast

import pytest

from incidents.models import Claim, Evidence, Record
from incidents.publication.snapshots import snapshot
from tests import builders

pytestmark = pytest.mark.django_db


def parts(record: Record, *names: str) -> dict[str, Any]:
    """Some of its snapshot, read from what the database holds by now."""
    found = snapshot(type(record)._default_manager.get(pk=record.pk))
    return {name: found[name] for name in names}


def test_only_records_have_snapshots() -> None:
    with pytest.raises(TypeError, match="'strike' is not a record that can be published"):
        snapshot(cast("Record", "strike"))


def test_what_is_unknown_is_null_and_a_whole_number_stays_whole() -> None:
    place = builders.place("lutetia", precision=1, latitude=Decimal("48.85"), longitude=Decimal(2))
    assert snapshot(place) == {
        "name": "Lutetia",
        "country": "UA",
        "admin1": None,
        "latitude": 48.85,
        "longitude": 2,
        "precision": 1,
        "wikidata_id": None,
    }


def test_an_undated_event_says_so() -> None:
    dated = snapshot(builders.event())["date"]
    assert dated == {"edtf": None, "start": None, "end": None, "precision": "unknown", "note": None}


def test_a_source_has_what_is_known_of_it_and_null_for_the_rest() -> None:
    known = {"country": "DE", "homepage": "https://wire.example/", "wikidata_id": "Q1", "description": "An agency."}
    assert parts(builders.source("wire", **known), *known) == known
    assert parts(builders.source("herald"), *known) == dict.fromkeys(known)


def test_a_place_has_what_is_known_of_it_and_null_for_the_rest() -> None:
    known = {"country": "UA", "admin1": "UA-51", "wikidata_id": "Q2"}
    assert parts(builders.place("harbour", **known), *known) == known
    assert parts(builders.place("sea", country=""), *known) == dict.fromkeys(known)


def test_an_actor_has_what_is_known_of_it_and_null_for_the_rest() -> None:
    known = {"country": "ZA", "wikidata_id": "Q3", "description": "A state."}
    assert parts(builders.actor("southland", **known), *known) == known
    assert parts(builders.actor("northland"), *known) == dict.fromkeys(known)


def test_an_article_has_what_is_known_of_it_and_null_for_the_rest() -> None:
    known: dict[str, Any] = {"web_url": "https://herald.example/1", "credits": "With the agency."}
    report = builders.article(**known)
    assert parts(report, *known) == known
    assert parts(builders.article("column", by=report.source), *known) == dict.fromkeys(known)


def test_an_event_has_what_is_known_of_it_and_null_for_the_rest() -> None:
    known = {"summary": "At night.", "event_type": "ASSAULT", "mode": "drone"}
    strike = builders.event(**known, part_of=builders.event("siege", event_type=""))
    told = known | {"quad_class": "material_conflict", "part_of": "siege"}
    assert parts(strike, *told) == told
    assert parts(cast("Record", strike.part_of), *told) == dict.fromkeys(told)


def test_names_and_roles_stand_in_order() -> None:
    envoy, state = builders.actor("envoy", kind="person"), builders.actor("southland")
    envoy.names.create(name="Посол", language="uk", script="Cyrl", kind="alias")
    envoy.affiliations.create(organisation=state, role="minister")
    envoy.affiliations.create(organisation=state, role="envoy", from_date="2020", until_date="2024")
    assert parts(envoy, "names", "affiliations") == {
        "names": [
            {"name": "Посол", "language": "uk", "script": "Cyrl", "kind": "alias"},
            {"name": "Envoy", "language": None, "script": "Latn", "kind": "official"},
        ],
        "affiliations": [
            {"organisation": "southland", "role": "envoy", "from": "2020", "until": "2024"},
            {"organisation": "southland", "role": "minister", "from": None, "until": None},
        ],
    }


def test_an_article_has_the_digest_and_length_of_its_text_but_not_the_text() -> None:
    report = builders.article()
    digest = sha256(builders.TEXT.encode()).hexdigest()
    assert parts(report, "text_sha256", "text_length") == {"text_sha256": digest, "text_length": 65}
    assert "text" not in snapshot(report)


def test_a_date_has_its_bounds_and_what_was_noted_of_it() -> None:
    month = {"edtf": "2025-11", "start": "2025-11-01", "end": "2025-11-30", "precision": "month", "note": None}
    noted = {"edtf": None, "start": None, "end": None, "precision": "unknown", "note": "Torn off."}
    assert parts(builders.event(date="2025-11"), "date") == {"date": month}
    report = builders.article(published_note="Torn off.")
    assert parts(report, "published") == {"published": noted}
    assert parts(builders.article("column", by=report.source), "published") == {"published": None}


def test_an_event_names_its_places_participants_and_relations() -> None:
    strike, siege = builders.event(), builders.event("siege")
    strike.event_places.create(place=builders.place("lutetia"), role="occurred_at")
    strike.event_participants.create(actor=builders.actor(), role="victim")
    strike.relations.create(to_event=siege, relation="follows")
    assert parts(strike, "places", "participants", "relations") == {
        "places": [{"place": "lutetia", "role": "occurred_at"}],
        "participants": [{"actor": "baku", "role": "victim"}],
        "relations": [{"event": "siege", "relation": "follows"}],
    }


def claim(**fields: Any) -> Claim:
    return builders.claim("told", of=builders.event(), where=builders.article(), **fields)


def test_a_claim_names_who_speaks_and_whom_it_came_through() -> None:
    told = claim(speaker=builders.actor(), speaker_text="Baku", speech_mode="indirect")
    for position, slug in enumerate(["wire", "agency"]):
        told.attributions.create(source=builders.source(slug), position=position)
    expected = {"speaker": "baku", "speaker_text": "Baku", "attribution": ["wire", "agency"]}
    assert parts(told, *expected) == expected


def test_a_claim_by_nobody_without_a_value_says_so() -> None:
    unknown = ("speaker", "speaker_text", "value", "said")
    assert parts(claim(), *unknown) == dict.fromkeys(unknown)


VALUE = dict.fromkeys(("number", "qualifier", "unit", "text", "date", "actor", "place"))


@pytest.mark.parametrize(
    "value",
    [
        {"type": "quantity", "number": 2.5, "qualifier": "about", "unit": "tonnes"},
        {"type": "text", "text": "no comment"},
        {"type": "date", "date": "2025-11"},
    ],
)
def test_a_value_has_the_parts_of_its_type(value: dict[str, Any]) -> None:
    told = claim(**{f"value_{part}": given for part, given in value.items()})
    assert parts(told, "value") == {"value": VALUE | value}


def test_a_value_may_be_an_actor_or_a_place() -> None:
    told = claim(value_type="actor", value_actor=builders.actor())
    assert parts(told, "value") == {"value": VALUE | {"type": "actor", "actor": "baku"}}
    Claim.objects.filter(pk=told.pk).update(value_type="place", value_actor=None, value_place=builders.place("lutetia"))
    assert parts(told, "value") == {"value": VALUE | {"type": "place", "place": "lutetia"}}


def test_quotes_that_stand_are_frozen_between_the_words_around_them() -> None:
    told = claim(quote="Moskau schwieg.")
    Evidence.objects.create(claim=told, quote="Die Botschaft")
    Evidence.objects.filter(quote="Die Botschaft").update(status="stale")
    around = {"prefix": "Baku protestierte. ", "suffix": " Die Botschaft wurde getroffen."}
    expected = {"quote": "Moskau schwieg.", "start": 19, "end": 34, "status": "verified", **around}
    assert parts(told, "evidence") == {"evidence": [expected]}


def test_of_the_words_around_a_quote_32_signs_are_kept() -> None:
    digits = "0123456789"
    report = builders.article(text=f"{digits * 4}Ja.{digits * 4}")
    told = builders.claim("told", of=builders.event(), where=report, quote="Ja.")
    (kept,) = parts(told, "evidence")["evidence"]
    assert (kept["prefix"], kept["suffix"]) == (f"89{digits * 3}", f"{digits * 3}01")
