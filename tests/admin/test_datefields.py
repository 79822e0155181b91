"""A date field says how it understands what is typed, and proposes what was meant."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.urls import reverse

from incidents.admin.datefields import understanding
from incidents.admin.datewords import proposal
from incidents.models import Claim, Event
from tests import builders
from tests.admin.pages import Desk, add, change, text_of

# A Monday.
TODAY = date(2025, 11, 17)


@pytest.mark.parametrize(
    ("words", "edtf"),
    [
        ("14.11.2025", "2025-11-14"),
        ("2025/11/4", "2025-11-04"),
        ("14 November 2025", "2025-11-14"),
        ("14. Nov. 2025", "2025-11-14"),
        ("November 14, 2025", "2025-11-14"),
        ("März 2024", "2024-03"),
        ("12/2024", "2024-12"),
        ("1 September", "XXXX-09-01"),
        ("September 1st", "XXXX-09-01"),
        ("xxxx-09-01", "XXXX-09-01"),
        ("about 1950", "1950~"),
        ("before 14.11.2025", "../2025-11-14"),
        ("seit März 2024", "2024-03/.."),
        ("from 3 May 2024 to 7 May 2024", "2024-05-03/2024-05-07"),
        ("2025-11-14 - 2025-11-10", "2025-11-10/2025-11-14"),
        ("last Friday", "2025-11-14"),
        ("letzten Montag", "2025-11-10"),
        ("am Sonntag", "2025-11-16"),
        ("yesterday", "2025-11-16"),
        ("vorgestern", "2025-11-15"),
        ("last week", "2025-11-10/2025-11-16"),
        ("last month", "2025-10"),
        ("letztes Jahr", "2024"),
        ("3/4/2025", ""),
        ("30.2.2025", ""),
        ("after the war", ""),
        ("before the war", ""),
        ("about then", ""),
        ("war and peace", ""),
        ("14 Brumaire 1799", ""),
        ("x" * 101, ""),
    ],
)
def test_everyday_words_are_read(words: str, edtf: str) -> None:
    assert proposal(words, relative_to=TODAY) == edtf


def test_relative_words_mean_nothing_without_a_day_to_count_from() -> None:
    assert proposal("last Friday") == ""


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("2024-12", {"understood": "between 1 and 31 December 2024"}),
        (" ", {"understood": "", "fault": ""}),
        ("1 Dec 2024", {"understood": "", "fix": "2024-12-01", "fix_understood": "1 December 2024"}),
        ("nonsense", {"understood": "", "fix": "", "fix_understood": ""}),
    ],
)
def test_a_date_is_described_or_its_fault_named(text: str, told: dict[str, str]) -> None:
    assert told.items() <= understanding(text, relative_to=None).items()


def ask(desk: Desk, model: str = "event", **query: str) -> Any:
    return desk.get(reverse(f"admin:incidents_{model}_date"), **query).json()


@pytest.mark.django_db
def test_last_friday_is_counted_from_the_article(desk: Desk) -> None:
    article = builders.article("report", published="2025-11-17")
    told = ask(desk, "claim", text="last Friday", article=str(article.pk))
    assert (told["fix"], told["reference"]) == ("2025-11-14", "2025-11-17")
    assert told["counted_from"] == "Counted from 2025-11-17, the date of “Report”."


@pytest.mark.django_db
def test_of_an_event_the_earliest_article_counts(desk: Desk) -> None:
    event = builders.event()
    builders.claim("one", of=event, where=builders.article("late", published="2025-11-19"))
    early = builders.article("early", by=builders.source("gazette"), published="2025-11-17")
    builders.claim("two", of=event, where=early)
    assert ask(desk, text="yesterday", event=str(event.pk))["fix"] == "2025-11-16"


@pytest.mark.django_db
@pytest.mark.parametrize("query", [{}, {"article": "x"}, {"event": "4711"}, {"article": "9" * 30}])
def test_without_an_article_nothing_is_counted(desk: Desk, query: dict[str, str]) -> None:
    assert ask(desk, text="ye\x01sterday" * 20, **query)["reference"] == ""


@pytest.mark.django_db
def test_who_may_not_write_is_not_told(desk_of: Callable[[str], Desk]) -> None:
    assert desk_of("viewer").get(reverse("admin:incidents_event_date"), text="2025").status_code == 403


@pytest.mark.django_db
def test_every_date_is_such_a_field_and_understood_when_the_page_opens(desk: Desk) -> None:
    person = builders.actor("person", kind="person")
    person.affiliations.create(organisation=builders.actor(), role="president", from_date="2003-10")
    article = builders.article("dated", published="2024-12")
    pages = [text_of(desk.get(url)) for url in (add(Event), add(Claim), change(person), change(article))]
    assert [page.count('class="edtf"') for page in pages] == [1, 2, 4, 1]
    assert "Understood as: <strong>between 1 and 31 October 2003</strong>" in pages[2]
    assert "Understood as: <strong>between 1 and 31 December 2024</strong>" in pages[3]


@pytest.mark.django_db
def test_a_fault_is_told_with_its_fix_in_the_form_that_comes_back(desk: Desk) -> None:
    page = text_of(desk.post(add(Event), {**desk.form(add(Event)), "title": "T", "slug": "t", "date": "14.11.2025"}))
    assert "Write instead: <code>2025-11-14</code> (14 November 2025)" in page
    assert not Event.objects.filter(slug="t").exists()
