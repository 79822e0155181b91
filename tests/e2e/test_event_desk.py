"""Two claims about an event are related, reviewed and published in a browser."""

from django.urls import reverse
from playwright.sync_api import Page, expect

from incidents.publication.publishing import publish
from tests import builders
from tests.publication.worlds import published_world


def test_an_editor_relates_two_claims_and_sees_what_the_public_will_see(desk: Page, site: str) -> None:
    world = published_world()
    other = builders.claim("accident", of=world.event, where=world.article, aspect="intent", quote="Moskau schwieg.")
    publish([other])
    desk.goto(site + reverse("admin:incidents_event_change", args=[world.event.pk]))
    expect(desk.locator("#claims .agreement")).to_contain_text("After publishing: the same.")
    record = desk.locator(".relate button")
    expect(record).to_be_disabled()
    desk.check(f"#claim-{world.claim.pk} [name=relate-from_claim]")
    desk.check(f"#claim-{world.claim.pk} [name=relate-to_claim]")
    expect(desk.locator(".sentence")).to_have_text("Choose two different claims.")
    desk.check(f"#claim-{other.pk} [name=relate-to_claim]")
    desk.select_option("#relate-relation", "contradicts")
    expect(desk.locator(".sentence")).to_have_text("No. 2 contradicts no. 1.")
    desk.fill("#relate-note", "It cannot have been both.")
    record.click()
    expect(desk.locator("#claims .agreement")).to_contain_text("After publishing: contested.")
    desk.click("text=Publish with all its claims")
    expect(desk.locator("#content-main")).to_contain_text("What changes for the public")
    desk.click(".submit-row [type=submit]")
    expect(desk.locator("#claims .agreement")).to_contain_text("Public now: contested. After publishing: the same.")


def test_a_draft_is_submitted_sent_back_and_published(desk: Page, site: str) -> None:
    source = builders.source("quokka")
    address = site + reverse("admin:incidents_source_change", args=[source.pk])
    desk.goto(address)
    desk.click("text=Submit for review")
    desk.click(".submit-row [type=submit]")
    expect(desk.locator(".standing")).to_contain_text("Waits for review: submitted by editor")
    desk.goto(f"{site}/admin/")
    expect(desk.locator("table.todo").nth(1)).to_contain_text("Quokka")
    desk.goto(address)
    desk.click("text=Send back")
    desk.fill("#id_comment", "Which paper is this?")
    desk.click(".submit-row [type=submit]")
    expect(desk.locator(".standing")).to_contain_text("Which paper is this?")
    desk.click("text=Preview")
    expect(desk.locator("dl.document")).to_contain_text("Quokka")
