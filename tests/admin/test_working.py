"""What is done with words that were selected: the browser sends numbers, the server answers with the words."""

from collections.abc import Callable
from typing import Any

import pytest

from incidents.models import Article, Claim
from tests import builders
from tests.admin.pages import Answer, Desk, text_of
from tests.admin.test_reading import read

pytestmark = pytest.mark.django_db

TEXT = "Baku protestierte.\r\nMoskau schwieg. Baku protestierte. 😀 Ende"


@pytest.fixture
def article() -> Article:
    made = builders.article("report", text=TEXT)
    builders.claim("hit", of=builders.event("strike"), where=made, quote="Moskau")
    made.refresh_from_db()
    return made


def work(desk: Desk, article: Article, **told: Any) -> Answer:
    sent = {"sha256": article.text_sha256, "do": "evidence", "claim": "hit", **told}
    return desk.client.post(read(article), {name: str(value) for name, value in sent.items()}, follow=True)


def quotes(article: Article) -> list[tuple[int, str]]:
    return sorted(article.claims.values_list("evidence__start", "evidence__quote"))


def test_words_become_evidence_where_they_stand(desk: Desk, article: Article) -> None:
    page = text_of(work(desk, article, start=36, end=54))
    assert quotes(article) == [(20, "Moskau"), (36, "Baku protestierte.")]
    assert "“Baku protestierte.” (36–54) is evidence of" in page
    assert '<span id="here"></span><span data-start="36"' in page


def test_evidence_counts_as_an_edit_of_its_claim(desk: Desk, article: Article) -> None:
    before = article.claims.get().version
    work(desk, article, start=36, end=54)
    assert article.claims.get().version == before + 1


def test_the_same_words_are_evidence_once(desk: Desk, article: Article) -> None:
    assert "Nothing was done: “Moskau” (20–26) is evidence of" in text_of(work(desk, article, start=20, end=26))
    assert quotes(article) == [(20, "Moskau")]


def test_blanks_at_the_ends_are_left_out_and_that_is_said(desk: Desk, article: Article) -> None:
    page = text_of(work(desk, article, start=35, end=55))
    assert "Blanks at the ends were left out." in page
    assert "(36–54)" in page


def test_pasted_words_are_found_whatever_the_browser_made_of_their_line_end(desk: Desk, article: Article) -> None:
    work(desk, article, quote=" protestierte.\r\nMoskau schwieg. ")
    assert (5, "protestierte.\r\nMoskau schwieg.") in quotes(article)


def test_of_pasted_words_that_stand_twice_the_position_decides(desk: Desk, article: Article) -> None:
    assert "occurs 2 times" in text_of(work(desk, article, quote="Baku protestierte."))
    work(desk, article, quote="Baku protestierte.", start=36)
    assert (36, "Baku protestierte.") in quotes(article)


def test_a_position_in_a_text_that_was_changed_since_is_refused_and_forgotten(desk: Desk, article: Article) -> None:
    Article.objects.filter(pk=article.pk).update(text="Neu. " + TEXT)
    page = text_of(work(desk, article, start=36, end=54))
    assert "The text was changed after you opened it" in page
    assert 'name="start" id="id_start" value=""' in page


@pytest.mark.parametrize(
    ("told", "answer"),
    [
        ({}, "Select words in the text, give two positions, or paste the words."),
        ({"start": 54, "end": 36}, "The end, 36, lies before the start, 54."),
        ({"start": 36, "end": 36}, "No words are selected"),
        ({"start": 0, "end": 10_000}, "lies outside of the text"),
        ({"start": "1" * 5000, "end": 3}, "From character: Enter a whole number."),
        ({"start": 2**40, "end": 3}, "From character: Ensure this value is less than or equal to"),
        ({"start": -1, "end": 3}, "From character: Ensure this value is greater than or equal to 0."),
        ({"start": "x\0", "end": 3}, "From character: Enter a whole number."),
        ({"quote": "Moskau\0"}, "Null characters are not allowed."),
        ({"quote": "Moskau sprach."}, "Nearest, at 20"),
        ({"start": 36, "end": 54, "sha256": ""}, "The text was changed after you opened it"),
        ({"start": 36, "end": 54, "claim": "other"}, "there is no “other” among them."),
        ({"start": 36, "end": 54, "claim": "\0"}, "Null characters are not allowed."),
        (
            {"start": 36, "end": 54, "do": "passage", "kind": "rhetoric"},
            "Why no claim rests on it: A passage needs this.",
        ),
        ({"start": 36, "end": 54, "do": "passage", "reason": "R."}, "Sort of passage: A passage needs this."),
        ({"start": 36, "end": 54, "do": "something"}, "do: Select a valid choice."),
    ],
)
def test_what_cannot_be_done_is_refused_in_words(desk: Desk, article: Article, told: Any, answer: str) -> None:
    page = work(desk, article, **told)
    assert page.status_code == 200
    assert answer in text_of(page)
    assert quotes(article) == [(20, "Moskau")]


def test_what_was_typed_is_still_there_after_a_refusal(desk: Desk, article: Article) -> None:
    page = text_of(work(desk, article, do="passage", start=36, end=54, reason="<It asks.>"))
    assert 'value="&lt;It asks.&gt;"' in page
    assert 'id="id_start" value="36"' in page


def test_a_claim_of_another_article_cannot_rest_on_this_text(desk: Desk, article: Article) -> None:
    other = builders.article("other", by=article.source)
    builders.claim("elsewhere", of=builders.event("other"), where=other)
    assert "Choose one of the claims of this article" in text_of(
        work(desk, article, start=36, end=54, claim="elsewhere")
    )


def test_words_become_a_passage_once(desk: Desk, article: Article) -> None:
    told = {"do": "passage", "start": 55, "end": 61, "kind": "rhetoric", "reason": "It ends."}
    assert "“😀 Ende” (55–61) is a passage now." in text_of(work(desk, article, **told))
    assert article.passages.get().quote == "😀 Ende"
    assert "is a passage already" in text_of(work(desk, article, **told))


def test_a_passage_over_the_words_of_a_claim_is_warned_of_from_both_sides(desk: Desk, article: Article) -> None:
    told = {"do": "passage", "start": 20, "end": 35, "kind": "rhetoric", "reason": "It ends."}
    assert "though a passage says none does: hit." in text_of(work(desk, article, **told))
    assert "Some of these words are marked as a passage" in text_of(work(desk, article, start=27, end=34))


def test_a_claim_is_begun_with_the_words_and_the_event(desk: Desk, article: Article) -> None:
    answer = work(desk, article, do="claim", start=36, end=54, event=article.claims.get().events.get().pk)
    page = text_of(answer)
    assert "<mark>Baku protestierte.</mark>" in page
    assert answer.context["adminform"].form.initial["events"] == [article.claims.get().events.get().pk]


@pytest.mark.parametrize("do", ["claim", "evidence", "passage", "anything"])
def test_who_only_reads_is_offered_nothing_and_may_do_nothing(
    desk_of: Callable[[str], Desk], article: Article, do: str
) -> None:
    viewer = desk_of("viewer")
    assert 'id="work"' not in text_of(viewer.get(read(article)))
    assert work(viewer, article, do=do, start=36, end=54).status_code == 403


def test_a_claim_that_may_not_be_changed_gets_no_evidence(
    desk: Desk, article: Article, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("incidents.admin.claims.ClaimAdmin.has_change_permission", lambda *_: False)
    assert work(desk, article, start=36, end=54).status_code == 403
    assert Claim.objects.get(slug="hit").evidence.count() == 1
