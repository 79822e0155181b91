"""Every record can be listed, opened and entered by somebody who has never seen the code."""

from typing import Any

import pytest
from django import forms
from django.apps import apps
from django.contrib import admin
from django.http import HttpRequest

from incidents.admin.parts import PartInline
from incidents.models import RECORD_MODELS, Article, Claim, ClaimEvent, Event, Proposal, Record, Submission
from tests import builders
from tests.admin.pages import Desk, add, change, changelist, text_of

pytestmark = pytest.mark.django_db


def one_of_each() -> dict[type[Record], Record]:
    article, event, actor = builders.article(), builders.event(date="2025-11-14"), builders.actor()
    claim = builders.claim("one", of=event, where=article, speaker=actor)
    builders.relation(claim, builders.claim("other", of=event, where=article, quote="Moskau schwieg."))
    event.event_places.create(place=builders.place("quokka-island"))
    claim.attributions.create(source=article.source, position=0)
    article.passages.create(quote="Baku protestierte.", kind="rhetoric", reason="It is said again below.")
    builders.actor("quokka").affiliations.create(organisation=actor, role="president", from_date="2025")
    records = (article, event, claim, article.source, builders.place("quokka-bay"), actor)
    return {type(record): record for record in records}


@pytest.mark.parametrize("model", RECORD_MODELS)
def test_each_record_has_a_list_and_a_form(desk: Desk, model: type[Record]) -> None:
    record = one_of_each()[model]
    urls = (f"{changelist(model)}?q={record.slug}", add(model), change(record), change(record) + "?_popup=1")
    answers = [desk.get(url) for url in urls]
    assert [answer.status_code for answer in answers] == [200] * 4
    assert str(record) in text_of(answers[0])


@pytest.mark.parametrize("model", RECORD_MODELS)
def test_saving_what_was_not_changed_changes_nothing(desk: Desk, model: type[Record]) -> None:
    record = one_of_each()[model]
    record.refresh_from_db()
    before = record.version
    assert "was changed successfully" in text_of(desk.save(record))
    record.refresh_from_db()
    assert record.version == before


def test_every_table_of_the_editors_is_on_some_page() -> None:
    inlines = {inline.model for model in RECORD_MODELS for inline in admin.site._registry[model].inlines}
    shown = set(RECORD_MODELS) | inlines | {ClaimEvent, Proposal, Submission}
    tables = {model for model in apps.get_app_config("incidents").get_models() if hasattr(model, "history")}
    assert tables - shown == set()


@pytest.mark.parametrize("model", RECORD_MODELS)
def test_every_reference_is_looked_up_by_typing(model: type[Record]) -> None:
    registered = admin.site._registry[model]
    columns: list[tuple[Any, str]] = [
        (registered, field.name) for field in model._meta.fields if field.is_relation and field.editable
    ]
    for inline in registered.inlines:
        own = {getattr(inline, "fk_name", None), model._meta.model_name, *(inline.readonly_fields or ())}
        columns += [(inline, f.name) for f in inline.model._meta.fields if f.is_relation and f.name not in own]
    assert [name for owner, name in columns if name not in owner.autocomplete_fields] == []


@pytest.mark.parametrize("model", RECORD_MODELS)
def test_every_editable_column_is_in_the_form(desk: Desk, model: type[Record]) -> None:
    page = text_of(desk.get(add(model)))
    columns = [field.name for field in model._meta.fields if field.editable and not field.primary_key]
    assert [name for name in columns if f"field-{name}" not in page and name != "status"] == []


@pytest.mark.parametrize("model", RECORD_MODELS)
def test_a_status_is_never_typed(desk: Desk, model: type[Record]) -> None:
    assert 'name="status"' not in text_of(desk.get(add(model)))


def test_a_new_article_starts_from_what_is_known(desk: Desk) -> None:
    article, event = builders.article(), builders.event()
    page = desk.form(f"{add(Claim)}?article={article.pk}&events={event.pk}")
    assert (page["article"], page["events"]) == ([str(article.pk)], [str(event.pk)])


@pytest.mark.parametrize("model", [Article, Event])
def test_a_page_leads_to_the_claims_that_rest_on_it(desk: Desk, model: type[Record]) -> None:
    records = one_of_each()
    page = text_of(desk.get(change(records[model])))
    assert change(records[Claim]) in page
    assert add(Claim) in page


def test_an_unknown_record_leads_back_to_the_list(desk: Desk) -> None:
    for page in ("publish", "history"):
        answer = desk.client.get(f"{changelist(Event)}4711/{page}/", follow=True)
        assert "There is no event no. 4711" in text_of(answer)


def test_what_is_curated_comes_before_accounts(desk: Desk) -> None:
    apps = desk.get("/admin/").context["app_list"]
    assert [app["name"] for app in apps] == [
        "Contested events", "Authentication and Authorization", "Failed log-ins", "Log-in codes",
    ]  # fmt: skip


class Rows(PartInline):
    """Of a table whose references are few."""

    model = Claim


def test_a_reference_that_is_not_looked_up_is_chosen_from_a_list() -> None:
    rows = Rows(Article, admin.site)
    one = rows.formfield_for_foreignkey(Claim._meta.get_field("speaker"), HttpRequest())
    many = rows.formfield_for_manytomany(Claim._meta.get_field("events"), HttpRequest())
    assert [type(field.widget) for field in (one, many)] == [forms.Select, forms.SelectMultiple]


def test_the_number_of_a_row_is_not_typed() -> None:
    number = Claim._meta.get_field("id")
    pages = (admin.site.get_model_admin(Claim), Rows(Article, admin.site))
    assert [page.formfield_for_dbfield(number, HttpRequest()) for page in pages] == [None, None]
