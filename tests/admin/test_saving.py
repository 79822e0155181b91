"""What cannot be saved is told in the form, and nothing that was typed is lost."""

from typing import Any

import pytest

from incidents.models import Actor, Claim, Event, Place, Record, Source
from incidents.publication.publishing import publish
from tests import builders
from tests.admin.pages import Answer, Desk, add, change, changelist, text_of

pytestmark = pytest.mark.django_db


def pair() -> tuple[Claim, Claim]:
    article, event = builders.article("pair"), builders.event("pair")
    one = builders.claim("one", of=event, where=article)
    return one, builders.claim("two", of=event, where=article, quote="Moskau schwieg.")


def relate(desk: Desk, one: Claim, other: Claim, **fields: str) -> Answer:
    row = {"relation": "contradicts", "to_claim": str(other.pk), "aspect": "cause", "note": "", "id": "", **fields}
    return desk.save(one, **{"relations-TOTAL_FORMS": "1"}, **{f"relations-0-{name}": row[name] for name in row})


def test_a_symmetric_relation_is_stored_once(desk: Desk) -> None:
    one, other = pair()
    builders.relation(other, one, aspect="cause")
    assert "This relation holds both ways and is already recorded." in text_of(relate(desk, one, other))


def test_a_claim_is_not_related_to_itself(desk: Desk) -> None:
    one, _ = pair()
    assert "A claim cannot be related to itself." in text_of(relate(desk, one, one))


def test_a_contradiction_within_an_event_needs_no_note(desk: Desk) -> None:
    one, other = pair()
    relate(desk, one, other)
    assert one.relations.get().to_claim == other


def test_a_contradiction_between_events_needs_a_note(desk: Desk) -> None:
    one, other = pair()
    other.events.set([builders.event("another")])
    assert "The two claims share no event" in text_of(relate(desk, one, other))
    relate(desk, one, other, note="Both cannot have been first.")
    assert one.relations.get().note == "Both cannot have been first."


def test_relations_from_other_claims_are_shown_and_cannot_be_edited(desk: Desk) -> None:
    one, other = pair()
    builders.relation(other, one)
    page = text_of(desk.get(change(one)))
    assert "Relations of other claims to this one" in page
    assert 'name="related_from-0-relation"' not in page


@pytest.mark.parametrize(
    ("model", "typed", "told"),
    [
        (Source, {"slug": "taken"}, "Source with this Slug already exists."),
        (Source, {"slug": "Not A Slug"}, "Use lower-case letters, digits and single hyphens."),
        (Source, {"wikidata_id": "42"}, "Use a Wikidata item id such as Q227."),
        (Source, {"name": "A\x00B"}, "Null characters are not allowed."),
        (Place, {"latitude": "50"}, "Give both latitude and longitude, or neither."),
        (Place, {"latitude": "50", "longitude": "30"}, "must have no coordinates"),
        (Event, {"event_type": "AID", "mode": "riot"}, "is no mode of"),
        (Event, {"mode": "riot"}, "A mode belongs to an event type: give the type."),
    ],
)
def test_a_record_that_breaks_a_rule_is_refused_in_words(
    desk: Desk, model: type[Record], typed: dict[str, str], told: str
) -> None:
    builders.source("taken")
    least = {
        "slug": "quokka",
        "name": "Quokka",
        "title": "Quokka",
        "kind": "newspaper",
        "country": "",
        "precision": "6",
    }
    page = text_of(desk.post(add(model), {**desk.form(add(model)), **least, **typed}))
    assert told in page
    assert "Quokka" in page or "slug" in typed or "name" in typed


def test_what_only_the_database_refuses_is_told_in_the_form(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """As when two editors enter the same at once: the form's own check has passed."""
    builders.source("taken", wikidata_id="Q1")
    monkeypatch.setattr(Source, "validate_constraints", lambda *args, **kwargs: None)
    source = builders.source("second")
    page = text_of(desk.save(source, wikidata_id="Q1", description="Typed with care."))
    assert "Not saved: another source has the same wikidata id." in page
    assert "Typed with care." in page


def test_what_a_trigger_refuses_is_told_in_the_form(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    one, _ = pair()
    monkeypatch.setattr("incidents.admin.quoted.position", lambda quote, text, start: 3)
    page = text_of(desk.save(one, **{"evidence-0-quote": "Moskau"}))
    assert "does not stand in the article at 3" in page
    assert one.evidence.get().quote == "Die Botschaft wurde getroffen."


def test_an_id_is_permanent_once_published(desk: Desk) -> None:
    source = builders.source("permanent")
    publish([source])
    assert "slug" not in desk.form(change(source))
    desk.save(source, slug="changed")
    assert Source.objects.get(pk=source.pk).slug == "permanent"


def test_links_of_a_chain_change_places_in_one_save(desk: Desk) -> None:
    one, _ = pair()
    for position, slug in enumerate(("agency", "ministry")):
        one.attributions.create(source=builders.source(slug), position=position)
    desk.save(one, **{"attributions-0-position": "1", "attributions-1-position": "0"})
    assert [link.source.slug for link in one.attributions.all()] == ["ministry", "agency"]


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"attributions-1-position": "0"}, "Two sources have the same place in the chain."),
        ({"attributions-1-source": "the first"}, "A source stands in the chain only once."),
    ],
)
def test_a_chain_with_doubles_is_refused(desk: Desk, changes: dict[str, str], told: str) -> None:
    one, _ = pair()
    links = [one.attributions.create(source=builders.source(slug), position=at) for at, slug in enumerate("ab")]
    typed = {name: value.replace("the first", str(links[0].source_id)) for name, value in changes.items()}
    assert told in text_of(desk.save(one, **typed))


def test_silence_is_no_denial_in_the_form_either(desk: Desk) -> None:
    one, _ = pair()
    assert "Only a speaker denies" in text_of(desk.save(one, speech_act="denies"))


def test_what_was_published_cannot_be_deleted(desk: Desk) -> None:
    source = builders.source("kept")
    publish([source])
    assert desk.post(change(source).replace("change", "delete"), {"post": "yes"}).status_code == 403
    page = text_of(desk.act("delete_selected", source))
    assert "Once published, a record stays: kept. Retract it instead." in page


def test_a_draft_is_deleted_after_asking(desk: Desk) -> None:
    source = builders.source("gone")
    asked = desk.act("delete_selected", source)
    assert "Are you sure" in text_of(asked)
    desk.confirm(asked)
    assert not Source.objects.filter(pk=source.pk).exists()


def test_a_deletion_that_the_database_refuses_is_told(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """As when somebody publishes the record while the question is open."""
    source = builders.source("race")
    publish([source])
    monkeypatch.setattr("incidents.admin.record.RecordAdmin.has_delete_permission", lambda *args: True)
    page = text_of(desk.confirm(desk.get(change(source).replace("change", "delete"))))
    assert "race was published and cannot be deleted. Retract the record instead." in page


@pytest.mark.parametrize("payload", ["<script>alert(1)</script>", '"><img src=x onerror=alert(1)>'])
def test_words_stay_words(desk: Desk, payload: str) -> None:
    actor: Any = builders.actor("words", name=payload, description=payload, note=payload)
    for url in (change(actor), changelist(Actor) + "?q=alert", change(actor).replace("change", "history")):
        assert payload not in text_of(desk.get(url))


# The reason


@pytest.mark.parametrize(
    "typed",
    [{"description": "New words."}, {"names-0-kind": "alias"}, {"names-0-DELETE": "on"}],
)
def test_a_published_record_does_not_change_without_a_reason(desk: Desk, typed: dict[str, str]) -> None:
    actor = builders.actor("public")
    publish([actor])
    assert "The record is published: say" in text_of(desk.save(actor, **typed))
    assert Actor.objects.get(pk=actor.pk).version == 2
    assert "was changed successfully" in text_of(desk.save(actor, **typed, why="The register says so."))
    assert "The register says so." in text_of(desk.get(change(actor).replace("change", "history")))


def test_a_draft_needs_no_reason_and_may_have_one(desk: Desk) -> None:
    source = builders.source("draft")
    desk.save(source, description="New words.")
    desk.save(source, description="Other words.", why="Shorter.")
    assert "Shorter." in text_of(desk.get(change(source).replace("change", "history")))


def test_saving_a_published_record_unchanged_needs_no_reason(desk: Desk) -> None:
    source = builders.source("public", description="Two\nlines")
    publish([source])
    assert "was changed successfully" in text_of(desk.save(source))
    assert Source.objects.get(pk=source.pk).version == 1


@pytest.mark.parametrize("url", [add(Source), "the record"])
def test_what_is_brought_back_is_shown_and_not_saved(desk: Desk, url: str) -> None:
    page = url.replace("the record", change(builders.source("stored")))
    shown = desk.post(page, {**desk.form(page), "name": "Typed before the crash", "slug": "typed", "_resume": "1"})
    assert "Nothing is saved yet." in text_of(shown)
    assert 'value="Typed before the crash"' in text_of(shown)
    assert not Source.objects.filter(name="Typed before the crash").exists()


@pytest.mark.parametrize("chosen", ["x", "NaN", "²", "9" * 400])
def test_what_is_no_record_is_told_beside_the_field(desk: Desk, chosen: str) -> None:
    typed = {"slug": "new", "statement": "Kept.", "article": chosen, "events": [chosen], "speaker": chosen}
    answer = desk.post(add(Claim), {**desk.form(add(Claim)), **typed})
    assert answer.status_code == 200
    assert "Select a valid choice" in text_of(answer)
    assert "Kept." in text_of(answer)


def test_rows_that_a_form_only_counts_cost_nothing(desk: Desk) -> None:
    one, _ = pair()
    answer = desk.save(one, **{"relations-INITIAL_FORMS": "9" * 15, "relations-TOTAL_FORMS": "9" * 15})
    assert answer.status_code == 200
    assert one.relations.count() == 0
