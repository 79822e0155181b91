import re
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from incidents import dates
from incidents.vocabularies import DatePrecision

DOCUMENT = (Path(__file__).parent.parent / "docs" / "dates.md").read_text(encoding="utf-8")


def rows(heading: str) -> list[list[str]]:
    """The rows of the table under a heading of docs/dates.md, without its header and without code marks."""
    section = DOCUMENT.split(f"## {heading}\n")[1].split("\n## ")[0]
    lines = [line for line in section.splitlines() if line.startswith("|")][2:]
    return [[cell[1:-1].removeprefix("`").removesuffix("`") for cell in line[1:-1].split("|")] for line in lines]


@pytest.mark.parametrize(("edtf", "first", "last", "precision", "english"), rows("Cases"))
def test_it_reads_each_published_case(edtf: str, first: str, last: str, precision: str, english: str) -> None:
    block = dates.parse(edtf)
    assert (str(block.start), str(block.end)) == (first.replace("null", "None"), last.replace("null", "None"))
    assert (block.edtf, block.precision, dates.describe(block)) == (edtf, precision, english)


@pytest.mark.parametrize(("edtf", "why"), rows("What is refused"))
def test_it_refuses_each_published_case_and_names_it(edtf: str, why: str) -> None:
    with pytest.raises(dates.InvalidDate, match=f"^{re.escape(repr(edtf))} is not a date: "):
        dates.parse(edtf)


def test_the_published_tables_are_not_empty() -> None:
    assert len(rows("Cases")) > 70
    assert len(rows("What is refused")) > 20


@pytest.mark.parametrize(
    ("edtf", "precision"),
    [
        ("2025-06-01/2025-06-01", "day"),
        ("2025-06-01/2025-06-02", "days"),
        ("2025-06-01/2025-06-06", "days"),
        ("2025-06-01/2025-06-07", "week"),
        ("2025-06-01/2025-06-08", "month"),
        ("2025-06-01/2025-07-01", "month"),
        ("2025-06-01/2025-07-02", "season"),
        ("2025-06-01/2025-09-01", "season"),
        ("2025-06-01/2025-09-02", "year"),
        ("2025-06-01/2026-06-01", "year"),
        ("2025-06-01/2026-06-02", "longer"),
    ],
)
def test_precision_changes_at_the_published_number_of_days(edtf: str, precision: str) -> None:
    assert dates.parse(edtf).precision == precision


@pytest.mark.parametrize("text", ["", " ", "\t\n"])
def test_it_refuses_an_empty_text(text: str) -> None:
    with pytest.raises(dates.InvalidDate, match="it is empty; leave the date out"):
        dates.parse(text)


def test_it_refuses_a_text_of_more_than_100_characters_and_shortens_it_in_the_message() -> None:
    with pytest.raises(dates.InvalidDate, match="longer than 100 characters") as refusal:
        dates.parse("2025" * 10_000)
    assert len(str(refusal.value)) < 300


@pytest.mark.parametrize(
    ("edtf", "fix"),
    [
        ("2025-02-29", "correct the day, month or year"),
        ("2025-13", "check the month and the day"),
        ("2025-11-14/2025-11-10", "put the earlier date first"),
        ("-0044", "state it in the note"),
        ("9999-24", "state it in the note"),
        ("2025T10:00:00", "as in 2025-11-14T10:00:00"),
        ("tomorrow", "write it like 2025-11-14"),
    ],
)
def test_a_refusal_says_what_to_do(edtf: str, fix: str) -> None:
    with pytest.raises(dates.InvalidDate, match=fix):
        dates.parse(edtf)


@pytest.mark.parametrize(
    ("edtf", "uncertain", "approximate"),
    [("2025", False, False), ("2025?", True, False), ("2025~", False, True), ("2025%", True, True)],
)
def test_qualifiers_are_told_apart(edtf: str, uncertain: bool, approximate: bool) -> None:
    block = dates.parse(edtf)
    assert (block.uncertain, block.approximate) == (uncertain, approximate)


def test_no_text_is_no_date() -> None:
    block = dates.parse_optional("")
    assert (block.start, block.end, block.precision) == (None, None, DatePrecision.UNKNOWN)
    assert dates.describe(block) == "unknown date"


def test_a_text_that_may_be_empty_is_otherwise_read_as_ever() -> None:
    assert dates.parse_optional("2025-11-14") == dates.parse("2025-11-14")
    with pytest.raises(dates.InvalidDate):
        dates.parse_optional(" ")


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("2024-12", "2024-12-25", True),
        ("2024-12-25", "2024-12-26", False),
        ("2025", "2024-24", True),
        ("2025-11-14/..", "2026", True),
        ("2025-11-14/..", "2025-11-13", False),
        ("../2025", "2026-01-01", False),
        ("XXXX-09-01", "2018-09-01", True),
        ("2025-10-08~", "2025-10-09~", False),
    ],
)
def test_dates_are_compatible_if_their_bounds_overlap(one: str, other: str, expected: bool) -> None:
    assert dates.compatible(dates.parse(one), dates.parse(other)) is expected
    assert dates.compatible(dates.parse(other), dates.parse(one)) is expected


def test_a_second_reading_costs_nothing() -> None:
    assert dates.parse("2025-11-14") is dates.parse("2025-11-14")


@pytest.mark.parametrize("text", ["../2X24-13", "/..", "2025-1X-00", "?1950S0", "?1950S2-10", "2025-XX-00"])
def test_a_bad_date_leaves_no_trace_on_the_output(text: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(dates.InvalidDate):
        dates.parse(text)
    assert capsys.readouterr().out == ""


YEARS = st.sampled_from(["2024", "2025", "202X", "XXXX", "0000", "9999", "1950S2", "1950S0", "-2025", "X02X"])
MONTHS = st.sampled_from(["01", "02", "12", "XX", "0X", "X1", "13", "24", "41"])
DAYS = st.sampled_from(["01", "29", "30", "31", "00", "XX", "3X", "X9"])
QUALIFIERS = st.sampled_from(["", "", "?", "~", "%"])
DATES = st.one_of(
    st.tuples(YEARS, QUALIFIERS).map("".join),
    st.tuples(YEARS, st.just("-"), QUALIFIERS, MONTHS, QUALIFIERS).map("".join),
    st.tuples(QUALIFIERS, YEARS, st.just("-"), MONTHS, st.just("-"), QUALIFIERS, DAYS, QUALIFIERS).map("".join),
)
ENDS = st.one_of(DATES, st.sampled_from(["", ".."]))
LIKE_EDTF = st.one_of(
    DATES,
    st.tuples(ENDS, ENDS).map("/".join),
    st.lists(DATES, min_size=1, max_size=3).map(lambda members: f"[{','.join(members)}]"),
    st.tuples(DATES, DATES).map(lambda bounds: f"{{{'..'.join(bounds)}}}"),
    st.text(alphabet="0123456789X-/.,[]{}?~%TSZ:+", max_size=20),
    st.text(max_size=120),
)


def read(text: str) -> dates.DateBlock | None:
    try:
        return dates.parse(text)
    except dates.InvalidDate:
        return None


@given(LIKE_EDTF)
def test_any_text_is_read_in_order_or_refused_as_invalid(text: str) -> None:
    block = read(text)
    assert block is None or (block.start or date.min) <= (block.end or date.max)


@given(st.dates(), st.dates())
def test_an_interval_of_two_days_keeps_both(one: date, other: date) -> None:
    first, last = sorted((one, other))
    block = dates.parse(f"{first.isoformat()}/{last.isoformat()}")
    assert (block.start, block.end) == (first, last)


@pytest.mark.parametrize("written", ["%Y", "%Y-%m", "%Y-%m-%d", "%Y?", "%Y-%m~", "%Y-%m-%d%%"])
@given(day=st.dates(min_value=date(1000, 1, 1)))
def test_plain_dates_are_read_at_sight_as_the_grammar_reads_them(written: str, day: date) -> None:
    edtf = day.strftime(written)
    assert dates._span(edtf) == dates._bounds(dates._tree(edtf, edtf), edtf)
