"""Who may do what: the table. A model, right or action that is missing from it fails the test that walks the admin."""

from collections.abc import Callable

import pytest
from django.contrib import admin
from django.test import Client, RequestFactory

from incidents import roles
from incidents.models import RECORD_MODELS, Actor, Article, Claim, Event, Place, Record, Source
from tests.admin.pages import Desk, add, change, changelist
from tests.admin.test_pages import one_of_each

pytestmark = pytest.mark.django_db

EVERYBODY = {"viewer", "curator", "reviewer", "superuser"}
WRITERS = EVERYBODY - {"viewer"}
DECIDERS = {"reviewer", "superuser"}
OWNERS = {"superuser"}

# Of the records: right or action → roles.
RIGHTS = {"view": EVERYBODY, "add": WRITERS, "change": WRITERS, "delete": WRITERS, "publish": DECIDERS}
ACTIONS = {
    "submit_for_review": WRITERS,
    "send_back_to_draft": WRITERS,
    "delete_selected": WRITERS,
    "publish_selected": DECIDERS,
    "retract_selected": DECIDERS,
}
MERGING = {"merge_selected": DECIDERS}
ACTIONS_OF: dict[type[Record], dict[str, set[str]]] = {
    Source: ACTIONS | MERGING,
    Place: ACTIONS | MERGING,
    Actor: ACTIONS | MERGING,
    Event: ACTIONS | MERGING,
    Article: ACTIONS,
    Claim: ACTIONS,
}
# All other tables of the admin: accounts, and the log of failed log-ins.
FOR_OWNERS = {"auth.User", "auth.Group", "axes.AccessAttempt", "axes.AccessLog", "axes.AccessFailureLog"}
# Pages of one record: name → roles.
PAGES = {"change": EVERYBODY, "history": EVERYBODY, "delete": WRITERS, "publish": DECIDERS, "retract": DECIDERS}
ROLES = [*sorted(EVERYBODY), "nobody"]


def test_every_table_of_the_admin_is_in_the_table() -> None:
    listed = {model._meta.label for model in ACTIONS_OF} | FOR_OWNERS
    assert {model._meta.label for model in admin.site._registry} - listed == set()


@pytest.mark.parametrize("model", RECORD_MODELS)
def test_every_page_of_a_record_is_in_the_table(model: type[Record]) -> None:
    lists = {"add", "changelist", ""}
    prefix = f"incidents_{model._meta.model_name}_"
    named = {(url.name or "").removeprefix(prefix) for url in admin.site._registry[model].get_urls()}
    assert named - lists == set(PAGES)


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("model", RECORD_MODELS)
def test_a_role_has_the_rights_of_the_table(desk_of: Callable[[str], Desk], role: str, model: type[Record]) -> None:
    user, name = desk_of(role).user, model._meta.model_name
    held = {right for right in model._meta.default_permissions if user.has_perm(f"incidents.{right}_{name}")}
    assert held == {right for right, allowed in RIGHTS.items() if role in allowed}


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("model", RECORD_MODELS)
def test_a_role_is_offered_the_actions_of_the_table(
    desk_of: Callable[[str], Desk], role: str, model: type[Record]
) -> None:
    request = RequestFactory().get("/")
    request.user = desk_of(role).user
    assert set(admin.site._registry[model].get_actions(request)) == {
        action for action, allowed in ACTIONS_OF[model].items() if role in allowed
    }


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("model", RECORD_MODELS)
def test_a_page_opens_for_the_roles_of_the_table(
    desk_of: Callable[[str], Desk], role: str, model: type[Record]
) -> None:
    desk, record = desk_of(role), one_of_each()[model]
    opened = {page for page in PAGES if desk.get(change(record).replace("change", page)).status_code == 200}
    assert opened == {page for page, allowed in PAGES.items() if role in allowed}
    assert (desk.get(changelist(model)).status_code == 200) == (role in EVERYBODY)
    assert (desk.get(add(model)).status_code == 200) == (role in WRITERS)


@pytest.mark.parametrize("role", roles.ROLES)
def test_accounts_are_for_owners(desk_of: Callable[[str], Desk], role: str) -> None:
    request = RequestFactory().get("/")
    request.user = desk_of(role).user
    others = [model for model in admin.site._registry if model._meta.label in FOR_OWNERS]
    assert [model for model in others if admin.site._registry[model].has_module_permission(request)] == []


def test_a_viewer_changes_nothing_by_sending_the_form_anyway(desk_of: Callable[[str], Desk]) -> None:
    record, viewer = one_of_each()[Source], desk_of("viewer")
    assert viewer.post(change(record), {"name": "Taken over", "seen_version": "1"}).status_code == 403
    assert Source.objects.get(pk=record.pk).name == "Herald"


@pytest.mark.parametrize("url", ["/admin/", "/admin/incidents/claim/", "/admin/autocomplete/"])
def test_who_is_not_logged_in_is_asked_to(client: Client, url: str) -> None:
    answer = client.get(url)
    assert answer.status_code == 302
    assert "/admin/login/" in answer.headers["Location"]
