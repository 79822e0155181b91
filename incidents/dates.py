"""How a date written in EDTF (ISO 8601-2, levels 0 to 2) is read. docs/dates.md publishes the rule and its cases.

The `edtf` package decides what is well formed. The bounds are computed here, day by day, because the package pads
unknown ends by ten years, gives open ends as infinity, ends winter on 31 December, lets 29 February pass in any year
and reads an unknown year as 0 to 9999. Its fuzzy bounds are never used: a qualifier changes no bound.

The precision is read off the number of days from the first to the last, both counted: 1 is day, 2 to 6 days, 7 week,
8 to 31 month, 32 to 93 season, 94 to 366 year, more is longer; where a bound is missing it is unknown.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import MAXYEAR, date
from functools import lru_cache
from typing import Any, NamedTuple

from django.utils.dates import MONTHS
from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext
from edtf.parser.edtf_exceptions import EDTFParseException
from edtf.parser.grammar import parse_edtf
from edtf.parser.parser_classes import (
    DateAndTime,
    EDTFObject,
    Interval,
    MultipleDates,
    OneOfASet,
    Season,
    UncertainOrApproximate,
    UnspecifiedIntervalSection,
)

from incidents.vocabularies import DatePrecision

# The grammar takes up to a quarter of a second for a text of this length, and ever more beyond.
MAX_LENGTH = 100

_ALPHABET = re.compile(r"[0-9XYSETZ:+\-/.,~?%\[\]{}]+")
_FAR_YEAR = re.compile(r"[YE]|(^|[\[{/,.])-\d")
# A year, a month or a day, qualified or not.
_PLAIN = re.compile(r"(\d{4})(?:-(0[1-9]|1[0-2])(?:-(\d\d))?)?[?~%]?")
_NO_BOUND = re.compile(r"(\.\.)?/(\.\.)?")
# "1950S2" is some year from 1900 to 1999, estimated at 1950: the digits that are not significant are unknown.
_SIGNIFICANT_DIGITS = re.compile(r"(\d{4})S([1-4])")
# The grammar stumbles over an unspecified month after a known year unless a day follows, so any day is put after it.
_UNSPECIFIED_MONTH = re.compile(r"(?<![\dX-])(\d{4}-(?:[01]X|X[\dX]))(?![\dX-])")
# It stumbles, too, where that day is none, and over significant digits outside 1 to 4.
_STUMBLES = re.compile(r"S|\d{4}-(?:[01]X|X[\dX])(?!-(?:0[1-9]|[12]\d|3[01]|X[\dX]|\dX))")
# The grammar takes no qualifier after a season that stands alone.
_QUALIFIED_SEASON = re.compile(r"(\d{4}-(?:2[1-9]|3\d|4[01]))[?~%]")
_TIME_OF_A_DAY = re.compile(r"\d{4}-\d\d-\d\dT[\dZ:+-]+")
_UNKNOWN_YEAR = re.compile(r"X[\dX]{3}(?:-(\d\d)(?:-(\d\d))?)?(?:-XX)*")

# First and last month; a last month below the first lies in the next year. EDTF leaves the hemisphere of 21 to 24 open:
# they are read as northern, which is how the sources mean them.
_SEASON_MONTHS = {
    "21": (3, 5),
    "22": (6, 8),
    "23": (9, 11),
    "24": (12, 2),
    "25": (3, 5),  # 25 to 28: northern spring to winter
    "26": (6, 8),
    "27": (9, 11),
    "28": (12, 2),
    "29": (9, 11),  # 29 to 32: southern spring to winter
    "30": (12, 2),
    "31": (3, 5),
    "32": (6, 8),
    "33": (1, 3),  # 33 to 36: quarters
    "34": (4, 6),
    "35": (7, 9),
    "36": (10, 12),
    "37": (1, 4),  # 37 to 39: thirds of a year
    "38": (5, 8),
    "39": (9, 12),
    "40": (1, 6),  # 40 and 41: halves of a year
    "41": (7, 12),
}
# The longest span of each precision, in days; what is longer still is LONGER.
_LONGEST = (
    (1, DatePrecision.DAY),
    (6, DatePrecision.DAYS),
    (7, DatePrecision.WEEK),
    (31, DatePrecision.MONTH),
    (93, DatePrecision.SEASON),
    (366, DatePrecision.YEAR),
)
_YEARS = gettext_lazy("only the years 1 to 9999 can be kept; state it in the note to the date")
_LIKE = gettext_lazy("write it like 2025-11-14, 2025-11, 2025, 2025-11-10/2025-11-14, 2025-11-14/.. or XXXX-09-01")
_CHECK = format_lazy(gettext_lazy("check the month and the day, and {like}"), like=_LIKE)


class InvalidDate(ValueError):
    """A text that is no date here. The message names the text and says what to write instead."""

    def __init__(self, text: str, reason: str | Promise) -> None:
        shown = text if len(text) <= MAX_LENGTH else text[:MAX_LENGTH] + "…"
        super().__init__(_("%(text)r is not a date: %(reason)s.") % {"text": shown, "reason": reason})


@dataclass(frozen=True, slots=True)
class DateBlock:
    """A date as stated, and the days it may mean.

    `start` and `end` are the first and the last possible day, both included; a bound that is open or unknown is None.
    `uncertain` and `approximate` say whether any part is qualified by ? or ~ (% is both).
    """

    edtf: str
    start: date | None
    end: date | None
    precision: DatePrecision
    uncertain: bool = False
    approximate: bool = False


class _Span(NamedTuple):
    start: date | None
    end: date | None


UNDATED = DateBlock(edtf="", start=None, end=None, precision=DatePrecision.UNKNOWN)


@lru_cache(maxsize=4096)
def parse(edtf: str) -> DateBlock:
    """Read an EDTF text of at most 100 characters; raise InvalidDate for anything else."""
    _refuse_at_sight(edtf)
    start, end = _span(edtf)
    return DateBlock(
        edtf=edtf,
        start=start,
        end=end,
        precision=_precision(start, end),
        uncertain="?" in edtf or "%" in edtf,
        approximate="~" in edtf or "%" in edtf,
    )


def parse_optional(edtf: str) -> DateBlock:
    """Like parse, with "" read as no date at all."""
    return parse(edtf) if edtf else UNDATED


def compatible(one: DateBlock, other: DateBlock) -> bool:
    """Whether both can mean the same day: their bounds overlap, a missing bound being no limit."""
    return _not_after(one.start, other.end) and _not_after(other.start, one.end)


def describe(block: DateBlock) -> str:
    """The date in words, for editors: "14 November 2025", "between 1 and 31 December 2024"."""
    doubts = [word for word, said in ((_("uncertain"), block.uncertain), (_("approximate"), block.approximate)) if said]
    return _words(block) + (f" ({_(' and ').join(doubts)})" if doubts else "")


def _refuse_at_sight(text: str) -> None:
    if not text.strip():
        raise InvalidDate(text, _("it is empty; leave the date out where none is stated"))
    if len(text) > MAX_LENGTH:
        raise InvalidDate(
            text, _("it is longer than %(limit)s characters; %(like)s") % {"limit": MAX_LENGTH, "like": _LIKE}
        )
    if not _ALPHABET.fullmatch(text):
        raise InvalidDate(
            text, _("EDTF has no spaces, names of months or other such characters; %(like)s") % {"like": _LIKE}
        )
    if _FAR_YEAR.search(text):
        raise InvalidDate(text, _YEARS)
    if _NO_BOUND.fullmatch(text):
        raise InvalidDate(text, _("an interval needs at least one bound; leave the date out where none is stated"))
    if "T" in text and not _TIME_OF_A_DAY.fullmatch(text):
        raise InvalidDate(text, _("a time of day needs one full date before it, as in 2025-11-14T10:00:00"))


def _span(text: str) -> _Span:
    """The bounds of a whole text. Intervals are cut here: the grammar stumbles over an open end beside a bad date."""
    lower, slash, upper = text.partition("/")
    if not slash:
        return _span_of_part(text, text)
    return _interval(_end_of_interval(lower, text), _end_of_interval(upper, text), text)


def _end_of_interval(part: str, text: str) -> _Span:
    if part in {"", ".."}:
        return _Span(None, None)
    if part[0] in "[{" or "/" in part:
        raise InvalidDate(text, _("an interval joins two dates, neither sets nor further intervals"))
    return _span_of_part(part, text)


def _span_of_part(part: str, text: str) -> _Span:
    if plain := _PLAIN.fullmatch(part):
        # Nearly every date is plain, and the grammar takes milliseconds; what no calendar has is left to it.
        with suppress(ValueError):
            return _span_of_plain(*plain.groups())
    return _bounds(_tree(part, text), text)


def _span_of_plain(year: str, month: str | None, day: str | None) -> _Span:
    first, last = int(month or 1), int(month or 12)
    last_day = int(day or monthrange(int(year), last)[1])
    return _Span(date(int(year), first, int(day or 1)), date(int(year), last, last_day))


def _tree(part: str, text: str) -> EDTFObject:
    plain = _SIGNIFICANT_DIGITS.sub(lambda match: match[1][: int(match[2])].ljust(4, "X"), part)
    plain = _UNSPECIFIED_MONTH.sub(r"\1-XX", plain)
    if _STUMBLES.search(plain):
        raise InvalidDate(text, _CHECK)
    season = _QUALIFIED_SEASON.fullmatch(plain)
    try:
        tree: EDTFObject = parse_edtf(season[1] if season else plain)
    except EDTFParseException as error:
        raise InvalidDate(text, _CHECK) from error
    return tree


# The package annotates few attributes of its classes, hence Any.
def _bounds(node: Any, text: str) -> _Span:
    match node:
        case OneOfASet() | MultipleDates():
            return _hull([_bounds(member, text) for member in node.objects])
        case Interval():
            return _interval(_bounds(node.lower, text), _bounds(node.upper, text), text)
        case UnspecifiedIntervalSection():
            return _Span(None, None)
        case UncertainOrApproximate() | DateAndTime():
            return _bounds(node.date, text)
        case Season():
            return _season(int(node.year), *_SEASON_MONTHS[node.season], text)
        case _:
            return _calendar(node.year, node.month or "XX", node.day or "XX", text)


def _hull(spans: list[_Span]) -> _Span:
    starts = [span.start for span in spans if span.start is not None]
    ends = [span.end for span in spans if span.end is not None]
    return _Span(
        min(starts) if len(starts) == len(spans) else None,
        max(ends) if len(ends) == len(spans) else None,
    )


def _interval(lower: _Span, upper: _Span, text: str) -> _Span:
    if not _not_after(lower.start, upper.end):
        raise InvalidDate(text, _("it ends before it starts; put the earlier date first"))
    return _Span(lower.start, upper.end)


def _season(year: int, first: int, last: int, text: str) -> _Span:
    last_year = year + 1 if last < first else year
    if not 1 <= year <= last_year <= MAXYEAR:
        raise InvalidDate(text, _YEARS)
    return _Span(date(year, first, 1), date(last_year, last, monthrange(last_year, last)[1]))


def _calendar(year: str, month: str, day: str, text: str) -> _Span:
    """The first and the last day that fit the three patterns, in which X stands for any digit."""
    first, last = (next(_days(year, month, day, step), None) for step in (1, -1))
    if first is None:
        raise InvalidDate(text, _("no calendar of the years 1 to 9999 has that day; correct the day, month or year"))
    # Without its first digit a year says nothing of when: the bounds would be the ends of the calendar.
    return _Span(None, None) if year.startswith("X") else _Span(first, last)


def _days(year: str, month: str, day: str, step: int) -> Iterator[date]:
    for its_year in _fitting(year, MAXYEAR)[::step]:
        for its_month in _fitting(month, 12)[::step]:
            for its_day in _fitting(day, monthrange(its_year, its_month)[1])[::step]:
                yield date(its_year, its_month, its_day)


@lru_cache(maxsize=1024)
def _fitting(pattern: str, highest: int) -> tuple[int, ...]:
    """The numbers from 1 to `highest` that fit the pattern."""
    low, high = int(pattern.replace("X", "0")), int(pattern.replace("X", "9"))
    digits = re.compile(pattern.replace("X", r"\d"))
    candidates = range(max(low, 1), min(high, highest) + 1)
    return tuple(number for number in candidates if digits.fullmatch(f"{number:0{len(pattern)}}"))


def _precision(start: date | None, end: date | None) -> DatePrecision:
    if start is None or end is None:
        return DatePrecision.UNKNOWN
    days = (end - start).days + 1
    return next((word for longest, word in _LONGEST if days <= longest), DatePrecision.LONGER)


def _not_after(start: date | None, end: date | None) -> bool:
    return start is None or end is None or start <= end


def _words(block: DateBlock) -> str:
    if block.start and block.end:
        return _closed_words(block.start, block.end)
    if block.start:
        return _("on or after %(day)s") % {"day": _day(block.start)}
    if block.end:
        return _("on or before %(day)s") % {"day": _day(block.end)}
    return _undated_words(block.edtf)


def _closed_words(start: date, end: date) -> str:
    if start == end:
        return _day(end)
    if start.year != end.year:
        first = _day(start)
    elif start.month != end.month:
        first = _day_of_year(start.month, start.day)
    else:
        first = pgettext("day of a month", "%(day)s") % {"day": start.day}
    return _("between %(first)s and %(last)s") % {"first": first, "last": _day(end)}


def _undated_words(edtf: str) -> str:
    stated = _UNKNOWN_YEAR.fullmatch(edtf)
    if not stated:
        return _("unknown date")
    month, day = (int(part) if part else None for part in stated.groups())
    return _("unknown year, %(day)s") % {"day": _day_of_year(month, day)} if month else _("unknown year")


def _day(day: date) -> str:
    return _("%(day)s %(year)s") % {"day": _day_of_year(day.month, day.day), "year": day.year}


def _day_of_year(month: int, day: int | None) -> str:
    return _("%(day)s %(month)s") % {"day": day, "month": MONTHS[month]} if day else str(MONTHS[month])
