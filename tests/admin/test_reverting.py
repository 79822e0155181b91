"""An earlier value comes back from the history through the form: looked at, checked, and with a reason."""

import re
from collections.abc import Callable

import pytest
from django.apps import apps
from django.db.models import Max

from incidents.models import Article, Claim, Evidence, Record, Source
from incidents.publication.publishing import publish
from tests import builders
from tests.admin.pages import Answer, Desk, change, fields_of, text_of

pytestmark = pytest.mark.django_db


def revert(desk: Desk, record: Record, table: str, column: str) -> Answer:
    """Press the button beside the last change that the table records."""
    newest = apps.get_model("incidents", table)._default_manager.aggregate(at=Max("pgh_id"))["at"]
    url = change(record).replace("change", "revert")
    return desk.client.post(url, {"entry": f"incidents.{table}:{newest}", "column": column}, follow=True)


def save(desk: Desk, record: Record, shown: Answer) -> str:
    return text_of(desk.post(change(record), fields_of(text_of(shown))))


@pytest.fixture
def source(desk: Desk) -> Source:
    made = builders.source("shared", name="As it was", languages=["de", "uk"])
    desk.save(made, name="As it is", description="Kept.", languages="de")
    return made


@pytest.mark.parametrize(("column", "before"), [("name", "As it was"), ("languages", ["de", "uk"])])
def test_a_value_is_put_back_into_the_form_and_then_saved(
    desk: Desk, source: Source, column: str, before: str | list[str]
) -> None:
    shown = revert(desk, source, "SourceHistory", column)
    assert "Nothing is saved yet." in text_of(shown)
    assert f'action="{change(source)}"' in text_of(shown)
    assert Source.objects.get(pk=source.pk).name == "As it is"
    assert "was changed successfully" in save(desk, source, shown)
    assert getattr(Source.objects.get(pk=source.pk), column) == before
    assert Source.objects.get(pk=source.pk).description == "Kept."


def test_it_is_a_new_edit_with_a_reason(desk: Desk, source: Source) -> None:
    history = apps.get_model("incidents", "SourceHistory")._default_manager
    before = history.count()
    save(desk, source, revert(desk, source, "SourceHistory", "name"))
    assert history.count() == before + 1
    assert "Back to what it was before" in text_of(desk.get(change(source).replace("change", "history")))


def test_an_edit_since_is_asked_about(desk: Desk, source: Source) -> None:
    shown = revert(desk, source, "SourceHistory", "name")
    Source.objects.filter(pk=source.pk).update(description="By another.")
    assert desk.post(change(source), fields_of(text_of(shown))).status_code == 409


def test_a_deleted_row_is_put_back(desk: Desk) -> None:
    actor = builders.actor("shared")
    actor.names.create(name="Алієв", script="Cyrl", kind="alias")
    actor.names.filter(script="Cyrl").delete()
    save(desk, actor, revert(desk, actor, "ActorNameHistory", ""))
    assert list(actor.names.filter(script="Cyrl").values_list("name", "kind")) == [("Алієв", "alias")]


def test_a_value_of_a_row_is_put_back(desk: Desk) -> None:
    actor = builders.actor("shared")
    actor.names.update(kind="alias")
    save(desk, actor, revert(desk, actor, "ActorNameHistory", "kind"))
    assert actor.names.get().kind == "official"


def test_a_value_of_a_row_that_is_gone_is_refused_in_words(desk: Desk) -> None:
    actor = builders.actor("shared")
    actor.names.update(kind="alias")
    changed = apps.get_model("incidents", "ActorNameHistory")._default_manager.aggregate(at=Max("pgh_id"))["at"]
    actor.names.all().delete()
    url = change(actor).replace("change", "revert")
    page = desk.post(url, {"entry": f"incidents.ActorNameHistory:{changed}", "column": "kind"})
    assert "The row was deleted since." in text_of(page)


@pytest.mark.parametrize(("column", "told"), [("note", "not in the history"), ("", "not in the history")])
def test_what_did_not_change_is_not_put_back(desk: Desk, source: Source, column: str, told: str) -> None:
    assert told in text_of(revert(desk, source, "SourceHistory", column))


def test_an_id_is_permanent_once_it_was_published(desk: Desk) -> None:
    source = builders.source("shared")
    Source.objects.filter(pk=source.pk).update(slug="renamed")
    source.refresh_from_db()
    publish([source])
    entry = apps.get_model("incidents", "SourceHistory")._default_manager.filter(slug="renamed").earliest("pgh_id")
    url, sent = change(source).replace("change", "revert"), {"entry": f"incidents.SourceHistory:{entry.pgh_id}"}
    page = text_of(desk.client.post(url, {**sent, "column": "slug"}, follow=True))
    assert "It has been permanent since the record was published: merge or retract the record instead." in page


def test_what_is_no_field_is_refused_in_words(desk: Desk) -> None:
    source = builders.source("shared")
    publish([source])
    assert "Status is no field of the form." in text_of(revert(desk, source, "SourceHistory", "status"))


@pytest.fixture
def told(db: None) -> Claim:
    return builders.claim("told", of=builders.event("quokka"), where=builders.article("told"))


def test_the_links_that_one_save_exchanged_come_back_together(desk: Desk, told: Claim) -> None:
    desk.save(told, events=[str(builders.event("wombat").pk), str(builders.event("bilby").pk)])
    shown = revert(desk, told, "ClaimEventHistory", "")
    assert "Nothing is saved yet." in text_of(shown)
    save(desk, told, shown)
    assert list(told.events.values_list("slug", flat=True)) == ["quokka"]


def test_a_link_that_a_merge_moved_is_put_back(desk: Desk, told: Claim) -> None:
    told.events.through.objects.filter(claim=told).update(event=builders.event("wombat"))
    save(desk, told, revert(desk, told, "ClaimEventHistory", "event_id"))
    assert list(told.events.values_list("slug", flat=True)) == ["quokka"]


def test_a_link_to_what_is_gone_is_refused_with_what_to_do(desk: Desk, told: Claim) -> None:
    gone = told.events.get()
    desk.save(told, events=str(builders.event("wombat").pk))
    gone.delete()
    told_why = "The event that it named was deleted since: make it anew, then choose it in the form."
    assert told_why in text_of(revert(desk, told, "ClaimEventHistory", ""))


def test_a_row_that_was_added_is_taken_out(desk: Desk, told: Claim) -> None:
    Evidence.objects.create(claim=told, quote="Moskau schwieg.")
    assert "Take out again" in text_of(desk.get(change(told).replace("change", "history")))
    save(desk, told, revert(desk, told, "EvidenceHistory", ""))
    assert told.evidence.get().quote == "Die Botschaft wurde getroffen."


def test_a_row_whose_number_is_in_use_again_gets_its_values_back(desk: Desk, told: Claim) -> None:
    link = told.attributions.create(source=told.article.source, position=0)
    desk.save(told, **{"attributions-0-position": "3"})
    deleted = apps.get_model("incidents", "ClaimAttributionHistory")._default_manager.get(pgh_label="delete")
    entry = {"entry": f"incidents.ClaimAttributionHistory:{deleted.pgh_id}", "column": ""}
    save(desk, told, desk.client.post(change(told).replace("change", "revert"), entry, follow=True))
    assert list(told.attributions.values_list("pk", "position")) == [(link.pk, 0)]


def test_a_relation_is_put_back_on_the_page_of_the_claim_that_has_it(desk: Desk, told: Claim) -> None:
    other = builders.claim("other", of=told.events.get(), where=told.article, quote="Moskau schwieg.")
    builders.relation(other, told).delete()
    shown = revert(desk, told, "ClaimRelationHistory", "")
    assert f'action="{change(other)}"' in text_of(shown)
    save(desk, other, shown)
    assert other.relations.get().to_claim == told


def test_a_relation_of_a_claim_that_is_gone_is_refused_in_words(desk: Desk, told: Claim) -> None:
    other = builders.claim("other", of=told.events.get(), where=told.article, quote="Moskau schwieg.")
    builders.relation(other, told)
    other.delete()
    page = text_of(revert(desk, told, "ClaimRelationHistory", ""))
    assert "The record on whose page it was edited was deleted since." in page


def test_steps_on_the_way_to_the_public_are_not_put_back(desk: Desk, told: Claim) -> None:
    told.submissions.create(version=told.version)
    assert "Such rows are edited elsewhere." in text_of(revert(desk, told, "SubmissionHistory", ""))


def test_an_earlier_text_is_put_back_and_its_quotes_stand_again(desk: Desk, told: Claim) -> None:
    article = told.article
    article.passages.create(quote="Baku protestierte.", kind="boilerplate", reason="Known.")
    Article.objects.filter(pk=article.pk).update(text="Moskau schwieg.")
    history = text_of(desk.get(change(article).replace("change", "history")))
    entry = re.findall(r'name="entry" value="([^"]+)"><input type="hidden" name="column" value="text"', history)[0]
    url = change(article).replace("change", "revert")
    page = text_of(desk.client.post(url, {"entry": entry, "column": "text"}, follow=True))
    assert "With that text these stand in it again:" in page
    assert f'<a href="{change(told)}">told</a>: “Die Botschaft wurde getroffen.”; passage: “Baku protestierte.”' in page
    answer = desk.post(f"{change(article)}?edit-text=1", fields_of(page))
    assert "was changed successfully" in text_of(answer)
    assert Article.objects.get(pk=article.pk).text == builders.TEXT
    assert told.evidence.get().status == "verified"


def test_an_earlier_title_says_nothing_of_quotes(desk: Desk, told: Claim) -> None:
    desk.save(told.article, title="Another title")
    page = text_of(revert(desk, told.article, "ArticleHistory", "title"))
    assert "Nothing is saved yet." in page
    assert "With that text" not in page


def test_it_is_told_what_an_earlier_text_no_longer_holds(desk: Desk) -> None:
    article = builders.article("a", text="Moskau schwieg.")
    Article.objects.filter(pk=article.pk).update(text=builders.TEXT)
    builders.claim("told", of=builders.event(), where=article)
    page = text_of(revert(desk, article, "ArticleHistory", "text"))
    assert "With that text these become stale; their claims cannot be published until the words are taken anew:" in page
    save_anyway = text_of(desk.post(f"{change(article)}?edit-text=1", fields_of(page)))
    assert "No longer in the text, so they cannot be published:" in save_anyway


def test_an_earlier_text_that_holds_every_quote_says_so(desk: Desk, told: Claim) -> None:
    Article.objects.filter(pk=told.article.pk).update(text=f"{builders.TEXT} Ende.")
    page = text_of(revert(desk, told.article, "ArticleHistory", "text"))
    assert "Every quote stands in that text as it does now." in page


@pytest.mark.parametrize("entry", ["", "nothing", "a\0b", "incidents.SourceHistory:0", "incidents.ActorHistory:1"])
def test_an_entry_that_is_not_there_leads_back_to_the_history(desk: Desk, source: Source, entry: str) -> None:
    answer = desk.client.post(change(source).replace("change", "revert"), {"entry": entry, "column": "name"})
    assert (answer.status_code, answer.headers["Location"]) == (302, change(source).replace("change", "history"))


def test_only_who_may_change_puts_back(desk_of: Callable[[str], Desk]) -> None:
    source, viewer = builders.source("shared"), desk_of("viewer")
    assert viewer.client.post(change(source).replace("change", "revert")).status_code == 403
    assert "Put back" not in text_of(viewer.get(change(source).replace("change", "history")))
    assert desk_of("nobody").client.post(change(source).replace("change", "revert")).status_code == 403


def test_a_record_that_is_not_there_leads_back_to_the_list(desk: Desk) -> None:
    assert "Perhaps it was deleted" in text_of(desk.post("/admin/incidents/source/0/revert/", {}))
