"""The text of an article reaches the database as it was pasted, and is not changed in passing."""

from typing import Any

import pytest

from incidents.models import Article
from tests import builders
from tests.admin.pages import Desk, add, change, text_of

pytestmark = pytest.mark.django_db


def typed(desk: Desk, **changes: Any) -> dict[str, Any]:
    source = builders.source()
    start = {
        "source": str(source.pk),
        "title": "T",
        "slug": "t",
        "language": "de",
        "document": "t.txt",
        "text": "Text.",
    }
    return {**desk.form(add(Article)), **start, **changes}


def test_a_pasted_text_keeps_its_blanks_and_has_plain_line_ends(desk: Desk) -> None:
    desk.post(add(Article), typed(desk, text="  Erste Zeile\r\n\r\nZweite\xa0Zeile \r\n"))
    assert Article.objects.get(slug="t").text == "  Erste Zeile\n\nZweite\xa0Zeile \n"


def test_a_text_on_which_nothing_rests_can_be_edited(desk: Desk) -> None:
    article = builders.article("free")
    desk.save(article, text="Besser.")
    assert Article.objects.get(slug="free").text == "Besser."


def test_line_ends_of_a_stored_text_survive_a_save(desk: Desk) -> None:
    article = builders.article("old", text="Eins\r\nZwei\n\nDrei")
    desk.save(article, title="Another title")
    assert Article.objects.get(slug="old").text == "Eins\r\nZwei\n\nDrei"


def test_a_text_on_which_quotes_rest_is_no_field(desk: Desk) -> None:
    article = builders.article("used")
    builders.claim("used", of=builders.event("used"), where=article)
    assert "text" not in desk.form(change(article))
    desk.save(article, text="Overwritten.")
    assert Article.objects.get(slug="used").text == builders.TEXT


def test_who_asks_for_it_may_edit_it_and_learns_what_went_stale(desk: Desk) -> None:
    article = builders.article("used")
    claim = builders.claim("used", of=builders.event("used"), where=article)
    url = change(article) + "?edit-text=1"
    page = text_of(desk.post(url, {**desk.form(url), "text": "Die Botschaft blieb heil."}))
    assert change(claim) in page
    assert "“Die Botschaft wurde getroffen.”" in page
    assert "1 of its quotes no longer in the text" in text_of(desk.get(change(article)))


def test_an_address_that_is_a_script_is_refused(desk: Desk) -> None:
    page = text_of(desk.post(add(Article), typed(desk, web_url="javascript:alert(1)")))
    assert "Enter a valid URL." in page


def test_an_address_without_a_scheme_is_taken_for_https(desk: Desk) -> None:
    desk.post(add(Article), typed(desk, web_url="example.org/a"))
    assert Article.objects.get(slug="t").web_url == "https://example.org/a"


def test_a_date_that_is_none_is_refused_in_words(desk: Desk) -> None:
    assert "is not a date" in text_of(desk.post(add(Article), typed(desk, published="14.11.2025")))


def test_the_page_says_how_a_date_is_read(desk: Desk) -> None:
    article = builders.article("dated", published="2024-12")
    assert "between 1 and 31 December 2024" in text_of(desk.get(change(article)))
