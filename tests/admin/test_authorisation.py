"""The table of rights.py holds, and leaves nothing out: no address, no method, no table, no action."""

import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from axes.models import AccessAttempt, AccessFailureLog, AccessLog
from django.apps import apps
from django.contrib import admin
from django.contrib.auth.models import Group, User
from django.contrib.contenttypes.models import ContentType
from django.db import models, transaction
from django.test import Client, RequestFactory
from django.urls import URLPattern, URLResolver, get_resolver
from django_otp.plugins.otp_totp.models import TOTPDevice

from eventsapi.desk.site import METHODS
from incidents.models import RECORD_MODELS, BundleImport, Proposal, Record, Source
from tests.admin.pages import Answer, Desk, change
from tests.admin.rights import ACCOUNTS, ACTIONS_OF, READERS, RIGHTS, ROLES, ROUTES
from tests.admin.test_pages import one_of_each

pytestmark = pytest.mark.django_db

# What an address has to be asked besides, to be answered at all.
QUERY = {"app_label": "incidents", "model_name": "claim", "field_name": "speaker"}
REFUSED = (403, 404, 405)


def walk(patterns: list[Any], start: str) -> Iterator[tuple[str, str]]:
    for pattern in patterns:
        path = start + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from walk(pattern.url_patterns, path)
        else:
            yield name_of(pattern, path), path


def name_of(pattern: URLPattern, path: str) -> str:
    """The name of an address; those without one are called by what they do."""
    table = re.fullmatch(r"admin/(\w+)/(\w+)/<path:object_id>/", path)
    return pattern.name or (f"{table[1]}_{table[2]}_" if table else "catch_all")


def routes() -> dict[str, str]:
    """All addresses of the admin, by name."""
    patterns = get_resolver().url_patterns
    return dict(walk([one for one in patterns if str(one.pattern) == "admin/"], ""))


def objects() -> dict[type[models.Model], Any]:
    """One row of each table of the admin."""
    user = User.objects.create_user("somebody")
    tried = {"username": "x", "ip_address": "203.0.113.9", "user_agent": "x", "path_info": "/admin/login/"}
    return {
        **one_of_each(),
        User: user,
        Group: Group.objects.create(name="some group"),
        TOTPDevice: TOTPDevice.objects.create(user=user, name="app"),
        AccessAttempt: AccessAttempt.objects.create(**tried, failures_since_start=1),
        AccessLog: AccessLog.objects.create(**tried),
        AccessFailureLog: AccessFailureLog.objects.create(**tried),
        Proposal: Proposal.objects.create(act="retract", about={"sources:herald": 1}, reason="Some."),
        BundleImport: BundleImport.objects.create(file_name="x.zip", sha256="0" * 64, reason="Some."),
    }


def address(path: str, rows: dict[type[models.Model], Any]) -> str:
    """The path with numbers in it that there are."""
    table = re.match(r"admin/(\w+)/(\w+)/", path)
    number = str(rows[apps.get_model(table[1], table[2])].pk) if table and "<" in path else ""
    kind = str(ContentType.objects.get_for_model(Source).pk)
    path = path.replace("<path:content_type_id>", kind).replace("^(?P<app_label>", "incidents/<").replace("^", "")
    path = re.sub(r"<otp_totp.*|<[a-z|_]+\)/\$$", "", path).replace("(?P<url>.*)$", "nowhere")
    return "/" + re.sub(r"<(path:)?(object_)?id>", number or "1", path)


def is_refused(answer: Answer) -> bool:
    return answer.status_code in REFUSED or getattr(answer, "url", "").startswith("/admin/login/")


def allowed(client: Client, addresses: dict[str, str], method: str) -> set[str]:
    """The names of the addresses that are not refused; nothing that is done stays done."""
    found = set()
    ask, cookies = getattr(client, method), dict(client.cookies)
    for name, url in addresses.items():
        with transaction.atomic():
            answer = ask(url, QUERY)
            transaction.set_rollback(True)
        assert answer.status_code < 500, url
        client.cookies.update(cookies)  # logging out takes them away
        found |= set() if is_refused(answer) else {name}
    return found


def client_of(role: str, desk_of: Callable[[str], Desk]) -> Client:
    return Client() if role == "anonymous" else desk_of(role).client


def test_every_address_is_in_the_table() -> None:
    assert set(routes()) == set(ROUTES)


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("role", ROLES)
def test_an_address_answers_to_the_roles_of_the_table(desk_of: Callable[[str], Desk], role: str, method: str) -> None:
    rows = objects()
    addresses = {name: address(path, rows) for name, path in routes().items()}
    expected = {name for name, may in ROUTES.items() if role in getattr(may, method)}
    assert " ".join(sorted(allowed(client_of(role, desk_of), addresses, method) ^ expected)) == ""


def test_no_address_takes_another_method(desk: Desk) -> None:
    rows = objects()
    taken = [
        (method, path)
        for method in ("PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "PROPFIND")
        for path in routes().values()
        if desk.client.generic(method, address(path, rows)).status_code != 405
    ]
    assert taken == []
    assert METHODS == ("GET", "HEAD", "POST")


def test_every_table_of_the_admin_is_in_the_table() -> None:
    assert {model._meta.label for model in admin.site._registry} == set(ACTIONS_OF)


@pytest.mark.parametrize("role", sorted(ACCOUNTS))
def test_a_role_is_offered_the_actions_of_the_table(desk_of: Callable[[str], Desk], role: str) -> None:
    request = RequestFactory().get("/")
    request.user = desk_of(role).user
    offered = {model._meta.label: set(page.get_actions(request)) for model, page in admin.site._registry.items()}
    assert offered == {
        label: {action for action, may in actions.items() if role in may} for label, actions in ACTIONS_OF.items()
    }


@pytest.mark.parametrize("role", sorted(ACCOUNTS))
def test_a_role_has_the_rights_of_the_table(desk_of: Callable[[str], Desk], role: str) -> None:
    user = desk_of(role).user
    held = {
        (model, right)
        for model in RECORD_MODELS
        for right in model._meta.default_permissions
        if user.has_perm(f"incidents.{right}_{model._meta.model_name}")
    }
    assert held == {(model, right) for model in RECORD_MODELS for right, may in RIGHTS.items() if role in may}


@pytest.mark.parametrize("role", sorted(READERS - {"superuser"}))
def test_accounts_are_for_owners(desk_of: Callable[[str], Desk], role: str) -> None:
    page = desk_of(role).get("/admin/")
    assert {app["app_label"] for app in page.context["app_list"]} == {"incidents"}


def test_a_viewer_changes_nothing_by_sending_the_form_anyway(desk_of: Callable[[str], Desk]) -> None:
    record: Record = one_of_each()[Source]
    assert desk_of("viewer").post(change(record), {"name": "Taken over", "seen_version": "1"}).status_code == 403
    assert Source.objects.get(pk=record.pk).name == "Herald"
