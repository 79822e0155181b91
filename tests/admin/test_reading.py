"""The page on which an article is read shows what rests on which words, and what is left."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from incidents.models import Article, Claim, Evidence
from tests import builders
from tests.admin.pages import Desk, change, text_of

pytestmark = pytest.mark.django_db


def read(article: Article) -> str:
    return reverse("admin:incidents_article_read", args=[article.pk])


@pytest.fixture
def claim() -> Claim:
    speaker = builders.actor("moskau")
    return builders.claim("hit", of=builders.event("strike"), where=builders.article("report"), speaker=speaker)


def test_a_quote_is_marked_with_its_event_and_its_claim(desk: Desk, claim: Claim) -> None:
    page = text_of(desk.get(read(claim.article)))
    assert f'<span data-start="35" class="quoted" data-label="1" data-claims="{claim.pk}">' in page
    assert '<span class="hue-0 stroke-0 depth-0">Die Botschaft wurde getroffen.</span>' in page
    assert f'href="{change(claim.events.get())}">Strike</a> (1)' in page


def test_a_claim_is_told_with_its_speaker_its_aspect_and_its_state(desk: Desk, claim: Claim) -> None:
    page = text_of(desk.get(read(claim.article)))
    assert f'<li id="claim-{claim.pk}"><a href="{change(claim)}">Hit</a>' in page
    assert "Moskau · Occurrence · Draft" in page


def test_sentences_that_nothing_covers_are_counted_and_linked(desk: Desk, claim: Claim) -> None:
    page = text_of(desk.get(read(claim.article)))
    assert "2 of 3 sentences are left" in page
    assert '<a href="#left-2" lang="de">Moskau schwieg.</a>' in page
    assert '<span data-start="19" class="left" data-label="○" id="left-2">Moskau schwieg.</span>' in page


def test_a_passage_is_marked_differently_and_told_with_its_reason(desk: Desk, claim: Claim) -> None:
    passage = claim.article.passages.create(quote="Moskau schwieg.", kind="rhetoric", reason="Asks nothing.")
    page = text_of(desk.get(read(claim.article)))
    assert f'<span data-start="19" class="passage" data-passages="{passage.pk}">' in page
    assert "Rhetoric · Asks nothing." in page
    assert "1 of 3 sentences is left" in page


def test_what_no_longer_stands_in_the_text_is_listed_and_not_marked(desk: Desk, claim: Claim) -> None:
    claim.article.passages.create(quote="Moskau schwieg.", kind="rhetoric", reason="Asks nothing.")
    Article.objects.filter(pk=claim.article_id).update(text="Die Botschaft blieb heil.")
    page = text_of(desk.get(read(claim.article)))
    assert f'<li>“Die Botschaft wurde getroffen.” – <a href="{change(claim)}">' in page
    assert "<li>“Moskau schwieg.” – " in page
    assert 'class="quoted" data' not in page


def test_a_withdrawn_claim_is_listed_and_covers_nothing(desk: Desk, claim: Claim) -> None:
    Claim.objects.filter(pk=claim.pk).update(status="retracted")
    page = text_of(desk.get(read(claim.article)))
    assert "3 of 3 sentences are left" in page
    assert "Moskau · Occurrence · Retracted" in page


def test_a_carriage_return_of_the_text_is_spelt_out(desk: Desk) -> None:
    article = builders.article("old", text="Eins\r\nZwei <b>")
    assert ">&#13;\n</span>" in text_of(desk.get(read(article)))
    assert "Zwei &lt;b&gt;" in text_of(desk.get(read(article)))


def test_the_page_opens_at_the_words_of_the_address(desk: Desk, claim: Claim) -> None:
    assert '<span id="here"></span><span data-start="19"' in text_of(desk.get(read(claim.article), at="20"))


@pytest.mark.parametrize("at", ["", "-1", "9" * 5000, "x", "\x01"])
def test_an_address_that_names_no_place_opens_the_page(desk: Desk, claim: Claim, at: str) -> None:
    assert desk.get(read(claim.article), at=at, event=at).status_code == 200


def test_an_article_that_does_not_exist_leads_to_the_list(desk: Desk) -> None:
    page = text_of(desk.client.get("/admin/incidents/article/999999/read/", follow=True))
    assert "There is no article no. 999999" in page


def test_the_page_of_the_article_shows_the_same_marks(desk: Desk, claim: Claim) -> None:
    page = text_of(desk.get(change(claim.article)))
    assert '<span class="hue-0 stroke-0 depth-0">Die Botschaft wurde getroffen.</span>' in page
    assert read(claim.article) in page


def queries(desk: Desk, url: str) -> int:
    with CaptureQueriesContext(
        connection,
    ) as run:
        assert desk.get(url).status_code == 200
    return len(run)


@pytest.mark.parametrize("opened", ["read", "change"])
def test_a_long_text_with_three_hundred_quotes_takes_no_more_queries(desk: Desk, claim: Claim, opened: str) -> None:
    text = "".join(f"Satz {number:04} mit einigen Wörtern, die hier nur Platz brauchen. " for number in range(1600))
    long, speaker = builders.article("long", by=claim.article.source, text=text), claim.speaker
    facts = {"speech_mode": "author_voice", "aspect": "date", "speaker": speaker, "article": long}
    claims = Claim.objects.bulk_create(Claim(slug=f"c{n}", statement=f"C {n}", **facts) for n in range(300))
    Claim.events.through.objects.bulk_create(
        Claim.events.through(claim=made, event=claim.events.get()) for made in claims
    )
    Evidence.objects.bulk_create(Evidence(claim=made, quote=f"Satz {n:04} mit") for n, made in enumerate(claims))
    urls = [change(article).replace("change", opened) for article in (claim.article, long)]
    assert queries(desk, urls[1]) == queries(desk, urls[0])
