from decimal import Decimal

import pytest
from django.db.models import Model

from incidents.dataset.schema import SPEC_OF
from incidents.dataset.stored import Values, identified, parts_of, stored
from incidents.models import ArticlePassage, Claim, Evidence, Place
from tests.dataset.project import Project


def test_rows_read_as_they_stand_in_files(project: Project) -> None:
    project.load()
    (place,) = stored(SPEC_OF[Place], Place.objects.filter(slug="harbour"))
    assert place.values["latitude"] == Decimal("46.5")
    assert (place.values["admin1"], place.values["merged_into"], place.was_published) == ("", None, True)


def test_references_read_as_slugs(project: Project) -> None:
    project.load()
    (claim,) = stored(SPEC_OF[Claim], Claim.objects.filter(slug="mistake"))
    assert (claim.values["article"], claim.values["events"]) == ("report", ("strike",))


def test_a_claim_about_nothing_has_an_empty_list(project: Project) -> None:
    project.load()
    Claim.objects.get(slug="mistake").events.clear()
    (claim,) = stored(SPEC_OF[Claim], Claim.objects.filter(slug="mistake"))
    assert claim.values["events"] == ()


def test_parts_are_found_by_the_record_they_belong_to(project: Project) -> None:
    project.load()
    assert parts_of(SPEC_OF[Evidence], ["mistake"]).get().quote == "Es war ein Irrtum"


@pytest.mark.parametrize(("model", "owner"), [(Evidence, "claim"), (ArticlePassage, "article")])
def test_equal_quotes_are_told_apart_by_their_order(model: type[Model], owner: str) -> None:
    quotes = (("a", 9), ("a", 3), ("b", 5))
    items: list[tuple[Values, int]] = [({owner: "c", "quote": quote, "start": at}, at) for quote, at in quotes]
    assert identified(SPEC_OF[model], items) == {("c", "a", 0): 3, ("c", "a", 1): 9, ("c", "b", 0): 5}
