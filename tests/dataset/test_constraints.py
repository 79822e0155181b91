import pytest
from django.db import DatabaseError, IntegrityError, transaction

from incidents.dataset.constraints import breaches, broken_checks
from incidents.models import Affiliation, ClaimRelation, EventPlace, Place
from tests import builders


def refused(**fields: object) -> list[tuple[str, str]]:
    place = Place(slug="x", **{"name": "X", "precision": 3, **fields})
    with pytest.raises(IntegrityError) as error, transaction.atomic():
        place.save()
    return breaches(place, error.value)


def test_all_breaches_are_named_though_the_database_names_one(db: None) -> None:
    assert refused(name="", latitude=1, precision=8, admin1="south") == [
        ("name", "name must not be empty."),
        ("admin1", "admin1 must match ^[A-Z]{2}-[A-Z0-9]{1,3}$."),
        ("precision", "Constraint “place_precision_word” is violated."),
        ("latitude, longitude", "Give both latitude and longitude, or neither."),
        ("latitude, precision", "A place known only by country (precision 6 or 7) must have no coordinates."),
    ]


def test_a_value_that_must_be_unique_names_its_field(db: None) -> None:
    Place.objects.create(slug="y", name="Y", precision=3, wikidata_id="Q999999999")
    assert refused(wikidata_id="Q999999999") == [("wikidata_id", "another place has the same wikidata_id.")]


def test_up_to_three_fields_are_named(db: None) -> None:
    taking_place = EventPlace(event=builders.event(), place=builders.place("harbour"))
    taking_place.save()
    again = EventPlace(event=taking_place.event, place=taking_place.place)
    with pytest.raises(IntegrityError) as error, transaction.atomic():
        again.save()
    rule = "another event place has the same event and place and role."
    assert breaches(again, error.value) == [("event, place, role", rule)]


def test_of_more_fields_the_first_is_named(db: None) -> None:
    person = builders.actor("envoy", kind="person")
    post = {"person": person, "organisation": builders.actor("northland"), "role": "envoy", "from_date": "2025"}
    Affiliation.objects.create(**post)
    again = Affiliation(**post)
    with pytest.raises(IntegrityError) as error, transaction.atomic():
        again.save()
    assert [field for field, _ in breaches(again, error.value)] == ["person"]


def test_a_unique_field_is_named_too(db: None) -> None:
    builders.article("report")
    with pytest.raises(IntegrityError) as error, transaction.atomic():
        builders.article("other", by=builders.source("other"), document="report.txt")
    other = type(builders.article("third", by=builders.source("third")))(document="report.txt")
    assert ("document", "Article with this Document already exists.") in breaches(other, error.value)


def test_a_relation_that_holds_both_ways_says_so_in_its_own_words(db: None) -> None:
    event, report = builders.event(), builders.article()
    one, other = (builders.claim(slug, of=event, where=report) for slug in ("one", "other"))
    builders.relation(one, other)
    again = ClaimRelation(from_claim=other, to_claim=one, relation="contradicts", aspect=one.aspect)
    with pytest.raises(IntegrityError) as error, transaction.atomic():
        again.save()
    assert breaches(again, error.value) == [("", "This relation holds both ways and is already recorded.")]


def test_what_only_the_database_knows_is_told_in_its_words(db: None) -> None:
    assert breaches(Place(slug="x", name="X", precision=3), DatabaseError("disk full")) == [("", "disk full")]


def test_a_trigger_is_quoted(db: None) -> None:
    claim = builders.claim("one", of=builders.event(), where=builders.article())
    with pytest.raises(IntegrityError) as error, transaction.atomic():
        claim.evidence.update(quote="Nein")
    assert breaches(Place(slug="x", name="X", precision=3), error.value) == [
        ("", 'quote "Nein" does not stand in the article at 35')
    ]


def test_fields_without_a_value_are_not_judged(db: None) -> None:
    place = Place(slug="x", name="", precision=8)
    assert [field for field, _ in broken_checks(place, without={"precision"})] == ["name"]
