"""The documentation in a browser, under the same policy as everything else."""

from urllib.parse import urlsplit

from playwright.sync_api import Page, expect

from tests.published import publish_world


def test_the_docs_show_the_operations_of_the_api(site: str, page: Page) -> None:
    page.goto(f"{site}/api/docs/")
    expect(page.locator(".opblock").first).to_be_visible()
    expect(page.locator(".info .title")).to_contain_text("Contested events")


def test_a_request_can_be_tried_and_no_other_host_is_asked(site: str, page: Page) -> None:
    publish_world()
    hosts: set[str] = set()
    page.on("request", lambda request: hosts.add(urlsplit(request.url).netloc))
    page.goto(f"{site}/api/docs/")
    operation = page.locator("#operations-sources-listSources")
    operation.locator(".opblock-summary-control").click()
    expect(operation.locator(".example").first).to_contain_text("count_relation")
    operation.locator(".try-out__btn").click()
    operation.locator(".execute").click()
    expect(operation.locator(".live-responses-table .response-col_status").last).to_contain_text("200")
    assert hosts - {""} == {urlsplit(site).netloc}
