"""Free text: what a visitor types becomes one search of the published words. docs/search.md is its manual.

The syntax is that of web search engines: all words must occur, "a phrase" as it stands, `or` between alternatives,
`-` before what must not occur; the last word may be the beginning of one. No text is wrong; odd signs count as spaces.

A word is looked for in several ways at once: as English (our own words), as German (quotes), as it is written but for
its accents, and as a name in any script and romanisation.
Which words are too common to look for depends on the language, so the whole text is read once as each of them:
"die Botschaft" is two words in English and one in German.
"""

import re
from collections.abc import Sequence
from typing import Any, NamedTuple

from django.contrib.postgres.search import CombinedSearchQuery, SearchQuery, SearchQueryField
from django.db.models import Case, Func, IntegerField, QuerySet, Value, When
from django.db.models.functions import Cast
from django.db.models.lookups import GreaterThan

from incidents import names
from incidents.publication.search_words import LOOSE, WRITTEN, marked

Rows = QuerySet[Any]

LANGUAGES = ("english", "german")
TERM = re.compile(r'(?P<minus>-?)(?:"(?P<phrase>[^"]*)"?|(?P<word>[^\s"]+))')
# Shorter beginnings fit too many words.
LEAST_BEGINNING = 3
# Shorter names are each other's romanisation by chance.
LEAST_LOOSE = 4
# PostgreSQL refuses to look for words of 2,047 letters, and some signs become whole words when they are folded.
LONGEST_WORD = 200


class Term(NamedTuple):
    """One word or phrase of the text; `is_last` tells the one that is perhaps still being typed."""

    text: str
    is_phrase: bool = False
    is_excluded: bool = False
    is_last: bool = False

    def within(self, config: str, *, text: str = "") -> SearchQuery:
        """The term, or another spelling of it, in one configuration of PostgreSQL's text search."""
        return SearchQuery(text or self.text, config=config, search_type="phrase" if self.is_phrase else "plain")

    @property
    def spellings(self) -> tuple[str, ...]:
        """The term, and what it may stand for: Präsident, where it is Praesident."""
        return tuple(dict.fromkeys((self.text, names.with_umlauts(self.text))))

    @property
    def keys(self) -> list[str]:
        """The search keys of all spellings, without words that are too long to be looked for."""
        found = dict.fromkeys(key for text in self.spellings for key in names.search_keys(text))
        return [key for key in found if max(map(len, key.split())) <= LONGEST_WORD]

    @property
    def loose_keys(self) -> list[str]:
        long_enough = [key for key in self.keys if min(map(len, key.split())) >= LEAST_LOOSE]
        return list(dict.fromkeys(names.loose_key(key) for key in long_enough))

    @property
    def beginnings(self) -> list[str]:
        """The keys whose last word may be the beginning of one."""
        return [key for key in self.keys if self.is_last and len(key.split()[-1]) >= LEAST_BEGINNING]


def matching(rows: Rows, text: str) -> Rows:
    """The rows in whose words the text is found; none for a text without a word that can be looked for."""
    return rows.filter(search=query_of(text))


def query_of(text: str) -> CombinedSearchQuery:
    """The condition on a search vector that `incidents.publication.search_words` has made."""
    alternatives = read(text)
    english, german = (AnyOf(NOTHING, *(_all_of(terms, language) for terms in alternatives)) for language in LANGUAGES)
    return CombinedSearchQuery(english, "||", german, None)


def read(text: str) -> list[list[Term]]:
    """The alternatives that the text offers, each with the terms that must all fit."""
    alternatives: list[list[Term]] = [[]]
    found = list(TERM.finditer(text))
    for one in found:
        if (one["word"] or "").lower() == "or" and not one["minus"]:
            alternatives.append([])
        else:
            alternatives[-1].append(_term(one, is_last=one is found[-1]))
    # A word that is written a hundred times is looked for once.
    return [list(dict.fromkeys(terms)) for terms in alternatives]


def _term(found: re.Match[str], *, is_last: bool) -> Term:
    is_phrase, is_excluded = found["word"] is None, bool(found["minus"])
    return Term(
        found["phrase"] if is_phrase else found["word"],
        is_phrase=is_phrase,
        is_excluded=is_excluded,
        is_last=is_last and not is_phrase and not is_excluded,
    )


class AnyOf(Func):
    """SQL: a || b"""

    template = "(%(expressions)s)"
    arg_joiner = " || "
    output_field = SearchQueryField()


class AllOf(AnyOf):
    """SQL: a && b"""

    arg_joiner = " && "


class NoneOf(AnyOf):
    """SQL: !!(a || b)"""

    template = "!!(%(expressions)s)"


class WordCount(Func):
    """SQL: numnode(a), zero where nothing of the words is left to look for"""

    function = "numnode"
    output_field = IntegerField()


# Leaves whatever it is joined to as it is, and matches nothing by itself.
NOTHING = Cast(Value(""), SearchQueryField())


def _all_of(terms: list[Term], language: str) -> AllOf:
    """The terms, without those that are too common in the language."""
    return AllOf(NOTHING, *(_unless_common(term, _in_any_way(term), [language]) for term in terms))


def _in_any_way(term: Term) -> AnyOf:
    ways = [term.within("english"), *(term.within("german", text=text) for text in term.spellings)]
    ways += [term.within("simple", text=key) for key in names.search_keys(term.text)]
    ways += [term.within("simple", text=marked(LOOSE, key)) for key in term.loose_keys]
    # What is common in one language is found in all texts of that language as it is written.
    as_written = _unless_common(term, AnyOf(NOTHING, *_as_written(term)), LANGUAGES)
    return (NoneOf if term.is_excluded else AnyOf)(*ways, as_written)


def _as_written(term: Term) -> list[SearchQuery]:
    """The words of quotes and of our own as they are written, or as they begin."""
    ways = [term.within("simple", text=marked(WRITTEN, key)) for key in term.keys]
    begun = [words for key in term.beginnings for words in (key, marked(WRITTEN, key))]
    return ways + [SearchQuery(_beginning(words), config="simple", search_type="raw") for words in begun]


def _beginning(words: str) -> str:
    """The words in PostgreSQL's own syntax; they consist of letters and digits only."""
    return " & ".join(words.split()) + ":*"


def _unless_common(term: Term, condition: Func | Case, languages: Sequence[str]) -> Func | Case:
    """The condition, or nothing where the term is too common in one of the languages."""
    for language in languages:
        condition = Case(When(GreaterThan(WordCount(term.within(language)), 0), then=condition), default=NOTHING)
    return condition
