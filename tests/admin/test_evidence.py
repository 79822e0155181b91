"""A quote is accepted only where it stands in the article, and a refusal says where to look."""

import pytest

from incidents.models import Article, Claim, Event, Evidence
from tests import builders
from tests.admin.pages import Answer, Desk, add, change, text_of

pytestmark = pytest.mark.django_db

TEXT = "Erst kam der Brief.\nDann kam der „Anruf“. Der Brief lag da.\n Ende"


@pytest.fixture
def claim() -> Claim:
    article = builders.article("letter", text=TEXT)
    return builders.claim("letter", of=builders.event("letter"), where=article, quote="Erst kam")


def quote(desk: Desk, claim: Claim, words: str, start: str = "") -> Answer:
    """Add a second quote to the claim."""
    return desk.save(
        claim,
        **{"evidence-TOTAL_FORMS": "2", "evidence-1-quote": words, "evidence-1-start": start, "evidence-1-id": ""},
    )


def test_a_quote_finds_its_own_position(desk: Desk, claim: Claim) -> None:
    quote(desk, claim, "Anruf“. Der")
    assert Evidence.objects.get(quote="Anruf“. Der").start == TEXT.index("Anruf“. Der")


def test_a_quote_over_several_lines_is_accepted_as_a_browser_sends_it(desk: Desk, claim: Claim) -> None:
    quote(desk, claim, "Brief.\r\nDann")
    assert claim.evidence.filter(quote="Brief.\nDann").exists()


def test_blanks_at_the_ends_of_a_quote_are_kept(desk: Desk, claim: Claim) -> None:
    quote(desk, claim, " Ende")
    assert claim.evidence.filter(quote=" Ende").exists()


@pytest.mark.parametrize(
    ("words", "start", "told"),
    [
        ('Dann kam der "Anruf"', "", "at 20: “Dann kam der „Anruf”"),
        ("völlig frei erfundene Wörter", "", "nor anything like it"),
        ("er Brief", "", "occurs 2 times"),
        ("er Brief", "", "„Anruf“. D [quote]  lag da.\n Ende)"),
        ("Brief", "3", "does not begin at 3"),
        ("Erst kam", "", "listed above already"),
        ("Erst kam", "-1", "greater than or equal to 0"),
        ("", "7", "This field is required"),
    ],
)
def test_a_quote_that_does_not_stand_there_is_refused(
    desk: Desk, claim: Claim, words: str, start: str, told: str
) -> None:
    assert told in text_of(quote(desk, claim, words, start))
    assert claim.evidence.count() == 1


def test_of_two_places_the_start_decides(desk: Desk, claim: Claim) -> None:
    start = TEXT.rindex("Brief")
    quote(desk, claim, "Brief", str(start))
    assert claim.evidence.filter(quote="Brief", start=start).exists()


def test_other_words_are_found_although_the_former_start_is_still_in_the_form(desk: Desk, claim: Claim) -> None:
    desk.save(claim, **{"evidence-0-quote": "lag da"})
    assert claim.evidence.get().start == TEXT.index("lag da")


def test_a_new_claim_is_saved_with_its_quote(desk: Desk, claim: Claim) -> None:
    event = Event.objects.get(slug="letter")
    typed = {
        **desk.form(f"{add(Claim)}?article={claim.article_id}&events={event.pk}"),
        "statement": "A letter lay there.",
        "slug": "letter-lay-there",
        "speech_mode": "author_voice",
        "aspect": "occurrence",
        "evidence-TOTAL_FORMS": "1",
        "evidence-0-quote": "Der Brief lag da.",
    }
    desk.post(add(Claim), typed)
    assert Claim.objects.get(slug="letter-lay-there").evidence.get().start == TEXT.index("Der Brief lag")


def test_a_claim_without_an_article_is_refused_for_that(desk: Desk) -> None:
    page = desk.post(add(Claim), {**desk.form(add(Claim)), "evidence-TOTAL_FORMS": "1", "evidence-0-quote": "Words"})
    assert "This field is required" in text_of(page)


def test_a_quote_that_went_stale_is_looked_up_again_when_its_start_is_cleared(desk: Desk, claim: Claim) -> None:
    Article.objects.filter(pk=claim.article_id).update(text="Neu. " + TEXT)
    assert "Stale: the text has changed" in text_of(desk.get(change(claim)))
    desk.save(claim, **{"evidence-0-start": ""})
    assert (claim.evidence.get().start, claim.evidence.get().status) == (5, "verified")


def test_a_stale_quote_does_not_keep_other_things_from_being_saved(desk: Desk, claim: Claim) -> None:
    Article.objects.filter(pk=claim.article_id).update(text="Etwas ganz anderes.")
    page = text_of(desk.save(claim, statement="Something else."))
    assert Claim.objects.get(pk=claim.pk).statement == "Something else."
    assert "No longer in the text, so they cannot be published" in page


def test_the_words_around_a_quote_are_shown(desk: Desk, claim: Claim) -> None:
    assert "<mark>Erst kam</mark> der Brief." in text_of(desk.get(change(claim)))
