"""Which actor or source a second reader means, who knew the texts but not the records.

Names are compared by their search keys, without what stands in parentheses, and without regard to inflection: two words
are the same where they differ by at most two letters at the end ("Alijew", "Alijews"; "offizielle", "offizieller").
Nothing else is forgiven: "observers" are not the state in which they observe.
"""

import re
from collections.abc import Iterable, Mapping

from incidents.names import search_key

_IN_PARENTHESES = re.compile(r"\([^)]*\)")
# In shorter words two letters may be another word.
_SHORTEST_INFLECTED = 5
_LONGEST_ENDING = 2


def words_of(name: str) -> list[str]:
    return search_key(_IN_PARENTHESES.sub(" ", name)).split()


def same_name(one: list[str], other: list[str]) -> bool:
    return bool(one) and len(one) == len(other) and all(map(_same_word, one, other))


def _same_word(one: str, other: str) -> bool:
    stem, inflected = sorted((one, other), key=len)
    longest = _LONGEST_ENDING if len(stem) >= _SHORTEST_INFLECTED else 0
    return inflected.startswith(stem) and len(inflected) - len(stem) <= longest


def bearers(text: str, spellings: Mapping[str, Iterable[str]]) -> frozenset[str]:
    """The slugs under one of whose spellings the text is a name; where there are none, the text itself.

    The empty text stands for nobody, as it does in the dataset.
    """
    given = words_of(text)
    found = {slug for slug, names in spellings.items() if any(same_name(given, words_of(name)) for name in names)}
    return frozenset(found or {text})


def named_within(text: str, mentions: Mapping[str, str]) -> frozenset[str]:
    """The slugs in whose mention the text stands as a run of words."""
    given = words_of(text)
    return frozenset(slug for slug, mention in mentions.items() if _runs_in(given, words_of(mention)))


def _runs_in(given: list[str], words: list[str]) -> bool:
    return any(same_name(given, words[at : at + len(given)]) for at in range(len(words)))
