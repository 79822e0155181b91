"""The documentation in a browser, under the same policy as everything else."""

from playwright.sync_api import Page, expect


def test_the_docs_show_the_operations_of_the_api(site: str, page: Page) -> None:
    page.goto(f"{site}/api/docs/")
    expect(page.locator(".opblock").first).to_be_visible()
    expect(page.locator(".info .title")).to_contain_text("Contested events")
