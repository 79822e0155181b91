"""An editor reads a text, selects words, and makes claims of them."""

import pytest
from django.urls import reverse
from playwright.sync_api import Locator, Page, expect

from incidents.models import Article, Claim
from tests import builders

# Code points and the browser's units differ from the first word on; the accent is a character of its own.
TEXT = "😀 Lage.\r\nZu\u0308rich\u00a0protestierte. Moskau schwieg. Die Botschaft wurde getroffen. Moskau schwieg."


@pytest.fixture
def article(desk: Page, site: str) -> Article:
    """An article with one claim, opened for reading."""
    made = builders.article("003-report", text=TEXT)
    builders.claim("hit", of=builders.event("strike"), where=made, speaker=builders.actor("moskau"))
    desk.goto(site + reverse("admin:incidents_article_read", args=[made.pk]))
    return made


def drag(page: Page, words: Locator, letters: int) -> None:
    """Select the first letters of a piece of the text with the mouse."""
    ends = words.evaluate(
        """(piece, letters) => {
            const range = document.createRange();
            const node = document.createTreeWalker(piece, NodeFilter.SHOW_TEXT).nextNode();
            range.setStart(node, 0);
            range.setEnd(node, letters);
            const box = range.getBoundingClientRect();
            return [box.left + 1, box.right - 1, box.top + box.height / 2];
        }""",
        letters,
    )
    page.mouse.move(ends[0], ends[2])
    page.mouse.down()
    page.mouse.move(ends[1], ends[2], steps=5)
    page.mouse.up()


def test_words_dragged_over_become_a_claim_with_one_more_click(desk: Page, article: Article) -> None:
    drag(desk, desk.locator("#left-4"), len("Moskau"))
    expect(desk.locator("#selected")).to_have_text("“Moskau” (78–84)")
    desk.click("text=New claim from this quote")
    expect(desk.locator("#started mark")).to_have_text("Moskau")
    desk.select_option("#id_aspect", "reaction")
    desk.locator("#id_statement").press_sequentially("Moscow was silent.")
    expect(desk.locator("#id_slug")).to_have_attribute("placeholder", "c003-moscow-was-silent")
    desk.click(".field-events .select2-selection")
    desk.click(".select2-results__option:has-text('Strike')")
    desk.keyboard.press("Control+Enter")
    expect(desk.locator(".messagelist")).to_contain_text("Saved: Moscow was silent.")
    expect(desk.locator("#here + [data-start]")).to_have_text("Moskau")
    assert Claim.objects.get(slug="c003-moscow-was-silent").evidence.get().start == 78


def test_the_next_sentence_is_reached_selected_and_begun_by_keyboard(desk: Page, article: Article) -> None:
    desk.focus("[data-jump='1']")
    desk.keyboard.press("Enter")
    expect(desk.locator("#left-1")).to_be_focused()
    desk.focus("[data-jump='1']")
    desk.keyboard.press("Enter")
    desk.keyboard.press("Enter")
    expect(desk.locator("#selected")).to_have_text("“Zu\u0308rich\u00a0protestierte.” (9–30)")
    desk.keyboard.press("Enter")
    expect(desk.locator("#id_evidence-0-quote")).to_have_value("Zu\u0308rich\u00a0protestierte.")
    expect(desk.locator("#id_statement")).to_be_focused()


def test_the_pointer_and_the_keyboard_tell_what_rests_on_the_words(desk: Page, article: Article) -> None:
    told = desk.locator("#told")
    desk.hover("[data-claims]")
    expect(told).to_contain_text("Moskau · Occurrence · Draft")
    desk.keyboard.press("Escape")
    expect(told).to_contain_text("Point at marked words")
    desk.focus("[data-claims]")
    expect(told.get_by_role("link", name="Hit")).to_be_visible()


def test_a_click_selects_a_sentence_which_becomes_a_passage(desk: Page, article: Article) -> None:
    desk.click("#left-1")
    expect(desk.locator("#selected")).to_have_text("“😀 Lage.” (0–7)")
    desk.select_option("#id_kind", "heading")
    desk.fill("#id_reason", "Heading of the report.")
    desk.press("#id_reason", "Enter")
    expect(desk.locator(".messagelist")).to_contain_text("“😀 Lage.” (0–7) is a passage now.")
    assert article.passages.get().quote == "😀 Lage."


def test_words_over_several_pieces_become_evidence_of_the_claim(desk: Page, article: Article) -> None:
    desk.click("#left-2")
    desk.keyboard.press("Shift+ArrowRight")
    desk.keyboard.press("Shift+ArrowRight")
    expect(desk.locator("#selected")).to_have_text("“Zu\u0308rich\u00a0protestierte. M” (9–32)")
    desk.click("#sentences")
    expect(desk.locator("#selected")).to_contain_text("(9–46)")
    desk.fill("#id_claim", "hit")
    desk.press("#id_claim", "Enter")
    expect(desk.locator(".messagelist")).to_contain_text("is evidence of hit now.")
    assert article.claims.get().evidence.filter(start=9, end=46).exists()
