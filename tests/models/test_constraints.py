"""What the database refuses, whoever asks."""

from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from incidents.models import Actor, Affiliation, Article, Claim, Event, EventRelation, Place, Source
from incidents.publication.publishing import publish
from tests import builders

pytestmark = pytest.mark.django_db

SOURCE = {"slug": "herald", "name": "Herald", "kind": "newspaper"}
PLACE = {"slug": "kyiv", "name": "Kyiv", "country": "UA", "precision": 1}
EVENT = {"slug": "strike", "title": "Strike"}
CLAIM = {"slug": "seen", "statement": "Seen.", "speech_mode": "author_voice", "aspect": "occurrence"}


@pytest.mark.parametrize(
    ("model", "fields", "constraint"),
    [
        (Source, {**SOURCE, "slug": "Herald"}, "source_slug_shape"),
        (Source, {**SOURCE, "kind": "blog"}, "source_kind_word"),
        (Source, {**SOURCE, "status": "live"}, "source_status_word"),
        (Source, {**SOURCE, "name": ""}, "source_name_stated"),
        (Source, {**SOURCE, "country": "de"}, "source_country_shape"),
        (Source, {**SOURCE, "wikidata_id": "227"}, "source_wikidata_id_shape"),
        (Source, {**SOURCE, "homepage": "javascript:alert(1)"}, "source_homepage_shape"),
        (Actor, {"slug": "a", "name": "A", "kind": "state", "sectors": ["XXX"]}, "actor_sectors_word"),
        (Place, {**PLACE, "precision": 8}, "place_precision_word"),
        (Place, {**PLACE, "latitude": 50}, "place_coordinates_paired"),
        (Place, {**PLACE, "precision": 6, "latitude": 50, "longitude": 30}, "place_no_false_point"),
        (Event, {**EVENT, "event_type": "WAR"}, "event_event_type_word"),
        (Event, {**EVENT, "mode": "visit"}, "event_mode_needs_type"),
        (Event, {**EVENT, "realis": "maybe"}, "event_realis_word"),
    ],
)
def test_it_refuses_what_a_record_cannot_be(model: type[Any], fields: dict[str, Any], constraint: str) -> None:
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        model.objects.create(**fields)


@pytest.mark.parametrize(
    ("fields", "constraint"),
    [
        ({"speech_act": "denies"}, "claim_silence_is_no_denial"),
        ({"speech_act": "apologises", "speech_mode": "indirect"}, "claim_silence_is_no_denial"),
        ({"value_number": 38}, "claim_value_parts"),
        ({"value_type": "quantity", "value_number": 38, "value_qualifier": "exact"}, "claim_value_parts"),
        ({"value_type": "text", "value_text": "x", "value_date": "2025"}, "claim_value_parts"),
        ({"value_type": "place"}, "claim_value_parts"),
        ({"modality": "perhaps"}, "claim_modality_word"),
    ],
)
def test_it_refuses_what_a_claim_cannot_be(fields: dict[str, Any], constraint: str) -> None:
    article = builders.article()
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        Claim.objects.create(article=article, **{**CLAIM, **fields})


@pytest.mark.parametrize(
    ("fields", "constraint"),
    [
        ({"kind": "advert"}, "articlepassage_kind_word"),
        ({"reason": ""}, "articlepassage_reason_stated"),
        ({"quote": "Moskau schwieg."}, "articlepassage_once"),
        ({"quote": "", "start": 0}, "articlepassage_(quote_stated|not_empty)"),
    ],
)
def test_it_refuses_what_a_passage_cannot_be(fields: dict[str, Any], constraint: str) -> None:
    article = builders.article()
    told = {"quote": "Moskau schwieg.", "kind": "rhetoric", "reason": "It says nothing."}
    article.passages.create(**told)
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        article.passages.create(**{**told, "quote": "Baku protestierte.", **fields})


def test_a_value_with_exactly_its_parts_is_kept() -> None:
    value = {"value_type": "quantity", "value_number": 38, "value_qualifier": "at_least", "value_unit": "people"}
    claim = Claim.objects.create(article=builders.article(), **CLAIM, **value)
    assert (claim.value_qualifier, claim.value_number) == ("at_least", Decimal(38))


def test_bounds_without_a_date_are_refused() -> None:
    undated = Event.objects.filter(pk=Event.objects.create(**EVENT).pk)
    with pytest.raises(IntegrityError, match="event_date_stated"), transaction.atomic():
        undated.update(date_start="2025-01-01")
    with pytest.raises(IntegrityError, match="event_date_in_order"), transaction.atomic():
        undated.update(date="2025", date_start="2025-02-01", date_end="2025-01-01")


def test_a_symmetric_relation_is_stored_once() -> None:
    event, article = builders.event(), builders.article()
    one, other = (builders.claim(slug, of=event, where=article) for slug in ("one", "other"))
    builders.relation(one, other)
    with pytest.raises(IntegrityError, match="claimrelation_symmetric_once"), transaction.atomic():
        builders.relation(other, one)
    builders.relation(one, other, "qualifies")
    builders.relation(other, one, "qualifies")


def test_nothing_is_related_to_itself() -> None:
    event, actor = builders.event(), builders.actor()
    claim = builders.claim("one", of=event, where=builders.article())
    with pytest.raises(IntegrityError, match="claimrelation_not_to_itself"), transaction.atomic():
        builders.relation(claim, claim)
    with pytest.raises(IntegrityError, match="eventrelation_not_to_itself"), transaction.atomic():
        EventRelation.objects.create(from_event=event, to_event=event, relation="follows")
    with pytest.raises(IntegrityError, match="affiliation_not_to_itself"), transaction.atomic():
        Affiliation.objects.create(person=actor, organisation=actor, role="president")
    with pytest.raises(IntegrityError, match="event_not_part_of_itself"), transaction.atomic():
        Event.objects.update(part_of=event)


def test_a_wikidata_item_is_one_record() -> None:
    builders.source("one", wikidata_id="Q1")
    with pytest.raises(IntegrityError, match="source_wikidata_id_once"), transaction.atomic():
        builders.source("other", wikidata_id="Q1")


def test_what_was_public_is_never_a_draft_again() -> None:
    one, other = builders.source("one"), builders.source("other")
    publish([one])
    with pytest.raises(IntegrityError, match="source_once_public"), transaction.atomic():
        Source.objects.filter(slug="one").update(status="draft")
    with pytest.raises(IntegrityError, match="source_merged_is_withdrawn"), transaction.atomic():
        Source.objects.filter(slug="one").update(merged_into=other)


def test_a_spelling_has_a_language_that_is_one() -> None:
    actor = builders.actor()
    with pytest.raises(IntegrityError, match="actorname_language_shape"), transaction.atomic():
        actor.names.update(language="German")


def test_dates_are_derived_on_saving() -> None:
    event = builders.event(date="2024-12")
    assert (event.date_start.isoformat(), event.date_end.isoformat()) == ("2024-12-01", "2024-12-31")  # type: ignore[union-attr]  # known here
    assert event.date_precision == "month"


@pytest.mark.parametrize(
    ("record", "field"),
    [
        (Event(slug="e", title="E", date="soon"), "date"),
        (Article(slug="a", title="A", language="German", document="a.txt", text="A", source_id=1), "language"),
        (Place(slug="p", name="P", precision=1, admin1="Odesa"), "admin1"),
        (Actor(slug="a", name="A", kind="state", wikidata_id="227"), "wikidata_id"),
    ],
)
def test_validation_names_the_field(record: Any, field: str) -> None:
    with pytest.raises(ValidationError) as refused:
        record.full_clean(exclude=["source"])
    assert field in refused.value.message_dict
