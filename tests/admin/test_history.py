"""The page of a record's history says who changed what, when and why, its parts included."""

from collections.abc import Callable

import pytest

from incidents.models import Claim
from incidents.publication.publishing import publish
from tests import builders
from tests.admin.pages import Desk, change, text_of

pytestmark = pytest.mark.django_db


def history(desk: Desk, record: Claim) -> str:
    return text_of(desk.get(change(record).replace("change", "history")))


@pytest.fixture
def claim() -> Claim:
    return builders.claim("told", of=builders.event("quokka"), where=builders.article("told"))


def test_it_shows_both_values_and_who_changed_them(desk_of: Callable[[str], Desk], claim: Claim) -> None:
    curator = desk_of("curator")
    curator.save(claim, statement="Said more clearly.")
    page = history(curator, claim)
    assert "<del>Told</del> <ins>Said more clearly.</ins>" in page
    assert "<td>curator</td>" in page


def test_it_names_records_instead_of_numbers(desk: Desk, claim: Claim) -> None:
    desk.save(claim, speaker=str(builders.actor("wombat").pk))
    page = history(desk, claim)
    assert "<ins>Wombat</ins>" in page


@pytest.mark.parametrize("told", ["Evidence added", "<ins>Die Botschaft wurde getroffen.</ins>", "<ins>Quokka</ins>"])
def test_parts_are_in_it(desk: Desk, claim: Claim, told: str) -> None:
    assert told in history(desk, claim)


def test_a_deleted_part_tells_what_it_held(desk: Desk, claim: Claim) -> None:
    claim.evidence.all().delete()
    page = history(desk, claim)
    assert "Evidence deleted" in page
    assert "<del>Die Botschaft wurde getroffen.</del>" in page


def test_a_record_that_is_gone_is_called_so(desk: Desk, claim: Claim) -> None:
    claim.events.clear()
    event = builders.event("short-lived")
    claim.events.set([event])
    number = event.pk
    claim.events.clear()
    event.delete()
    assert f"no. {number}, since deleted" in history(desk, claim)


def test_publishing_is_in_it_with_its_reason(desk: Desk) -> None:
    source = builders.source("wombat")
    publish([source], reason="Second pair of eyes.")
    page = history(desk, source)  # type: ignore[arg-type]  # any record has one
    assert "publish: Second pair of eyes." in page
    assert "<td>a command</td>" in page


def test_lists_are_written_out(desk: Desk) -> None:
    source = builders.source("wombat", languages=["de", "en"])
    assert "<ins>de, en</ins>" in history(desk, source)  # type: ignore[arg-type]  # any record has one
