"""Who opens a record sees who else has it open; nobody is kept out by it."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.utils import timezone

from incidents.models import OpenRecord, Source
from tests import builders
from tests.admin.pages import Desk, change, text_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def source(db: None) -> Source:
    return builders.source("shared")


def opened(source: Source) -> str:
    return change(source).replace("change", "opened")


def test_who_opens_a_record_sees_who_has_it_open(desk_of: Callable[[str], Desk], source: Source) -> None:
    desk_of("curator").get(change(source))
    since = OpenRecord.objects.get().since
    page = text_of(desk_of("reviewer").get(change(source)))
    assert f"curator has had this record open since {since:%H:%M} (UTC)." in page


def test_the_first_one_learns_it_from_the_next_report_of_the_page(
    desk_of: Callable[[str], Desk], source: Source
) -> None:
    curator = desk_of("curator")
    curator.get(change(source))
    desk_of("reviewer").get(change(source))
    assert "reviewer has had this record open" in curator.client.post(opened(source)).json()["told"]


def test_one_editor_in_two_windows_is_nobody_else(desk: Desk, source: Source) -> None:
    desk.get(change(source))
    desk.get(change(source))
    assert desk.client.post(opened(source)).json() == {"told": ""}
    assert OpenRecord.objects.count() == 1


def test_who_has_been_silent_for_more_than_a_minute_has_closed_it(desk: Desk, source: Source) -> None:
    desk.get(change(source))
    OpenRecord.objects.update(seen_at=timezone.now() - timedelta(seconds=71))
    assert not OpenRecord.objects.lately().exists()
    desk.get(change(builders.source("other")))
    assert OpenRecord.objects.count() == 1


def test_a_report_tells_of_an_edit_meanwhile(desk: Desk, source: Source) -> None:
    answers = [desk.client.post(opened(source), {"seen_version": seen}).json()["told"] for seen in ("1", "0", "\0")]
    assert [bool(told) for told in answers] == [False, True, True]


def test_who_only_reads_is_not_noted(desk_of: Callable[[str], Desk], source: Source) -> None:
    viewer = desk_of("viewer")
    viewer.get(change(source))
    assert viewer.client.post(opened(source)).status_code == 403
    assert not OpenRecord.objects.exists()


@pytest.mark.parametrize("number", ["0", "x", "9" * 30])
def test_a_record_that_is_not_there_is_refused(desk: Desk, number: str) -> None:
    assert desk.client.post(f"/admin/incidents/source/{number}/opened/").status_code == 403


def test_asking_alone_notes_nothing(desk: Desk, source: Source) -> None:
    assert desk.get(opened(source)).json() == {"told": ""}
    assert not OpenRecord.objects.exists()


def test_a_note_says_what_it_is_about(desk: Desk, source: Source) -> None:
    desk.get(change(source))
    assert str(OpenRecord.objects.get()) == f"source {source.pk}"
