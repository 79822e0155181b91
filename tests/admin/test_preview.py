"""An editor reads what the public will read, and in words what would change."""

from typing import Any

import pytest
from django.utils.translation import override

from incidents.admin.differing import Difference, differences, in_words, lines
from incidents.admin.labels import labelled
from incidents.models import Actor, Claim, Record, Source
from incidents.publication.keys import Key
from incidents.publication.trial import Consequence
from incidents.vocabularies import SpeechAct
from tests import builders
from tests.admin.pages import Desk, change, text_of
from tests.publication.worlds import published_world

pytestmark = pytest.mark.django_db


def preview(desk: Desk, record: Record) -> str:
    return text_of(desk.get(change(record).replace("change", "preview")))


def between(before: dict[str, Any] | None, after: dict[str, Any] | None) -> list[Difference]:
    return differences(Consequence(Key("events", "strike"), before, after))


def test_a_draft_is_shown_as_the_public_would_read_it(desk: Desk) -> None:
    claim = builders.claim("draft", of=builders.event("quokka"), where=builders.article("report"))
    page = preview(desk, claim)
    assert "Quokka (quokka)" in page
    assert "&quot;statement&quot;: &quot;Draft&quot;" in page
    assert "<b>claims:draft</b> becomes public for the first time, or again." in page


def test_it_shows_what_publishing_changes_and_for_whom(desk: Desk) -> None:
    world = published_world()
    Actor.objects.filter(pk=world.actor.pk).update(name="Azerbaijan")
    page = preview(desk, world.actor)
    assert "<del>Baku</del> <ins>Azerbaijan</ins>" in page
    assert "claims: 1, events: 1" in page


def test_what_cannot_be_published_yet_says_why(desk: Desk) -> None:
    claim = builders.claim("bare", of=builders.event(), where=builders.article())
    claim.evidence.all().delete()
    page = preview(desk, claim)
    assert "has no quote: a published claim rests on at least one." in page
    assert "The public sees nothing of it." in page


def test_what_is_public_as_it_stands_is_called_so(desk: Desk) -> None:
    assert "Publishing would change nothing" in preview(desk, published_world().claim)


def test_a_place_is_said_to_have_no_address(desk: Desk) -> None:
    assert "A place has no address of its own" in preview(desk, builders.place("quokka-bay"))


def test_an_edited_record_shows_what_the_public_does_not_see_yet(desk: Desk) -> None:
    world = published_world()
    Claim.objects.filter(pk=world.claim.pk).update(statement="Said more clearly.")
    page = text_of(desk.get(change(world.claim)))
    assert "Changed since publication" in page
    assert "<del>Deliberate</del> <ins>Said more clearly.</ins>" in page


def test_an_edited_record_that_cannot_be_published_says_so(desk: Desk) -> None:
    world = published_world()
    world.claim.evidence.all().delete()
    assert "1 thing stands against publishing it." in text_of(desk.get(change(world.claim)))


def test_an_edit_for_editors_only_changes_no_public_word(desk: Desk) -> None:
    world = published_world()
    Source.objects.filter(pk=world.source.pk).update(note="Check the address.")
    assert "No public word changes" in text_of(desk.get(change(world.source)))


def test_while_somebody_publishes_the_page_opens_all_the_same(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    world = published_world()
    Claim.objects.filter(pk=world.claim.pk).update(statement="Said more clearly.")
    monkeypatch.setattr("incidents.publication.trial._lock_is_free", lambda: False)
    assert "Somebody is publishing at this moment" in text_of(desk.get(change(world.claim)))
    assert "Somebody is publishing at this moment" in text_of(desk.get(change(world.event)))


def test_items_are_known_again_by_whom_they_mean() -> None:
    anna = {"id": "anna", "url": "/a", "name": "Anna"}
    before = {"participants": [{"actor": anna, "role": "host"}]}
    after = {"participants": [{"actor": anna, "role": "mediator"}]}
    assert between(before, after) == [Difference("participants, anna, role", "Host", "Mediator")]


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        ({"name": "A"}, {"name": "B"}, [("name", "A", "B")]),
        ({"name": "A", "updated_at": "1"}, {"name": "A", "updated_at": "2"}, []),
        ({"sectors": ["GOV"]}, {"sectors": ["GOV", "MIL"]}, [("sectors", "", "MIL")]),
        ({"sectors": ["GOV", "MIL"]}, {"sectors": ["MIL"]}, [("sectors", "GOV", "")]),
        ({"via": ["a", "b"]}, {"via": ["b", "a"]}, [("via, order", "a", "b"), ("via, order", "b", "a")]),
        ({"via": ["a", "b", "c"]}, {"via": ["a", "c", "b"]}, [("via, order", "b", "c"), ("via, order", "c", "b")]),
        ({"date": {"start": None}}, {"date": {"start": "2025"}}, [("date, start", "", "2025")]),
        ({"value": None}, {"value": {"type": "date", "unit": None}}, [("value", "", "type: date")]),
        ({"evidence": [{"quote": "A"}]}, {"evidence": [{"quote": "B"}]}, [
            ("evidence", "quote: A", ""), ("evidence", "", "quote: B"),
        ]),
        ({"disagreements": []}, {"disagreements": [{"aspect": "intent"}]}, [
            ("disagreements", "", "aspect: Intent"),
        ]),
        ({"sectors": ["GOV"]}, {"sectors": ["MIL"]}, [("sectors", "GOV", ""), ("sectors", "", "MIL")]),
        (None, {"name": "A"}, []),
    ],
)  # fmt: skip
def test_a_difference_is_told_in_words(
    before: dict[str, Any] | None, after: dict[str, Any], told: list[tuple[str, str, str]]
) -> None:
    assert [tuple(difference) for difference in between(before, after)] == told


def test_a_document_is_read_line_by_line() -> None:
    document = {"id": "x", "names": [{"name": "Baku", "kind": "alias"}], "date": {"edtf": "2025"}, "is_open": True}
    assert [(line.field, line.values) for line in lines(document, "actors")] == [
        ("names", ["name: Baku, kind: Alias"]),
        ("date", ["edtf: 2025"]),
        ("is open", ["yes"]),
    ]
    assert in_words([1, False]) == "1; no"


SINGLE = {"kind": "state", "agreement": {"intent": "single_source"}, "part_of": None, "title": "state"}


def test_words_of_a_document_are_shown_by_their_labels_in_the_language_of_the_reader() -> None:
    assert labelled(SINGLE, "events") == {
        "kind": "state", "agreement": {"Intent": "Single source"}, "part_of": None, "title": "state",
    }  # fmt: skip
    with override("de"):
        assert labelled({"kind": "state", "names": [{"name": "alias", "kind": "alias"}]}, "actors") == {
            "kind": "Staat", "names": [{"name": "alias", "kind": "weitere Schreibweise"}],
        }  # fmt: skip


def test_what_will_be_public_is_shown_as_it_will_be(desk: Desk) -> None:
    claim = builders.claim("draft", of=builders.event("quokka"), where=builders.article("report"))
    page = text_of(desk.client.get(change(claim).replace("change", "preview"), headers={"Accept-Language": "de"}))
    assert "&quot;speech_act&quot;: &quot;asserts&quot;" in page
    assert f"<dd>{SpeechAct.ASSERTS.label}</dd>" not in page
    with override("de"):
        assert f"<dd>{SpeechAct.ASSERTS.label}</dd>" in page
