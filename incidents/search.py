"""Free text: what a visitor types becomes one search of the published words.

The syntax is that of web search engines: all words must occur, "a phrase" as it stands, `or` between alternatives,
`-` before what must not occur. No text is wrong; odd signs count as spaces.

A word is looked for in three ways at once: as English (our own words), as German (quotes) and as a name in any script.
Which words are too common to look for depends on the language, so the whole text is read once as each of them:
"die Botschaft" is two words in English and one in German.
"""

import re
from typing import Any, NamedTuple

from django.contrib.postgres.search import CombinedSearchQuery, SearchQuery, SearchQueryField
from django.db.models import Case, Func, IntegerField, QuerySet, Value, When
from django.db.models.functions import Cast
from django.db.models.lookups import GreaterThan

from incidents import names

Rows = QuerySet[Any]

LANGUAGES = ("english", "german")
TERM = re.compile(r'(?P<minus>-?)(?:"(?P<phrase>[^"]*)"?|(?P<word>[^\s"]+))')


class Term(NamedTuple):
    """One word or phrase of the text."""

    text: str
    is_phrase: bool
    is_excluded: bool

    def within(self, config: str, *, text: str = "") -> SearchQuery:
        """The term, or another spelling of it, in one configuration of PostgreSQL's text search."""
        return SearchQuery(text or self.text, config=config, search_type="phrase" if self.is_phrase else "plain")


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
    for found in TERM.finditer(text):
        if (found["word"] or "").lower() == "or" and not found["minus"]:
            alternatives.append([])
        else:
            is_phrase = found["word"] is None
            term = Term(found["phrase"] if is_phrase else found["word"], is_phrase, bool(found["minus"]))
            alternatives[-1].append(term)
    # A word that is written a hundred times is looked for once.
    return [list(dict.fromkeys(terms)) for terms in alternatives]


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
    return AllOf(
        NOTHING,
        *(
            Case(When(GreaterThan(WordCount(term.within(language)), 0), then=_in_any_way(term)), default=NOTHING)
            for term in terms
        ),
    )


def _in_any_way(term: Term) -> AnyOf:
    ways = [term.within(language) for language in LANGUAGES]
    ways += [term.within("simple", text=key) for key in names.search_keys(term.text)]
    return (NoneOf if term.is_excluded else AnyOf)(*ways)
