"""What a date in everyday words would be in EDTF: "14.11.2025", "14 November 2025", "last Friday", "about 1950".

English and German are read, the languages in which editors write and most texts are written. It is a proposal for
the editor, who sees how it is understood; what is ambiguous, such as 3/4/2025, is not guessed.
"""

import re
from collections.abc import Callable
from datetime import date, timedelta

from incidents import dates

_MONTHS = (
    ("january", "januar", "jan", "jänner"),
    ("february", "februar", "feb"),
    ("march", "märz", "mar", "mär"),
    ("april", "apr"),
    ("may", "mai"),
    ("june", "juni", "jun"),
    ("july", "juli", "jul"),
    ("august", "aug"),
    ("september", "sep", "sept"),
    ("october", "oktober", "oct", "okt"),
    ("november", "nov"),
    ("december", "dezember", "dec", "dez"),
)
_NUMBER_OF = {name: number for number, names in enumerate(_MONTHS, start=1) for name in names}
_WEEKDAYS = (
    ("monday", "montag"),
    ("tuesday", "dienstag"),
    ("wednesday", "mittwoch"),
    ("thursday", "donnerstag"),
    ("friday", "freitag"),
    ("saturday", "samstag", "sonnabend"),
    ("sunday", "sonntag"),
)
_DAY_OF_WEEK = {name: number for number, names in enumerate(_WEEKDAYS) for name in names}
_DAYS_AGO = {"today": 0, "heute": 0, "yesterday": 1, "gestern": 1, "day before yesterday": 2, "vorgestern": 2}
_WORD = r"([a-zäöü]+)\.?"

_APPROXIMATE = re.compile(r"(?:about|around|circa|ca\.?|c\.|um|etwa|gegen)\s+(.+)")
_BEFORE = re.compile(r"(?:before|until|till|by|up to|vor(?: dem)?|bis(?: zum)?)\s+(.+)")
_AFTER = re.compile(r"(?:after|since|from|nach(?: dem)?|seit(?: dem)?|ab(?: dem)?)\s+(.+)")
_SPAN = re.compile(
    r"(?:between|from|vo[nm]|zwischen(?: dem)?)?\s*(.+?)\s*(?:\band\b|\bto\b|\bund\b|\bbis\b|–|—|\s-\s|/)\s*(.+)"
)
_WEEKDAY = re.compile(rf"(?:last|previous|on|am|(?:am )?(?:letzte|vergangene|vorige)[nr]?)?\s*{_WORD}")
_LAST = re.compile(r"(?:last|previous|letzte[nrs]?|vergangene[nrs]?|vorige[nrs]?)\s+(week|month|year|woche|monat|jahr)")

Reader = Callable[[re.Match[str]], str]


def proposal(text: str, *, relative_to: date | None = None) -> str:
    """The EDTF text that the words seem to mean, or "". `relative_to` is the day that "last Friday" is counted from."""
    words = " ".join(text.lower().replace(",", " ").split())
    return _sound(words) or _read(words, relative_to) if len(words) <= dates.MAX_LENGTH else ""


def _sound(edtf: str) -> str:
    """The text if it is a date as EDTF writes it, however many of its letters were small."""
    try:
        return dates.parse(edtf.upper()).edtf
    except dates.InvalidDate:
        return ""


def _read(words: str, today: date | None) -> str:
    if match := _APPROXIMATE.fullmatch(words):
        return _sound(f"{proposal(match[1], relative_to=today)}~")
    if day := _absolute(words) or (_relative(words, today) if today else ""):
        return day
    if match := _SPAN.fullmatch(words):
        first, last = (proposal(part, relative_to=today) for part in match.groups())
        if first and last:
            return _sound(f"{first}/{last}") or _sound(f"{last}/{first}")
    if match := _BEFORE.fullmatch(words):
        return _sound(f"../{proposal(match[1], relative_to=today)}")
    if match := _AFTER.fullmatch(words):
        return _sound(f"{proposal(match[1], relative_to=today)}/..")
    return ""


def _absolute(words: str) -> str:
    for pattern, read in _ABSOLUTE:
        if match := pattern.fullmatch(words):
            return _sound(read(match))
    return ""


def _dashed(year: str, month: str | int, day: str | int = "") -> str:
    """Padded to what EDTF asks for; a name that is no month makes no date."""
    number = _NUMBER_OF.get(month, 0) if isinstance(month, str) and not month.isdecimal() else int(month)
    return f"{year}-{number:02}" + (f"-{int(day):02}" if day else "")


_ABSOLUTE: tuple[tuple[re.Pattern[str], Reader], ...] = (
    (re.compile(r"(\d{4})[-./](\d{1,2})[-./](\d{1,2})"), lambda m: _dashed(m[1], m[2], m[3])),
    (re.compile(r"(\d{1,2})\.\s?(\d{1,2})\.\s?(\d{4})"), lambda m: _dashed(m[3], m[2], m[1])),
    (re.compile(r"(\d{1,2})[./](\d{4})"), lambda m: _dashed(m[2], m[1])),
    (re.compile(rf"(\d{{1,2}})(?:\.|st|nd|rd|th)?\s?{_WORD}\s?(\d{{4}})"), lambda m: _dashed(m[3], m[2], m[1])),
    (re.compile(rf"{_WORD}\s?(\d{{1,2}})(?:st|nd|rd|th)?\s(\d{{4}})"), lambda m: _dashed(m[3], m[1], m[2])),
    (re.compile(rf"{_WORD}\s?(\d{{4}})"), lambda m: _dashed(m[2], m[1])),
    # Without its year a day is a day of an unknown year.
    (re.compile(rf"(\d{{1,2}})(?:\.|st|nd|rd|th)?\s?{_WORD}"), lambda m: _dashed("XXXX", m[2], m[1])),
    (re.compile(rf"{_WORD}\s?(\d{{1,2}})(?:st|nd|rd|th)?"), lambda m: _dashed("XXXX", m[1], m[2])),
)


def _relative(words: str, today: date) -> str:
    if words in _DAYS_AGO:
        return (today - timedelta(days=_DAYS_AGO[words])).isoformat()
    if match := _LAST.fullmatch(words):
        return _last(match[1], today)
    match = _WEEKDAY.fullmatch(words)
    if match is None or match[1] not in _DAY_OF_WEEK:
        return ""
    # The day itself is today's, so the last one of that name is a week back.
    return (today - timedelta(days=(today.weekday() - _DAY_OF_WEEK[match[1]] - 1) % 7 + 1)).isoformat()


def _last(period: str, today: date) -> str:
    if period in ("year", "jahr"):
        return f"{today.year - 1:04}"
    if period in ("month", "monat"):
        return (today.replace(day=1) - timedelta(days=1)).isoformat()[:7]
    monday = today - timedelta(days=today.weekday() + 7)
    return f"{monday.isoformat()}/{(monday + timedelta(days=6)).isoformat()}"
