"""The page of a record's history says who changed what, when and why, its parts included."""

from collections.abc import Callable

import pghistory
import pytest
from django.db import connection

from incidents.models import Claim, Record, Source
from incidents.publication.merging import merge
from incidents.publication.publishing import publish
from tests import builders
from tests.admin.pages import Desk, change, text_of

pytestmark = pytest.mark.django_db


def history(desk: Desk, record: Record, **query: str) -> str:
    return text_of(desk.get(change(record).replace("change", "history"), **query))


@pytest.fixture
def claim() -> Claim:
    return builders.claim("told", of=builders.event("quokka"), where=builders.article("told"))


def test_it_shows_both_values_and_who_changed_them(desk_of: Callable[[str], Desk], claim: Claim) -> None:
    curator = desk_of("curator")
    curator.save(claim, statement="Said more clearly.")
    page = history(curator, claim)
    assert "<del>Told</del><ins>Said more clearly.</ins>" in page
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
    page = history(desk, source)
    assert "publish: Second pair of eyes." in page
    assert "<td>a command</td>" in page


def test_lists_are_written_out(desk: Desk) -> None:
    source = builders.source("wombat", languages=["de", "en"])
    assert "<ins>de, en</ins>" in history(desk, source)


@pytest.mark.parametrize("direction", [(0, 1), (1, 0)])
def test_a_relation_is_in_the_history_of_both_claims(desk: Desk, claim: Claim, direction: tuple[int, int]) -> None:
    other = builders.claim("other", of=claim.events.get(), where=claim.article, quote="Moskau schwieg.")
    ends = (claim, other)
    builders.relation(ends[direction[0]], ends[direction[1]])
    page = history(desk, claim)
    assert "Claim relation added" in page
    assert "<ins>Contradicts</ins>" in page
    assert "<ins>Other</ins>" in page


@pytest.mark.parametrize("end", [0, 1])
def test_a_relation_is_in_the_history_of_both_events(desk: Desk, end: int) -> None:
    ends = (builders.event("cause"), builders.event("effect"))
    ends[0].relations.create(to_event=ends[1], relation="causes")
    assert "Event relation added" in history(desk, ends[end])


def test_a_part_of_a_larger_event_has_a_history_of_its_own(desk: Desk) -> None:
    whole = builders.event("whole")
    builders.event("fragment", part_of=whole)
    assert "Fragment" not in history(desk, whole)


def test_a_merge_is_in_the_history_of_both(desk: Desk) -> None:
    going, staying = builders.source("numbat"), builders.source("quokka")
    publish([going, staying])
    builders.article("a", by=going)
    merge(going, into=staying, reason="One paper.")
    assert "merge: One paper." in history(desk, going)
    assert "Source numbat changed" in history(desk, staying)
    assert "<ins>Quokka</ins>" in history(desk, staying)


def test_a_command_is_called_by_its_name(desk: Desk) -> None:
    with pghistory.context(command="load_dataset"):
        source = builders.source("wombat")
    assert "<td>the command load_dataset</td>" in history(desk, source)


def test_what_was_written_in_sql_is_there_though_nobody_is_known(desk: Desk, claim: Claim) -> None:
    with connection.cursor() as cursor:
        cursor.execute("UPDATE incidents_claim SET note = 'By hand' WHERE id = %s", [claim.pk])
    page = history(desk, claim)
    assert "<td>SQL: nobody is known</td>" in page
    assert "<ins>By hand</ins>" in page


def test_an_account_that_is_gone_keeps_its_number(desk_of: Callable[[str], Desk], claim: Claim) -> None:
    curator = desk_of("curator")
    curator.save(claim, note="Checked.")
    number = curator.user.pk
    curator.user.delete()
    assert f"account no. {number}, since deleted" in history(desk_of("reviewer"), claim)


def test_words_of_a_list_are_told_by_their_labels(desk: Desk) -> None:
    source = builders.source("wombat")
    desk.act("submit_for_review", source)
    assert "<del>Draft</del><ins>In review</ins>" in history(desk, source)


def test_of_a_long_text_only_what_changed_is_shown(desk: Desk) -> None:
    article = builders.article("long", text=f"Anfang. {'Füllwort ' * 200}Mitte. {'Füllwort ' * 200}Ende.")
    desk.save(article, text=article.text.replace("Mitte", "Schluss"))
    page = history(desk, article)
    assert "Füllwort <del>Mitte</del><ins>Schluss</ins>. Füllwort" in page
    assert "Anfang. Füllwort Füllwort Füllwort Füllwort Füllwort Füllwort Füllwort <" not in page


@pytest.mark.parametrize(("page", "shown"), [("1", "Word 4"), ("2", "Word 1"), ("x", "Word 4"), ("99", "Nothing is")])
def test_long_histories_come_in_pages(desk: Desk, monkeypatch: pytest.MonkeyPatch, page: str, shown: str) -> None:
    monkeypatch.setattr("incidents.admin.history.PAGE", 3)
    source = builders.source("wombat")
    for number in range(1, 5):
        Source.objects.filter(pk=source.pk).update(description=f"Word {number}")
    assert shown in history(desk, source, p=page)


@pytest.mark.parametrize(("page", "link"), [("1", "?p=2"), ("2", "?p=1")])
def test_the_pages_lead_to_one_another(desk: Desk, monkeypatch: pytest.MonkeyPatch, page: str, link: str) -> None:
    monkeypatch.setattr("incidents.admin.history.PAGE", 1)
    source = builders.source("wombat")
    Source.objects.filter(pk=source.pk).update(description="A word.")
    assert f'href="{link}"' in history(desk, source, p=page)


def test_who_may_see_nothing_sees_no_history(desk_of: Callable[[str], Desk], claim: Claim) -> None:
    nobody = desk_of("nobody")
    assert nobody.get(change(claim).replace("change", "history")).status_code == 403
