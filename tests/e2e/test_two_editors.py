"""Two editors at one record, and one whose session ends or whose browser breaks down: nobody's work is lost."""

from collections.abc import Iterator

import pytest
from django.contrib.auth.models import User
from django.urls import reverse
from playwright.sync_api import Browser, Page, expect

from incidents.models import Source
from tests import builders
from tests.e2e.conftest import PASSWORD, enter


@pytest.fixture
def second(browser: Browser, site: str) -> Iterator[Page]:
    """Another editor, at another machine."""
    anna = User.objects.create_superuser("anna", password=PASSWORD)
    with browser.new_context() as context:
        page = context.new_page()
        enter(page, site, anna)
        yield page


@pytest.fixture
def source(site: str) -> Source:
    return builders.source("quokka")


@pytest.fixture
def url(site: str, source: Source) -> str:
    return site + reverse("admin:incidents_source_change", args=[source.pk])


def drafts(page: Page) -> list[str]:
    kept: list[str] = page.evaluate("Object.keys(localStorage).filter((key) => key.startsWith('desk-draft:'))")
    return kept


def report(page: Page) -> None:
    """What the page does every twenty seconds, now."""
    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")


def test_two_editors_see_one_another_and_keep_both_their_work(
    desk: Page, second: Page, source: Source, url: str
) -> None:
    desk.goto(url)
    second.goto(url)
    expect(second.locator("#presence")).to_contain_text("editor has had this record open since")
    report(desk)
    expect(desk.locator("#presence")).to_contain_text("anna has had this record open since")
    desk.fill("#id_name", "By the first")
    desk.click("[name=_continue] >> nth=0")
    report(second)
    expect(second.locator("#presence")).to_contain_text("It was saved meanwhile")
    second.fill("#id_description", "By the second.")
    second.click("[name=_continue] >> nth=0")
    expect(second.locator("h1")).to_have_text("Two versions of one record")
    second.click("text=Save what is chosen")
    expect(second.locator(".messagelist")).to_contain_text("was changed successfully")
    source.refresh_from_db()
    assert (source.name, source.description) == ("By the first", "By the second.")


def test_a_session_that_ends_during_an_edit_loses_nothing(second: Page, source: Source, url: str) -> None:
    second.goto(url)
    second.fill("#id_name", "Typed for an hour")
    second.context.clear_cookies(name="sessionid")
    second.click("[name=_continue] >> nth=0")
    expect(second.locator(".messagelist")).to_contain_text("Nothing is lost")
    second.fill("#id_username", "anna")
    second.fill("#id_password", PASSWORD)
    second.click("[type=submit]")
    second.click("text=Save now")
    expect(second.locator(".messagelist")).to_contain_text("was changed successfully")
    source.refresh_from_db()
    assert source.name == "Typed for an hour"


def test_what_was_typed_before_a_crash_is_offered_again(desk: Page, source: Source, url: str) -> None:
    desk.goto(url)
    desk.fill("#id_name", "Typed before the crash")
    desk.goto(url)
    expect(desk.locator("#draft")).to_contain_text("was not saved.")
    desk.click("text=Bring it back")
    expect(desk.locator("#id_name")).to_have_value("Typed before the crash")
    desk.click("[name=_continue] >> nth=0")
    expect(desk.locator(".messagelist")).to_contain_text("was changed successfully")
    expect(desk.locator("#draft")).to_be_hidden()
    assert drafts(desk) == []


def test_logging_out_leaves_nothing_behind(desk: Page, url: str) -> None:
    desk.goto(url)
    desk.fill("#id_name", "Nobody else's business")
    desk.goto(url)
    assert len(drafts(desk)) == 1
    desk.goto(url.partition("incidents")[0])
    desk.click("#logout-form button")
    expect(desk.locator("[data-drop-drafts]")).to_be_visible()
    assert drafts(desk) == []
