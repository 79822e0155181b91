"""The first page says what is to be done, to those who may see it."""

from collections.abc import Callable

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from incidents.admin import uncovered as counting
from incidents.admin.todo import TASKS
from incidents.admin.uncovered import uncovered
from incidents.models import Actor, Article, Claim, Event, Record, Source
from incidents.publication.publishing import publish
from tests import builders
from tests.admin.pages import Desk, changelist, text_of
from tests.publication.worlds import published_world

pytestmark = pytest.mark.django_db


def slugs(desk: Desk, model: type[Record], word: str) -> set[str]:
    """The records of a narrowed list."""
    return set(desk.get(changelist(model), todo=word).context["cl"].queryset.values_list("slug", flat=True))


def total(desk: Desk, word: str) -> int:
    """The number that the first page gives for it."""
    rows = desk.get("/admin/").context["rows"]
    found: int = next(row.total for row in rows if any(f"todo={word}" in each.url for each in row.counts))
    return found


def contested() -> None:
    world = published_world()
    other = builders.claim("accident", of=world.event, where=world.article, aspect="intent", quote="Moskau schwieg.")
    builders.relation(world.claim, other, note="")
    publish([world.claim, other])


def without_evidence() -> None:
    builders.claim("bare", of=builders.event(), where=builders.article()).evidence.all().delete()


def stale() -> None:
    article = builders.article()
    builders.claim("lost", of=builders.event(), where=article)
    Article.objects.filter(pk=article.pk).update(text="Something else.")


def edited() -> None:
    source = builders.source()
    publish([source])
    Source.objects.filter(pk=source.pk).update(name="Another")


CASES: list[tuple[str, type[Record], Callable[[], object], str]] = [
    ("changed", Source, edited, "herald"),
    ("review", Source, lambda: builders.source(status="in_review"), "herald"),
    ("unexplained", Event, contested, "strike"),
    ("contradiction", Claim, contested, "deliberate"),
    ("no-evidence", Claim, without_evidence, "bare"),
    ("stale", Claim, stale, "lost"),
    ("no-wikidata", Actor, builders.actor, "baku"),
    ("one-source", Event, published_world, "strike"),
    ("uncovered", Article, builders.article, "report"),
]


@pytest.mark.parametrize(("word", "model", "make", "slug"), CASES, ids=[case[0] for case in CASES])
def test_what_is_to_be_done_is_counted_and_listed(
    desk: Desk, word: str, model: type[Record], make: Callable[[], object], slug: str
) -> None:
    before, listed = total(desk, word), slugs(desk, model, word)
    make()
    assert total(desk, word) == before + 1
    assert slugs(desk, model, word) - listed == {slug}


def test_every_task_has_a_case() -> None:
    assert {task.word for task in TASKS} == {case[0] for case in CASES}


def test_a_contradiction_with_a_reason_is_done(desk: Desk) -> None:
    contested()
    Claim.objects.get(slug="deliberate").relations.update(note="One of them knew.")
    assert "strike" not in slugs(desk, Event, "unexplained")


def test_a_task_that_does_not_exist_narrows_nothing(desk: Desk) -> None:
    builders.source()
    assert "herald" in slugs(desk, Source, "lost")


def test_what_waits_is_shown_with_who_submitted_it(desk_of: Callable[[str], Desk]) -> None:
    desk_of("curator").act("submit_for_review", builders.source("quokka"))
    page = text_of(desk_of("viewer").get("/admin/"))
    assert "Quokka</a> (source)" in page
    assert "<td>curator</td>" in page


def test_nobody_sees_more_than_they_may(desk_of: Callable[[str], Desk]) -> None:
    builders.source("quokka")
    desk_of("curator").act("submit_for_review", Source.objects.get(slug="quokka"))
    viewer = desk_of("viewer")
    group = viewer.user.groups.get()
    group.permissions.set(group.permissions.filter(codename="view_event"))
    page = text_of(viewer.get("/admin/"))
    assert "Quokka" not in page
    assert "Rests on one independent source" in page
    assert "Without a Wikidata id" not in page
    assert "To be done" not in text_of(desk_of("nobody").get("/admin/"))


def test_it_costs_the_same_however_much_there_is(desk: Desk) -> None:
    counts = []
    for first, last in ((0, 2), (2, 8)):
        for number in range(first, last):
            article = builders.article(f"a-{number}", by=builders.source(f"s-{number}"))
            builders.claim(f"c-{number}", of=builders.event(f"e-{number}"), where=article)
            desk.act("submit_for_review", article)
        with CaptureQueriesContext(connection) as queries:
            desk.get("/admin/")
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_sentences_are_counted_anew_where_quotes_change(desk: Desk) -> None:
    article = builders.article(text="Eins ist da. Zwei ist da. Drei ist da.")
    event = builders.event()
    assert uncovered().counts[article.pk] == 3
    claim = builders.claim("one", of=event, where=article, quote="Eins ist da.")
    article.passages.create(quote="Zwei ist da.", kind="rhetoric", reason="It says nothing.")
    assert uncovered().counts[article.pk] == 1
    claim.evidence.all().delete()
    assert uncovered().counts[article.pk] == 2


def test_texts_are_read_a_few_at_a_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(counting, "AT_ONCE", 1)
    monkeypatch.setattr(counting, "KEPT", 0)
    uncovered()
    monkeypatch.setattr(counting, "_known", {})
    articles = Article.objects.count()
    assert uncovered().unread == articles - 1
