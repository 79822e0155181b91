"""An earlier value comes back from the history through the form: looked at, checked, and with a reason."""

from collections.abc import Callable

import pytest
from django.apps import apps
from django.db.models import Max

from incidents.models import Actor, Source
from incidents.publication.publishing import publish
from tests import builders
from tests.admin.pages import Answer, Desk, change, fields_of, text_of

pytestmark = pytest.mark.django_db


def revert(desk: Desk, record: Source | Actor, table: str, column: str) -> Answer:
    """Press the button beside the last change that the table records."""
    newest = apps.get_model("incidents", table)._default_manager.aggregate(at=Max("pgh_id"))["at"]
    url = change(record).replace("change", "revert")
    return desk.client.post(url, {"entry": f"incidents.{table}:{newest}", "column": column}, follow=True)


def save(desk: Desk, record: Source | Actor, shown: Answer) -> str:
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


def test_what_is_no_field_is_refused_in_words(desk: Desk) -> None:
    source = builders.source("shared")
    publish([source])
    assert "Status is no field of the form." in text_of(revert(desk, source, "SourceHistory", "status"))


def test_rows_that_are_edited_elsewhere_are_put_back_there(desk: Desk) -> None:
    article, event = builders.article("a"), builders.event("e")
    one = builders.claim("one", of=event, where=article)
    one.events.clear()
    assert "Such rows are edited elsewhere." in text_of(revert(desk, one, "ClaimEventHistory", ""))  # type: ignore[arg-type]  # any record


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
