"""From a text to the public answer: a curator works, a reviewer decides, and the API shows nothing of it before."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.urls import reverse
from playwright.sync_api import Browser, Page, expect

from incidents.models import Article, Event, Source
from incidents.publication.publishing import publish
from tests import builders
from tests.admin.pages import group_of
from tests.dataset.packing import SOURCE, packed
from tests.e2e.conftest import PASSWORD, enter, log_in
from tests.e2e.test_desk import choose
from tests.e2e.test_reading import drag

TEXT = "In Quokkastadt brannte ein Lager.\nDer Minister sprach von Absicht.\nDie Polizei nannte es einen Unfall."
CLAIMS = (
    ("In Quokkastadt brannte ein Lager.", "A warehouse burnt.", "occurrence"),
    ("Der Minister sprach von Absicht.", "It was on purpose.", "intent"),
    ("Die Polizei nannte es einen Unfall.", "It was an accident.", "intent"),
)
ADDRESS = "/api/v1/events/fire-in-quokkastadt/"


def somebody(browser: Browser, site: str, role: str) -> Iterator[Page]:
    """An editor in this role, at a machine of their own, who has logged in."""
    User.objects.create_user(role, password=PASSWORD, is_staff=True).groups.add(group_of(role))
    with browser.new_context() as context:
        page = context.new_page()
        log_in(page, site, role)
        yield page


@pytest.fixture
def curator(browser: Browser, site: str) -> Iterator[Page]:
    yield from somebody(browser, site, "curator")


@pytest.fixture
def reviewer(browser: Browser, site: str) -> Iterator[Page]:
    yield from somebody(browser, site, "reviewer")


@pytest.fixture
def second(browser: Browser, site: str) -> Iterator[Page]:
    """Another reviewer, at another machine."""
    anna = User.objects.create_user("anna", password=PASSWORD, is_staff=True)
    anna.groups.add(group_of("reviewer"))
    with browser.new_context() as context:
        page = context.new_page()
        enter(page, site, anna)
        yield page


def public(page: Page, address: str) -> Any:
    answer = page.request.get(address)
    return answer.json() if answer.ok else answer.status


def enter_article(page: Page, site: str) -> Article:
    page.goto(site + reverse("admin:incidents_source_add"))
    page.locator("#id_name").press_sequentially("Quokka Post")
    page.select_option("#id_kind", "newspaper")
    page.click("[name=_save] >> nth=0")
    page.goto(site + reverse("admin:incidents_article_add"))
    choose(page, "source", "quokka", "Quokka Post")
    page.locator("#id_title").press_sequentially("Brand in Quokkastadt")
    page.fill("#id_language", "de")
    page.fill("#id_document", "quokka.txt")
    page.fill("#id_text", TEXT)
    page.click("[name=_continue] >> nth=0")
    return Article.objects.get(slug="brand-in-quokkastadt")


def enter_event(page: Page, site: str) -> Event:
    page.goto(site + reverse("admin:incidents_event_add"))
    page.locator("#id_title").press_sequentially("Fire in Quokkastadt")
    page.select_option("#id_event_type", "ASSAULT")
    page.fill("#id_date", "2025-11-14")
    page.click("[name=_save] >> nth=0")
    return Event.objects.get(slug="fire-in-quokkastadt")


def enter_claims(page: Page, site: str, article: Article) -> None:
    page.goto(site + reverse("admin:incidents_article_read", args=[article.pk]))
    for number, (quote, statement, aspect) in enumerate(CLAIMS):
        drag(page, page.locator("#left-1"), len(quote))
        page.click("text=New claim from this quote")
        page.fill("#id_statement", statement)
        page.select_option("#id_aspect", aspect)
        page.select_option("#id_speech_mode", "author_voice")
        if number == 0:  # the others are about the event of the one before
            choose(page, "events", "Fire", "Fire in Quokkastadt")
        page.keyboard.press("Control+Enter")
        expect(page.locator(".messagelist")).to_contain_text(f"Saved: {statement}")


def relate(page: Page, site: str, event: Event) -> None:
    page.goto(site + reverse("admin:incidents_event_change", args=[event.pk]))
    page.get_by_role("article").filter(has_text="It was on purpose.").get_by_label("first").check()
    page.get_by_role("article").filter(has_text="It was an accident.").get_by_label("second").check()
    page.select_option("#relate-relation", "contradicts")
    page.fill("#relate-note", "It cannot have been both.")
    page.click(".relate button")


def submit_list(page: Page, site: str, records: str) -> None:
    page.goto(site + reverse(f"admin:incidents_{records}_changelist"))
    page.check("#action-toggle")
    page.select_option("[name=action]", "submit_for_review")
    page.click("button[name=index]")
    expect(page.locator(".messagelist")).to_contain_text("for review")


def submit(page: Page, address: str) -> None:
    page.goto(address)
    page.click("text=Submit for review")
    page.fill("#id_comment", "Please look at the intent.")
    page.click(".submit-row [type=submit]")


def test_an_article_becomes_public_by_two_people(curator: Page, reviewer: Page, site: str) -> None:
    article = enter_article(curator, site)
    event = enter_event(curator, site)
    enter_claims(curator, site, article)
    relate(curator, site, event)
    for records in ("source", "article", "claim"):
        submit_list(curator, site, records)
    submit(curator, site + reverse("admin:incidents_event_change", args=[event.pk]))
    assert public(curator, site + ADDRESS) == 404
    assert public(curator, f"{site}/api/v1/claims/")["count"] == 0
    assert not curator.request.get(site + reverse("admin:incidents_event_publish", args=[event.pk])).ok

    reviewer.goto(f"{site}/admin/")
    expect(reviewer.locator("table.todo").nth(1)).to_contain_text("Brand in Quokkastadt")
    reviewer.click("text=For review, longest waiting first")
    expect(reviewer.locator("table.todo")).to_contain_text("Please look at the intent.")
    reviewer.click("table.todo >> text=Fire in Quokkastadt")
    expect(reviewer.locator(".standing")).to_contain_text("submitted by curator")
    reviewer.click("text=Publish with all its claims")
    expect(reviewer.locator("#content-main")).to_contain_text("events:fire-in-quokkastadt becomes public")
    reviewer.click(".submit-row [type=submit]")
    expect(reviewer.locator(".messagelist")).to_contain_text("Published: 6 records.")

    assert public(reviewer, site + ADDRESS)["title"] == "Fire in Quokkastadt"
    aspects = public(reviewer, f"{site}{ADDRESS}disagreements/")["aspects"]
    assert {each["aspect"]: each["agreement"] for each in aspects}["intent"] == "contested"
    claims = public(reviewer, f"{site}/api/v1/claims/?aspect=intent&include=evidence")["results"]
    assert {each["evidence"][0]["quote"] for each in claims} == {CLAIMS[1][0], CLAIMS[2][0]}


def merge_all(page: Page, site: str, *, into: Source) -> None:
    page.goto(site + reverse("admin:incidents_source_changelist"))
    page.check("#action-toggle")
    page.select_option("[name=action]", "merge_selected")
    page.click("button[name=index]")
    page.check(f"#id_staying_{into.pk}")
    page.fill("#id_reason", "One paper.")
    page.click(".submit-row [type=submit]")


def test_a_merge_that_one_proposes_is_public_once_another_carries_it_out(
    reviewer: Page, second: Page, site: str
) -> None:
    one, other = builders.source("quokka-post"), builders.source("quokka-herald")
    publish([one, other])
    merge_all(reviewer, site, into=other)
    expect(reviewer.locator(".messagelist")).to_contain_text("Proposed: Merge Quokka-Post into Quokka-Herald.")
    address = f"{site}/api/v1/sources/quokka-post/"
    assert reviewer.request.get(address, max_redirects=0).status == 200
    reviewer.click("text=Look at the proposal")
    expect(reviewer.get_by_role("button", name="Carry it out")).to_have_count(0)
    second.goto(f"{site}/admin/")
    second.click("text=Merge Quokka-Post into Quokka-Herald")
    expect(second.locator("#content-main")).to_contain_text("will lead to sources:quokka-herald (308)")
    second.click("text=Carry it out")
    expect(second.locator(".messagelist")).to_contain_text("Carried out.")
    answer = second.request.get(address, max_redirects=0)
    assert (answer.status, answer.headers["location"]) == (308, "/api/v1/sources/quokka-herald/")


def test_a_merged_address_leads_on_until_the_merge_is_undone(desk: Page, site: str) -> None:
    one, other = builders.source("quokka-post"), builders.source("quokka-herald")
    publish([one, other])
    merge_all(desk, site, into=other)
    answer = desk.request.get(f"{site}/api/v1/sources/quokka-post/", max_redirects=0)
    assert (answer.status, answer.headers["location"]) == (308, "/api/v1/sources/quokka-herald/")
    desk.click("text=Undo …")
    desk.fill("#id_reason", "Two after all.")
    desk.click(".submit-row [type=submit]")
    assert public(desk, f"{site}/api/v1/sources/quokka-post/")["name"] == "Quokka-Post"


def upload(desk: Page, site: str, content: str) -> None:
    bundle = packed({"fixtures/1_sources.yaml": content})
    desk.goto(site + reverse("admin:incidents_bundleimport_add"))
    desk.set_input_files("#id_file", {"name": "new.zip", "mimeType": "application/zip", "buffer": bundle})
    desk.fill("#id_reason", "From the archive.")
    desk.click("[name=_save]")


def test_a_bundle_is_imported_whole_or_not_at_all(desk: Page, site: str) -> None:
    upload(desk, site, SOURCE + SOURCE.replace("new-herald", "Not A Slug").replace("newspaper", "gossip"))
    expect(desk.locator(".errornote")).to_have_text("It cannot be imported. Nothing was changed.")
    expect(desk.locator(".problems")).to_contain_text("gossip")
    assert not Source.objects.exists()
    upload(desk, site, SOURCE)
    expect(desk.locator("#content-main")).to_contain_text("source new-herald")
    assert not Source.objects.exists()
    desk.click(".submit-row [type=submit]")
    expect(desk.locator(".messagelist")).to_contain_text("Imported: 1 rows added, 0 changed.")
    assert Source.objects.get().status == "draft"
    assert public(desk, f"{site}/api/v1/sources/new-herald/") == 404
