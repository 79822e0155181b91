"""Finding a name however it is spelt, and a passage although it is not quoted exactly.

A search key folds script, case, accents and punctuation, nothing else: "Aliyev", "Alijew", "Алієв" and "Əliyev" keep
different keys, and one actor is found under each because it carries each as a name.
A loose key folds besides what differs between the ways to write a Cyrillic name in Latin letters: "Aliev", "Aliyev",
"Alijew" and "Алієв" share one.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from dataclasses import dataclass
from itertools import dropwhile, takewhile

from anyascii import anyascii
from django.utils.translation import gettext as _
from rapidfuzz.distance import Levenshtein, Opcode
from rapidfuzz.fuzz import partial_ratio_alignment

# German writes an umlaut as two letters where it has no umlauts: Müller is found as Muller and as Mueller.
_UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "Ä": "Ae", "Ö": "Oe", "Ü": "Ue"})
_SPELT_OUT = (("ae", "ä"), ("oe", "ö"), ("ue", "ü"))
# What the ways to write Cyrillic in Latin letters differ in, in the order in which it is folded.
_ROMANISATIONS = (
    (re.compile(r"tsch"), "ch"),
    (re.compile(r"sch"), "sh"),
    (re.compile(r"[kc]h"), "h"),
    (re.compile(r"w"), "v"),
    (re.compile(r"[yj]"), "i"),
    (re.compile(r"([a-z])\1+"), r"\1"),
    (re.compile(r"(?<=[aeou])i(?=[aeou])"), ""),
)
# Anyascii writes the soft sign of Ильгам as an apostrophe; like that of O'Neill it parts no words.
_APOSTROPHES = re.compile(r"['’ʼ`]")
_NO_LETTERS = re.compile(r"[^a-z0-9]+")

# The first word of a letter's Unicode name, as ISO 15924 calls its script.
_SCRIPTS = {
    "LATIN": "Latn",
    "CYRILLIC": "Cyrl",
    "ARABIC": "Arab",
    "ARMENIAN": "Armn",
    "GEORGIAN": "Geor",
    "GREEK": "Grek",
    "HEBREW": "Hebr",
    "CJK": "Hani",
    "HIRAGANA": "Hira",
    "KATAKANA": "Kana",
    "HANGUL": "Hang",
    "DEVANAGARI": "Deva",
    "THAI": "Thai",
}
NO_SCRIPT = "Zyyy"
UNKNOWN_SCRIPT = "Zzzz"

# A search through so much text for so long a quote takes a quarter of a second.
_LONGEST_TEXT = 500_000
_LONGEST_QUOTE = 2_000
# Below this share of common characters, in per cent, the nearest passage is no passage but chance.
_LEAST_LIKENESS = 60
# How far, in characters, the ends of a passage are moved to fit the quote better.
_REACH = 12
_LONGEST_SHOWN = 40
_CONTROL_NAMES = {"\t": "TAB", "\n": "LINE FEED", "\r": "CARRIAGE RETURN"}


@dataclass(frozen=True, slots=True)
class NearestMatch:
    """The passage of a text that comes nearest to a quote.

    `start` and `end` are half-open Unicode code point offsets into the text, `found` is the text between them, and
    `difference` says in words where quote and passage first part; it is "" where the quote stands there as it is.
    """

    start: int
    end: int
    found: str
    difference: str


def search_key(name: str) -> str:
    """The name in lower-case ASCII words, "" for a name without letters or digits."""
    # Plain names, which most are, stay as they are.
    ascii_name = name if name.isascii() else anyascii(unicodedata.normalize("NFKC", name))
    return _NO_LETTERS.sub(" ", _APOSTROPHES.sub("", ascii_name).casefold()).strip()


def search_keys(name: str) -> tuple[str, ...]:
    """The key of the name and, where it has umlauts, the key with them written as two letters; none for no letters."""
    spelt_out = unicodedata.normalize("NFC", name).translate(_UMLAUTS)
    return tuple(key for key in dict.fromkeys((search_key(name), search_key(spelt_out))) if key)


def loose_key(key: str) -> str:
    """What a search key shares with the keys of other ways to write the same name in Latin letters."""
    for pattern, folded in _ROMANISATIONS:
        key = pattern.sub(folded, key)
    return key


def with_umlauts(text: str) -> str:
    """The text with ae, oe and ue written as umlauts, in lower case: what "Praesident" may stand for."""
    text = text.lower()
    for pair, umlaut in _SPELT_OUT:
        text = text.replace(pair, umlaut)
    return text


def guess_script(name: str) -> str:
    """The ISO 15924 code of the script most letters of the name are in: Zyyy without letters, Zzzz for a rarer one."""
    scripts = Counter(unicodedata.name(letter, "").split(" ")[0] for letter in name if letter.isalpha())
    if not scripts:
        return NO_SCRIPT
    return _SCRIPTS.get(scripts.most_common(1)[0][0], UNKNOWN_SCRIPT)


def nearest_match(quote: str, text: str) -> NearestMatch | None:
    """The passage nearest to the quote, or None where nothing in the text resembles it.

    Of a quote longer than 2,000 characters the beginning is compared, of a text longer than 500,000 the beginning is
    searched, so that the answer always comes within a second.
    """
    agreed = (
        _("the first %(number)s characters of the quote stand there") % {"number": _LONGEST_QUOTE}
        if len(quote) > _LONGEST_QUOTE
        else ""
    )
    quote, text = quote[:_LONGEST_QUOTE], text[:_LONGEST_TEXT]
    alignment = partial_ratio_alignment(quote, text, score_cutoff=_LEAST_LIKENESS) if quote and text else None
    if alignment is None:
        return None
    start, end = _fitted(quote, text, alignment.dest_start, alignment.dest_end)
    found = text[start:end]
    return NearestMatch(start, end, found, _first_difference(quote, found) or agreed % {"number": _LONGEST_QUOTE})


def _fitted(quote: str, text: str, start: int, end: int) -> tuple[int, int]:
    """The ends moved to where the passage differs least from the quote: an alignment is as long as the quote."""
    starts = range(max(start - _REACH, 0), min(start + _REACH, end) + 1)
    start = min(starts, key=lambda at: (Levenshtein.distance(quote, text[at:end]), abs(at - start)))
    ends = range(max(end - _REACH, start), min(end + _REACH, len(text)) + 1)
    end = min(ends, key=lambda at: (Levenshtein.distance(quote, text[start:at]), abs(at - end)))
    return start, end


def _first_difference(quote: str, found: str) -> str:
    steps = dropwhile(_same, Levenshtein.opcodes(quote, found))
    parting = list(takewhile(lambda step: not _same(step), steps))
    if not parting:
        return ""
    mine = quote[parting[0].src_start : parting[-1].src_end]
    theirs = found[parting[0].dest_start : parting[-1].dest_end]
    if not mine:
        told = _("character %(at)s of the quote: before it the text has %(theirs)s, which the quote leaves out")
    elif not theirs:
        told = _("character %(at)s of the quote: the quote has %(mine)s, which the text does not have")
    else:
        told = _("character %(at)s of the quote: the quote has %(mine)s where the text has %(theirs)s")
    return told % {"at": parting[0].src_start + 1, "mine": _shown(mine), "theirs": _shown(theirs)}


def _same(step: Opcode) -> bool:
    return step.tag == "equal"


def _shown(part: str) -> str:
    """The part between quotation marks; a single character with its code and name, since it may be hard to see."""
    if len(part) != 1:
        return repr(part if len(part) <= _LONGEST_SHOWN else part[:_LONGEST_SHOWN] + "…")
    name = _CONTROL_NAMES.get(part) or unicodedata.name(part, "UNNAMED CHARACTER")
    return f"{part} (U+{ord(part):04X} {name})" if part.strip() else f"U+{ord(part):04X} {name}"
