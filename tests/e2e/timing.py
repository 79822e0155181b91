"""What it costs to enter the claims of one article, for docs/curation.md: `python3 dev.py e2e tests/e2e/timing.py`.

A program enters the 36 claims of article 003 twice: by the forms alone, and from the text. It counts clicks (a drag is
one), and keys other than those of the statements; scrolling is free. It is measured on request only, since seconds
differ on each machine, and no human is timed. Both ways leave out what is typed alike: values, attributions, dates.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass

import pytest
from django.db.models import Min
from django.urls import reverse
from playwright.sync_api import Locator, Page, expect

from incidents.dataset.files import read_files
from incidents.dataset.load import load_files
from incidents.models import Actor, Article, Claim, Event

# More offers than these nobody looks through.
OFFERS = 8
PATIENCE = 30_000  # milliseconds, so that a busy machine is slow rather than at fault
# The middle of the first and of the last letter of some words, which are scrolled to.
_ENDS = """(text, [start, stop]) => {
    const box = (letter) => {
        const walker = document.createTreeWalker(text, NodeFilter.SHOW_TEXT);
        let before = 0;
        while (walker.nextNode() && letter >= before + walker.currentNode.length) before += walker.currentNode.length;
        const range = document.createRange();
        range.setStart(walker.currentNode, letter - before);
        range.setEnd(walker.currentNode, letter - before + 1);
        return range.getBoundingClientRect();
    };
    text.scrollIntoView({block: "start", behavior: "instant"});
    scrollBy({top: box(start).top - 150, behavior: "instant"});
    const [first, last] = [box(start), box(stop - 1)];
    return [first.left + 0.5, first.top + first.height / 2, last.right - 0.5, last.top + last.height / 2];
}"""


@dataclass(frozen=True)
class Wanted:
    """A claim as it is to be entered; the words by their first and last position in the text."""

    statement: str
    aspect: str
    mode: str
    speaker: str
    events: frozenset[str]
    quote: str
    start: int

    @property
    def stop(self) -> int:
        return self.start + len(self.quote)


@dataclass
class Hand:
    """What somebody at the desk does with the mouse and the keyboard, counted."""

    page: Page
    clicks: int = 0
    keys: int = 0

    def click(self, place: Locator) -> None:
        self.clicks += 1
        place.click()

    def press(self, *keys: str) -> None:
        self.keys += len(keys)
        for key in keys:
            self.page.keyboard.press(key)

    def letters(self, typed: str) -> None:
        self.press(*typed)

    def drag(self, text: Locator, wanted: Wanted) -> None:
        """Select the words in a text with the mouse."""
        self.clicks += 1
        left, top, right, bottom = text.evaluate(_ENDS, [wanted.start, wanted.stop])
        mouse = self.page.mouse
        mouse.move(left, top)
        mouse.down()
        mouse.move((left + right) / 2, (top + bottom) / 2, steps=3)
        mouse.move(right, bottom, steps=4)
        mouse.up()
        assert self.page.evaluate("getSelection().toString()") == wanted.quote

    def pick(self, name: str, called: str, among: list[str]) -> None:
        """Look a record up by the first letters of its name that leave few others."""
        self.click(self.page.locator(f".field-{name} .select2-selection"))
        expect(self.page.locator(".select2-search__field:focus")).to_be_visible()
        parts = [called[:length].casefold() for length in range(1, len(called) + 1)]
        self.letters(next(part for part in parts if len(found(part, among)) <= OFFERS))
        self.click(self.page.locator(".select2-results__option").filter(has_text=called).first)

    def choose(self, name: str, value: str) -> None:
        """Choose by the first letters, in a list that has the focus."""
        choice = self.page.locator(f"#id_{name}")
        expect(choice).to_be_focused()
        texts = choice.evaluate(
            "(list) => Object.fromEntries([...list.options].map((each) => [each.value, each.text]))"
        )
        parts = [texts[value][:length] for length in range(1, len(texts[value]) + 1)]
        self.letters(next(part for part in parts if sum(text.startswith(part) for text in texts.values()) == 1))
        expect(choice).to_have_value(value)


def found(typed: str, among: list[str]) -> list[str]:
    """As the desk searches: each word anywhere."""
    return [each for each in among if all(word in each.casefold() for word in typed.split())]


@pytest.fixture
def article(desk: Page) -> Article:
    """Article 003 of the real dataset, as drafts so that its claims may be taken out and entered again."""
    assert load_files(read_files(()), dry_run=False, publishing=False).ok
    desk.set_viewport_size({"width": 1400, "height": 1000})
    expect.set_options(timeout=PATIENCE)
    return Article.objects.get(document__startswith="003")


def wanted_of(article: Article) -> list[Wanted]:
    """Its claims in the order of the text, each with the first of its quotes."""
    claims = article.claims.annotate(place=Min("evidence__start")).order_by("place", "evidence__end", "pk").distinct()
    return list(dict.fromkeys(wanted(claim) for claim in claims))


def wanted(claim: Claim) -> Wanted:
    first = claim.evidence.order_by("start")[0]
    assert first.start is not None
    return Wanted(
        statement=claim.statement,
        aspect=claim.aspect,
        mode=claim.speech_mode,
        speaker=claim.speaker.name if claim.speaker else "",
        events=frozenset(claim.events.values_list("title", flat=True)),
        quote=first.quote,
        start=first.start,
    )


def by_forms(hand: Hand, site: str, article: Article, claims: list[Wanted]) -> None:
    """Copy the words from the article's page into an empty form, and go back to it."""
    page = hand.page
    page.goto(site + reverse("admin:incidents_article_change", args=[article.pk]))
    for claim in claims:
        hand.drag(page.locator(".article-text"), claim)
        hand.press("Control+c")
        hand.click(page.get_by_text("Add a claim from this article"))
        fill_events(hand, claim)
        hand.click(page.locator("#id_statement"))
        fill_statement(hand, claim)
        fill_speaker(hand, claim)
        fill_mode(hand, claim)
        hand.click(page.get_by_text("Add another Evidence"))
        hand.click(page.locator("#id_evidence-0-quote"))
        hand.press("Control+v")
        expect(page.locator("#id_evidence-0-quote")).to_have_value(claim.quote)
        hand.click(page.locator("[name=_save]").last)
        hand.click(page.locator("#nav-sidebar").get_by_role("link", name="Articles", exact=True))
        hand.click(page.locator("#result_list").get_by_role("link", name=article.title))


def from_text(hand: Hand, site: str, article: Article, claims: list[Wanted]) -> None:
    """Begin each claim from the words that are selected while reading, or from the same words as the one before."""
    page = hand.page
    page.goto(site + reverse("admin:incidents_article_read", args=[article.pk]))
    for number, claim in enumerate(claims):
        if not is_same_words(claims, number):
            hand.drag(page.locator("#text"), claim)
            expect(page.locator("#selected")).to_contain_text(f"({claim.start}–{claim.stop})")
            hand.click(page.get_by_role("button", name="New claim from this quote"))
        expect(page.locator("#id_evidence-0-quote")).to_have_value(claim.quote)
        expect(page.locator("#id_statement")).to_be_focused()
        fill_statement(hand, claim)
        fill_events(hand, claim)
        fill_speaker(hand, claim)
        fill_mode(hand, claim)
        hand.press("Control+Shift+Enter" if is_same_words(claims, number + 1) else "Control+Enter")
        expect(page.locator(".messagelist")).to_contain_text(f"Saved: {claim.statement}")


def is_same_words(claims: list[Wanted], number: int) -> bool:
    """Whether a claim rests on the words of the one before."""
    return 0 < number < len(claims) and claims[number].quote == claims[number - 1].quote


def fill_statement(hand: Hand, claim: Wanted) -> None:
    """The statement, whose keys are not counted, and the aspect after it."""
    hand.page.keyboard.type(claim.statement)
    hand.press("Tab")
    hand.choose("aspect", claim.aspect)


def fill_events(hand: Hand, claim: Wanted) -> None:
    chosen = set(hand.page.locator("#id_events option:checked").all_inner_texts())
    for title in sorted(chosen - claim.events):
        hand.click(hand.page.locator(f'.field-events [title="{title}"] .select2-selection__choice__remove'))
        hand.press("Escape")
    among = [f"{event.title} {event.slug}" for event in Event.objects.all()]
    for title in sorted(claim.events - chosen):
        hand.pick("events", title, among)


def fill_speaker(hand: Hand, claim: Wanted) -> None:
    chosen = hand.page.locator("#id_speaker option:checked").inner_text().strip("- ")
    if chosen == claim.speaker:
        return
    if claim.speaker:
        hand.pick("speaker", claim.speaker, list(Actor.objects.values_list("name", flat=True)))
        return
    hand.click(hand.page.locator(".field-speaker .select2-selection__clear"))
    hand.press("Escape")


def fill_mode(hand: Hand, claim: Wanted) -> None:
    mode = hand.page.locator("#id_speech_mode")
    if mode.input_value() != claim.mode:
        # A click would open the list, which a program cannot see: it counts as one all the same.
        hand.clicks += 1
        mode.focus()
        hand.choose("speech_mode", claim.mode)


@pytest.mark.parametrize("way", [by_forms, from_text])
def test_the_claims_of_an_article_are_entered(
    way: Callable[[Hand, str, Article, list[Wanted]], None],
    desk: Page,
    site: str,
    article: Article,
    pytestconfig: pytest.Config,
    capsys: pytest.CaptureFixture[str],
) -> None:
    claims = wanted_of(article)
    article.claims.all().delete()
    hand = Hand(desk)
    begun = time.monotonic()
    way(hand, site, article, claims)
    seconds = time.monotonic() - begun
    assert sorted(map(repr, wanted_of(article))) == sorted(map(repr, claims))
    each = f"{hand.clicks / len(claims):.1f} clicks, {hand.keys / len(claims):.1f} keys, {seconds / len(claims):.1f} s"
    told = f"{way.__name__}: {len(claims)} claims, {each} a claim, {seconds / 60:.1f} minutes in all"
    with capsys.disabled():
        pytestconfig.get_terminal_writer().line(f"\n{told}")
