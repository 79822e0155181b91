import re
from decimal import Decimal
from itertools import permutations
from pathlib import Path

import pytest

from incidents.agreement import ClaimFact, Link, Value, agreement, excludes, group_by_value, independent_roots

DOCUMENT = (Path(__file__).parent.parent / "docs" / "agreement.md").read_text(encoding="utf-8")
NUMBER = re.compile(r"(?:(money|percentage) )?(exactly|at least|at most|about) (\S+) ?(.*)")
QUALIFIERS = {"exactly": "exact", "at least": "at_least", "at most": "at_most", "about": "about"}


def rows(heading: str) -> list[list[str]]:
    """The rows of the table under a heading of docs/agreement.md, without its header."""
    section = DOCUMENT.split(f"## {heading}\n")[1].split("\n## ")[0]
    lines = [line for line in section.splitlines() if line.startswith("|")][2:]
    return [[cell.strip() for cell in line[1:-1].split("|")] for line in lines]


def value(words: str) -> Value:
    if number := NUMBER.fullmatch(words):
        kind, qualifier, amount, unit = number.groups()
        return Value(type=kind or "quantity", number=Decimal(amount), qualifier=QUALIFIERS[qualifier], unit=unit)
    kind, _, rest = words.partition(" ")
    parts = {"date": (rest, "", ""), "text": ("", rest, ""), "actor": ("", "", rest), "place": ("", "", rest)}
    date, text, ref = parts[kind]
    return Value(type=kind, date=date, text=text, ref=ref)


def facts(words: str) -> list[ClaimFact]:
    """Claims written as in the document: "a tass: exactly 38 deaths; b reuters: no value"."""
    claims = [re.fullmatch(r"(\w+) (\w+): (.+)", claim) for claim in words.split("; ")]
    return [ClaimFact(c[1], c[2], None if c[3] == "no value" else value(c[3])) for c in claims if c]


def links(words: str) -> list[Link]:
    return [Link(start, end, relation) for start, relation, end in (link.split() for link in words.split("; ") if link)]


@pytest.mark.parametrize(("one", "other", "exclude", "why"), rows("When two values exclude one another"))
def test_values_exclude_one_another_as_published(one: str, other: str, exclude: str, why: str) -> None:
    assert excludes(value(one), value(other)) is (exclude == "yes")
    assert excludes(value(other), value(one)) is (exclude == "yes")


@pytest.mark.parametrize(("claims", "relations", "word", "why"), rows("Cases"))
def test_claims_agree_as_published_in_whatever_order(claims: str, relations: str, word: str, why: str) -> None:
    orders = [agreement(order, links(relations)) for order in permutations(facts(claims))]
    assert set(orders) == {word}


@pytest.mark.parametrize(("claims", "relations", "groups"), rows("Who holds what"))
def test_claims_are_grouped_as_published_in_whatever_order(claims: str, relations: str, groups: str) -> None:
    orders = [group_by_value(order, links(relations)[::-1]) for order in permutations(facts(claims))]
    shown = ["; ".join(" ".join(claim.id for claim in group) for group in order) for order in orders]
    assert set(shown) == {groups}


@pytest.mark.parametrize(
    ("heading", "least"), [("When two values exclude one another", 25), ("Cases", 35), ("Who holds what", 14)]
)
def test_the_published_tables_are_read_whole(heading: str, least: int) -> None:
    assert len(rows(heading)) >= least


def test_articles_that_quote_one_agency_have_one_root() -> None:
    claims = facts("a tass: no value; b tass: no value; c reuters: no value")
    assert independent_roots(claims) == {"tass", "reuters"}


def test_agreement_on_nothing_is_refused() -> None:
    with pytest.raises(ValueError, match="no claims to compare; leave the aspect out"):
        agreement([], [])


def test_no_claims_make_no_groups() -> None:
    assert group_by_value([], [Link("a", "b", "repeats")]) == []
