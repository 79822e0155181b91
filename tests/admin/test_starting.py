"""A claim begun from words of its article: most of its form is filled in, and saving leads back to the text."""

from typing import Any

import pytest

from incidents.admin.starting import proposed_slug
from incidents.models import Article, Claim, Event
from tests import builders
from tests.admin.pages import Answer, Desk, add, change, text_of
from tests.admin.test_reading import read

pytestmark = pytest.mark.django_db

TEXT = "Alijew sagte, Moskau schweige.\r\nDie Botschaft wurde getroffen. Alijew sagte, es sei so."


@pytest.fixture
def article() -> Article:
    speaker = builders.actor("alijew")
    made = builders.article("003-report", text=TEXT)
    builders.claim("first", of=builders.event("strike"), where=made, speaker=speaker)
    made.refresh_from_db()
    return made


def start(at: Article, begin: int, end: int, **further: Any) -> str:
    told = {"article": at.pk, "start": begin, "end": end, "sha256": at.text_sha256, **further}
    return f"{add(Claim)}?" + "&".join(f"{name}={value}" for name, value in told.items())


def save(desk: Desk, url: str, **typed: str) -> Answer:
    fields = {**desk.form(url), "statement": "Moscow was silent.", "aspect": "reaction", "_totext": "1", **typed}
    return desk.client.post(url, fields, follow=True)


def test_the_form_comes_with_the_quote_the_speaker_and_the_mode(desk: Desk, article: Article) -> None:
    form = desk.form(start(article, 0, 30))
    assert form["evidence-0-quote"] == "Alijew sagte, Moskau schweige."
    assert form["evidence-0-start"] == ["0"]
    assert (form["speaker_text"], form["speech_mode"]) == (["Alijew"], ["indirect"])


def test_saving_leads_back_to_the_text_at_the_quote(desk: Desk, article: Article) -> None:
    page = save(desk, start(article, 0, 30), events=str(Event.objects.get(slug="strike").pk))
    assert page.redirect_chain[-1][0] == f"{read(article)}?at=0#here"
    made = Claim.objects.get(slug="c003-moscow-was-silent")
    assert (made.evidence.get().start, made.speaker.name) == (0, "Alijew")  # type: ignore[union-attr]  # it has one


def test_a_quote_over_a_line_end_is_saved_with_the_line_end_of_the_text(desk: Desk, article: Article) -> None:
    save(desk, start(article, 14, 45), events=str(Event.objects.get(slug="strike").pk))
    assert Claim.objects.get(slug="c003-moscow-was-silent").evidence.get().quote == "Moskau schweige.\r\nDie Botschaft"


def test_the_position_decides_between_words_that_stand_twice(desk: Desk, article: Article) -> None:
    save(desk, start(article, 63, 69), events=str(Event.objects.get(slug="strike").pk))
    assert Claim.objects.get(slug="c003-moscow-was-silent").evidence.get().start == 63


def test_the_next_claim_is_about_the_events_of_the_last(desk: Desk, article: Article) -> None:
    event = str(Event.objects.get(slug="strike").pk)
    assert desk.form(start(article, 0, 30)).get("events") is None
    save(desk, start(article, 0, 30), events=event)
    assert desk.form(start(article, 0, 30))["events"] == [event]


def test_another_claim_is_begun_from_the_same_words(desk: Desk, article: Article) -> None:
    event = str(Event.objects.get(slug="strike").pk)
    url = start(article, 0, 30)
    fields = {**desk.form(url), "statement": "One.", "aspect": "date", "events": event, "_samewords": "1"}
    again = desk.client.post(url, fields)
    assert desk.form(again.headers["Location"])["evidence-0-quote"] == "Alijew sagte, Moskau schweige."


def test_a_form_with_a_mistake_keeps_the_words_in_sight(desk: Desk, article: Article) -> None:
    page = text_of(save(desk, start(article, 0, 30), aspect=""))
    assert "This field is required." in page
    assert "<mark>Alijew sagte, Moskau schweige.</mark>" in page
    assert page.count('name="evidence-0-quote"') == 1


def test_an_existing_claim_leads_back_to_the_text_as_well(desk: Desk, article: Article) -> None:
    claim = Claim.objects.get(slug="first")
    page = desk.save(claim, _totext="1")
    assert page.redirect_chain[-1][0] == f"{read(article)}?at=32#here"
    claim.evidence.all().delete()
    assert desk.save(claim, _samewords="1").redirect_chain[-1][0] == f"{read(article)}?at=0#here"
    assert desk.save(claim, _save="1").redirect_chain[-1][0] == "/admin/incidents/claim/"


@pytest.mark.parametrize(
    ("begin", "end", "told"),
    [
        (9, 3, "lies before the start"),
        (0, 9999, "outside of the text"),
        ("x", 3, "Enter a whole number"),
        (0, "", "Select"),
    ],
)
def test_an_address_that_means_no_words_leads_to_the_text(
    desk: Desk, article: Article, begin: Any, end: Any, told: str
) -> None:
    page = desk.client.get(start(article, begin, end), follow=True)
    assert page.redirect_chain[-1][0] == read(article)
    assert told in text_of(page)


def test_an_address_of_a_text_that_was_changed_since_leads_to_the_text(desk: Desk, article: Article) -> None:
    page = desk.client.get(start(article, 0, 30, sha256="0" * 64), follow=True)
    assert "The text was changed after you opened it" in text_of(page)


def test_a_form_sent_with_an_address_that_means_no_words_is_checked_by_itself(desk: Desk, article: Article) -> None:
    page = desk.client.post(start(article, 0, 9999), {})
    assert page.status_code == 200
    assert "This field is required." in text_of(page)


@pytest.mark.parametrize("key", ["999999", "x", "9" * 40, "%01"])
def test_an_address_that_names_no_article_leads_to_the_articles(desk: Desk, article: Article, key: str) -> None:
    page = desk.client.get(start(article, 0, 30, article=key), follow=True)
    assert "The article of these words does not exist" in text_of(page)


@pytest.mark.parametrize(
    "query", ["article=x", "events=1,x", "events=999999", "speaker=" + "9" * 40, "value_place=%01"]
)
def test_other_addresses_that_name_nothing_open_an_empty_form(desk: Desk, query: str) -> None:
    assert desk.client.get(f"{add(Claim)}?{query}").status_code == 200


def test_an_event_of_the_address_is_chosen(desk: Desk, article: Article) -> None:
    event = builders.event("other")
    assert desk.form(start(article, 0, 30, event=event.pk))["events"] == [str(event.pk)]


def test_words_of_a_passage_are_warned_of(desk: Desk, article: Article) -> None:
    article.passages.create(quote="Moskau schweige.", kind="rhetoric", reason="It asks.")
    assert "Some of these words are marked as a passage" in text_of(desk.get(start(article, 0, 30)))


@pytest.mark.parametrize(
    ("statement", "slug"),
    [
        ("Moscow was silent.", "c003-moscow-was-silent"),
        ("First", "c003-first"),
        ("_Ärger_ – in  Kyjiw!", "c003-arger-in-kyjiw"),
        ("Київ", ""),
        ("word " * 20, "c003-" + "-".join(["word"] * 12)),
        ("x" * 90, "c003-" + "x" * 60),
        ("Taken", "c003-taken-3"),
    ],
)
def test_an_id_is_made_of_the_statement(article: Article, statement: str, slug: str) -> None:
    event = Event.objects.get(slug="strike")
    builders.claim("c003-taken", of=event, where=article)
    builders.claim("c003-taken-2", of=event, where=article)
    assert proposed_slug(statement, article) == slug


def test_an_article_without_a_number_lends_its_claims_none(article: Article) -> None:
    assert proposed_slug("Silent", builders.article("report", by=article.source)) == "silent"


def test_a_statement_of_which_no_id_can_be_made_asks_for_one(desk: Desk, article: Article) -> None:
    page = text_of(save(desk, start(article, 0, 30), statement="Київ", events=str(Event.objects.first().pk)))  # type: ignore[union-attr]  # there is one
    assert "none can be made from this statement" in page


def test_a_draft_whose_id_was_emptied_gets_one(desk: Desk, article: Article) -> None:
    claim = Claim.objects.get(slug="first")
    desk.post(change(claim), {**desk.form(change(claim)), "slug": ""})
    assert Claim.objects.get(pk=claim.pk).slug == "c003-first"
