"""The words of an article that no claim rests on, entered on the article's page."""

import pytest

from incidents.models import Article
from tests import builders
from tests.admin.pages import Answer, Desk, add, change, text_of

pytestmark = pytest.mark.django_db

TEXT = "Lesen Sie auch\nBaku protestierte.\nLesen Sie auch\nWas nun?"


@pytest.fixture
def article() -> Article:
    return builders.article("letter", text=TEXT)


def row(words: str, start: str = "", **told: str) -> dict[str, str]:
    """What a browser sends for the first passage of an article that has none."""
    fields = {"quote": words, "kind": "rhetoric", "reason": "It asks.", "start": start, "id": "", **told}
    return {"passages-TOTAL_FORMS": "1", **{f"passages-0-{name}": value for name, value in fields.items()}}


def mark(desk: Desk, article: Article, words: str, start: str = "") -> Answer:
    return desk.save(article, **row(words, start))


def test_a_passage_finds_its_own_position(desk: Desk, article: Article) -> None:
    mark(desk, article, "Was nun?")
    passage = article.passages.get()
    assert (passage.start, passage.kind, passage.reason) == (TEXT.index("Was nun?"), "rhetoric", "It asks.")


@pytest.mark.parametrize(
    ("words", "start", "told"),
    [
        ("Was nun!", "", "Nearest, at 49"),
        ("Lesen Sie auch", "", "occurs 2 times. Give the start of the one you mean: 0 ("),
        ("Lesen Sie auch", "3", "does not begin at 3"),
    ],
)
def test_a_passage_that_does_not_stand_there_is_refused(
    desk: Desk, article: Article, words: str, start: str, told: str
) -> None:
    assert told in text_of(mark(desk, article, words, start))
    assert not article.passages.exists()


def test_an_article_is_entered_with_its_passages(desk: Desk) -> None:
    typed = {"source": str(builders.source().pk), "title": "T", "slug": "t", "language": "de", "document": "t.txt"}
    desk.post(add(Article), {**desk.form(add(Article)), **typed, "text": TEXT, **row("Was nun?")})
    assert Article.objects.get(slug="t").passages.get().start == TEXT.index("Was nun?")


def test_an_article_without_its_text_is_refused_for_that(desk: Desk) -> None:
    page = text_of(desk.post(add(Article), {**desk.form(add(Article)), **row("Was nun?")}))
    assert "This field is required" in page
    assert "The quote does not stand" not in page


def test_a_text_with_passages_is_not_edited_in_passing(desk: Desk, article: Article) -> None:
    assert "text" in desk.form(change(article))
    mark(desk, article, "Was nun?")
    assert "text" not in desk.form(change(article))


def test_who_edits_the_text_learns_which_passages_went_stale(desk: Desk, article: Article) -> None:
    mark(desk, article, "Was nun?")
    url = change(article) + "?edit-text=1"
    page = text_of(desk.post(url, {**desk.form(url), "text": "Baku protestierte."}))
    assert "Passages no longer in the text: “Was nun?”" in page
    assert "Stale: the text has changed" in text_of(desk.get(change(article)))


def test_a_passage_of_another_editor_makes_an_older_page_stale(desk: Desk, article: Article) -> None:
    opened = desk.form(change(article))
    article.passages.create(quote="Was nun?", kind="rhetoric", reason="It asks.")
    assert "Not saved: " in text_of(desk.post(change(article), {**opened, "title": "Other"}))


def test_the_words_around_a_passage_are_shown(desk: Desk, article: Article) -> None:
    mark(desk, article, "Was nun?")
    assert "Lesen Sie auch\n<mark>Was nun?</mark> (49–57)" in text_of(desk.get(change(article)))
