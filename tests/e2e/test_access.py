"""Every page of the desk for those who see little, use no mouse, or sit at a telephone."""

import re
from unittest.mock import Mock

import pytest
from django.contrib.auth.models import User
from django.urls import reverse
from playwright.sync_api import FilePayload, Page, expect

from incidents.models import Claim
from tests import builders
from tests.admin.pages import group_of
from tests.admin.rights import ROUTES
from tests.admin.test_authorisation import address, objects, routes
from tests.dataset.packing import SOURCE, packed
from tests.e2e.conftest import enter
from tests.e2e.looking import barriers, tab_to
from tests.publication.worlds import published_world

# Addresses that answer to scripts, send files, lead on to another page, or are nobody's; what is asked for by a form
# (a retraction, the way back from a merge) and the page to log in are looked at below.
NO_PAGES = re.compile(
    r".*_(|date|duplicates|lookup|spelling|opened|revert|process_import|unmerge|retract|on_site)|incidents_bundle.*_export"
    r"|jsi18n|autocomplete|catch_all|login|logout|language|axes_.*_add|otp_totp_totpdevice_add"
)
PAGES = sorted(name for name in ROUTES if not NO_PAGES.fullmatch(name))
TABLE = re.compile(r"(?:incidents|auth|axes|otp_totp)_[a-z]+(?=_)")
TABLES = sorted({found[0] if (found := TABLE.match(name)) else "" for name in PAGES})


@pytest.fixture(scope="module")
def browser_context_args(browser_context_args: dict[str, object]) -> dict[str, object]:
    """axe moves parts of the page about, which the policy forbids; the other tests browse under it."""
    return {**browser_context_args, "bypass_csp": True}


@pytest.fixture
def complaints() -> list[str]:
    """Not listened to: pages that refuse something are among those looked at."""
    return []


@pytest.mark.parametrize("table", TABLES)
def test_no_page_has_a_barrier(desk: Page, site: str, table: str) -> None:
    rows, paths = objects(), routes()
    found = []
    for name in PAGES:
        if (TABLE.match(name) or [""])[0] == table:
            answer = desk.goto(site + address(paths[name], rows))
            assert answer is not None
            assert answer.status == 200, name
            found += barriers(desk)
    assert found == []


def looked_at(desk: Page, heading: str) -> list[str]:
    expect(desk.locator("#content")).to_contain_text(heading)
    return barriers(desk)


def test_no_page_on_the_way_to_the_public_has_a_barrier(desk: Page, site: str) -> None:
    world = published_world()
    builders.relation(world.claim, builders.claim("accident", of=world.event, where=world.article, aspect="intent"))
    event = site + reverse("admin:incidents_event_change", args=[world.event.pk])
    desk.goto(event)
    found = looked_at(desk, "Claims about it, side by side")
    desk.click("text=Publish with all its claims")
    found += looked_at(desk, "What changes for the public")
    desk.click(".submit-row [type=submit]")
    desk.click("text=Retract")
    found += looked_at(desk, "These records are withdrawn")
    desk.goto(event)
    desk.fill("#id_title", "")
    desk.click("[name=_save] >> nth=0")
    found += looked_at(desk, "This field is required")
    desk.fill("#id_title", "Another title")
    desk.fill("#id_why", "Better.")
    desk.click("[name=_continue] >> nth=0")
    found += looked_at(desk, "Changed since publication")
    desk.click("text=History")
    found += looked_at(desk, "Another title")
    assert found == []


def test_no_page_that_asks_which_version_stays_has_a_barrier(desk: Page, site: str) -> None:
    one, other = builders.actor("numbat"), builders.actor("quokka")
    desk.goto(site + reverse("admin:incidents_actor_change", args=[one.pk]))
    type(one).objects.filter(pk=one.pk).update(name="Numbats")
    desk.fill("#id_name", "The numbat")
    desk.click("[name=_save] >> nth=0")
    found = looked_at(desk, "Choose what to keep")
    desk.goto(site + reverse("admin:incidents_actor_changelist"))
    desk.check("#action-toggle")
    desk.select_option("[name=action]", "delete_selected")
    desk.click("button[name=index]")
    found += looked_at(desk, "Are you sure")
    desk.go_back()
    desk.check("#action-toggle")
    desk.select_option("[name=action]", "merge_selected")
    desk.click("button[name=index]")
    found += looked_at(desk, "Which one stays?")
    desk.check(f"#id_staying_{other.pk}")
    desk.fill("#id_reason", "The same.")
    desk.click(".submit-row [type=submit]")
    desk.click("text=Undo …")
    found += looked_at(desk, "Undo the merge")
    assert found == []


def sent(name: str, content: bytes) -> FilePayload:
    return {"name": name, "mimeType": "application/octet-stream", "buffer": content}


@pytest.mark.parametrize(("route", "name", "content", "shown"), [
    ("bundleimport_add", "a.zip", packed({"fixtures/1_sources.yaml": SOURCE}), "It would add 1 rows"),
    ("bundleimport_add", "b.zip", packed({"fixtures/1_sources.yaml": SOURCE + "    x: y\n"}), "1 fault"),
    ("source_import", "a.csv", b"slug,name,kind,state_controlled\nquokka,Quokka,newspaper,no\n", "Quokka"),
    ("source_import", "b.csv", b"slug,name,kind,state_controlled\nquokka,Quokka,gossip,no\n", "gossip"),
], ids=["bundle", "faulty-bundle", "table", "faulty-table"])  # fmt: skip
def test_no_page_about_a_file_has_a_barrier(
    desk: Page, site: str, route: str, name: str, content: bytes, shown: str
) -> None:
    desk.goto(site + reverse(f"admin:incidents_{route}"))
    desk.set_input_files("[name=file]", sent(name, content))
    desk.fill("#id_reason", "From the archive.")
    desk.click(".submit-row [type=submit], .submit-row .default")
    assert looked_at(desk, shown) == []


def test_no_page_that_refuses_or_fails_has_a_barrier(desk: Page, site: str, monkeypatch: pytest.MonkeyPatch) -> None:
    viewer = User.objects.create_user("viewer", is_staff=True)
    viewer.groups.add(group_of("viewer"))
    enter(desk, site, viewer)
    desk.goto(site + reverse("admin:incidents_source_add"))
    found = looked_at(desk, "You may not do this")
    desk.goto(f"{site}/admin/nowhere/")
    found += looked_at(desk, "There is no such page")
    monkeypatch.setattr("eventsapi.desk.site.codes_page", Mock(side_effect=RuntimeError))
    desk.goto(f"{site}/admin/codes/")
    found += looked_at(desk, "Something went wrong")
    desk.goto("about:blank")
    desk.set_content(f'<form method="post" action="{site}/admin/login/"><button>Forged</button></form>')
    desk.click("button")
    found += looked_at(desk, "The form was not accepted")
    desk.click("text=Go to the start of the desk")
    expect(desk.locator("#content")).to_contain_text("Claims")
    assert found == []


def test_no_page_of_logging_in_and_out_has_a_barrier(desk: Page, site: str) -> None:
    desk.goto(f"{site}/admin/codes/")
    desk.click("text=Set up codes")
    found = looked_at(desk, "Secret:")
    desk.goto(site + reverse("admin:incidents_source_add"))
    desk.fill("#id_name", "Quokka")
    desk.context.clear_cookies(name="sessionid")
    desk.click("[name=_save] >> nth=0")
    found += looked_at(desk, "Nothing is lost")
    desk.fill("#id_username", "editor")
    desk.fill("#id_password", "wrong")
    desk.click("#login-form [type=submit]")
    found += looked_at(desk, "correct username and password")
    desk.fill("#id_username", "editor")
    desk.fill("#id_password", "reads-the-text-twice")
    desk.click("#login-form [type=submit]")
    found += looked_at(desk, "What was typed is not saved yet.")
    desk.click("#logout-form button")
    found += looked_at(desk, "Thanks")
    assert found == []


def test_a_claim_is_made_and_published_with_the_keyboard_alone(desk: Page, site: str) -> None:
    world = published_world()
    desk.goto(site + reverse("admin:incidents_article_read", args=[world.article.pk]))
    unseen = tab_to(desk, "[data-jump='1']")
    for _twice in range(2):
        desk.keyboard.press("Enter")  # to the sentence, and with the next one it is selected
    desk.keyboard.press("Enter")  # a claim is begun
    expect(desk.locator("#id_statement")).to_be_focused()
    desk.keyboard.type("Baku protested.")
    unseen += tab_to(desk, "#id_aspect")
    desk.keyboard.type("Reac")
    unseen += tab_to(desk, ".field-events .select2-search__field")
    desk.keyboard.type("Stri")
    expect(desk.locator(".select2-results__option--highlighted")).to_have_text("Strike")
    desk.keyboard.press("Enter")
    desk.keyboard.press("Control+Enter")
    expect(desk.locator(".messagelist")).to_contain_text("Saved: Baku protested.")
    desk.goto(site + reverse("admin:incidents_event_publish", args=[world.event.pk]))
    unseen += tab_to(desk, ".submit-row [type=submit]")
    desk.keyboard.press("Enter")
    expect(desk.locator(".messagelist")).to_contain_text("Published")
    assert Claim.objects.get(statement="Baku protested.").status == "published"
    assert unseen == []
