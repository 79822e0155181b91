"""Free text: what a visitor types becomes one search of the published words. docs/search.md is its manual.

The syntax is that of web search engines: all words must occur, "a phrase" as it stands, `or` between alternatives,
`-` before what must not occur; the last word may be the beginning of one. No text is wrong; odd signs count as spaces.

A word is looked for in several ways at once: as English (our own words), as German (quotes), as it is written but for
its accents, and as a name in any script and romanisation.
Which words are too common to look for depends on the language, so the whole text is read once as each of them:
"die Botschaft" is two words in English and one in German.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from threading import Lock
from typing import Any, NamedTuple

from cachetools import TTLCache
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.search import SearchQueryField
from django.db import connections, router
from django.db.models import BigIntegerField, BooleanField, F, Func, QuerySet, Value
from django.db.models.functions import Cast
from psycopg import sql

from eventsapi.rest.fields import Looked
from eventsapi.rest.statements import Later
from incidents import names
from incidents.blocks import found, newest_blocks, steps
from incidents.publication.models import Change, PublishedDocument
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
# So many rows are read sooner than words of rows that may not match.
FEW = 5_000
# What many rows match. It decides how rows are found, never which: nothing has to be known of the dataset's version.
_MANY: TTLCache[tuple[type[PublishedDocument], str, int], bool] = TTLCache(maxsize=1_000, ttl=60)
_LOCK = Lock()
# How rows are found: by their words, or by the ids that have these words.
WORDS, IDS = "words", "ids"
PLAIN, PHRASE, BEGINNING = "plain", "phrase", "beginning"
PARSING = """
    SELECT CASE way WHEN 'plain' THEN plainto_tsquery(config::regconfig, words)
                    WHEN 'phrase' THEN phraseto_tsquery(config::regconfig, words)
                    ELSE to_tsquery(config::regconfig, words) END::text
    FROM unnest(%s::text[], %s::text[], %s::text[]) WITH ORDINALITY AS parts (config, way, words, number)
    ORDER BY number
"""


class Part(NamedTuple):
    """Words to be looked for in one way and one configuration of PostgreSQL's text search."""

    config: str
    way: str
    words: str


# What PostgreSQL makes of each part: a condition as text, empty where no word is left to look for.
Parsed = dict[Part, str]


class TextQuery(NamedTuple):
    """What is looked for, as texts of the type tsquery; empty where nothing can be.

    `full` is all of it. `whole` is the same without words that only begin as the last one does.
    """

    full: str
    whole: str


class Term(NamedTuple):
    """One word or phrase of the text; `is_last` tells the one that is perhaps still being typed."""

    text: str
    is_phrase: bool = False
    is_excluded: bool = False
    is_last: bool = False

    def within(self, config: str, *, text: str = "") -> Part:
        """The term, or another spelling of it, in one configuration."""
        return Part(config, PHRASE if self.is_phrase else PLAIN, text or self.text)

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

    @property
    def anyhow(self) -> list[Part]:
        """The ways to find it that hold in whatever language."""
        ways = [self.within("english"), *(self.within("german", text=text) for text in self.spellings)]
        ways += [self.within("simple", text=key) for key in names.search_keys(self.text)]
        return ways + [self.within("simple", text=marked(LOOSE, key)) for key in self.loose_keys]

    @property
    def as_written(self) -> list[Part]:
        """The words of quotes and of our own as they are written."""
        return [self.within("simple", text=marked(WRITTEN, key)) for key in self.keys]

    @property
    def as_begun(self) -> list[Part]:
        """The same, and names, as they begin."""
        begun = [words for key in self.beginnings for words in (key, marked(WRITTEN, key))]
        return [Part("simple", BEGINNING, _beginning(words)) for words in begun]


class Matches(Func):
    """SQL: vector @@ query"""

    template = "%(expressions)s"
    arg_joiner = " @@ "
    output_field = BooleanField()


class AmongIds(Func):
    """SQL: id = ANY (ids)"""

    template = "%(expressions)s)"
    arg_joiner = " = ANY ("
    output_field = BooleanField()


def looked_for(rows: Rows, text: str) -> Looked:
    """What finds the rows in whose words the text is; nothing for a text without a word that can be looked for.

    Takes two queries, and `query_of` one more. Where few rows match, whatever else is asked of them, they are named one
    by one: PostgreSQL guesses how many match, and where it guesses wrong it reads the words of all rows.
    """
    query = query_of(text).full
    ids = few(rows.model, query)
    # As one text: Django would look at each of thousands of numbers, several times.
    return Looked(WORDS, query) if ids is None else Looked(IDS, "{" + ",".join(map(str, ids)) + "}")


def matching(rows: Rows, text: str) -> Rows:
    """The rows in whose words the text is."""
    return among(rows, looked_for(rows, text))


def among(rows: Rows, looked: Looked) -> Rows:
    """Those that were found."""
    value = looked.value if isinstance(looked.value, Later) else Value(looked.value)
    if looked.kind == WORDS:
        return rows.filter(Matches(F("search"), Cast(value, SearchQueryField())))
    return rows.filter(AmongIds(F("pk"), Cast(value, ArrayField(BigIntegerField()))))


def few(table: type[PublishedDocument], query: str) -> list[int] | None:
    """All rows that match at whatever version; None where they are many, or were within the last minute."""
    if not query:
        return []
    known = (table, query, FEW)
    with _LOCK:
        if known in _MANY:
            return None
    [newest] = newest_blocks([table])
    walk = steps(table, newest, None, columns="id", is_ever=True)
    rows = found(sql.SQL("SELECT id FROM ({}) AS steps LIMIT {}").format(walk, FEW + 1), {"query": query})
    if len(rows) <= FEW:
        return [row for (row,) in rows]
    with _LOCK:
        _MANY[known] = True
    return None


@lru_cache(maxsize=1_000)
def query_of(text: str) -> TextQuery:
    """The condition on a search vector that `incidents.publication.search_words` has made.

    Takes one query, and none for a text that was asked for before: dictionaries do not change.
    """
    alternatives = read(text)
    terms = {term for alternative in alternatives for term in alternative}
    parsed = _parsed({part for term in terms for part in _parts(term)})
    full, whole = (
        any_of(
            any_of(_all_of(terms, language, parsed, is_begun=is_begun) for terms in alternatives)
            for language in LANGUAGES
        )
        for is_begun in (True, False)
    )
    return TextQuery(full, whole)


def read(text: str) -> list[list[Term]]:
    """The alternatives that the text offers, each with the terms that must all fit."""
    alternatives: list[list[Term]] = [[]]
    matches = list(TERM.finditer(text))
    for one in matches:
        if (one["word"] or "").lower() == "or" and not one["minus"]:
            alternatives.append([])
        else:
            alternatives[-1].append(_term(one, is_last=one is matches[-1]))
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


def any_of(conditions: Iterable[str]) -> str:
    """Any of the conditions, each once; a word as it stands says nothing beside its beginning."""
    given = dict.fromkeys(conditions)
    return _joined(" | ", (one for one in given if f"{one}:*" not in given))


def all_of(conditions: Iterable[str]) -> str:
    return _joined(" & ", dict.fromkeys(conditions))


def none_of(conditions: Iterable[str]) -> str:
    excluded = any_of(conditions)
    return f"!({excluded})" if excluded else ""


def _joined(sign: str, conditions: Iterable[str]) -> str:
    """Those that are not empty: what is too common to be looked for leaves the others as they are."""
    given = [one for one in conditions if one]
    return given[0] if len(given) == 1 else sign.join(f"({one})" for one in given)


def _parts(term: Term) -> Iterator[Part]:
    yield from (*(term.within(language) for language in LANGUAGES), *term.anyhow, *term.as_written, *term.as_begun)


def _parsed(parts: Iterable[Part]) -> Parsed:
    asked = list(parts)
    columns = [list(column) for column in zip(*asked, strict=True)] or [[], [], []]
    # From the same server as the rest of the answer.
    with connections[router.db_for_read(Change)].cursor() as cursor:
        cursor.execute(PARSING, columns)
        return {part: condition for part, (condition,) in zip(asked, cursor, strict=True)}


def _all_of(terms: Sequence[Term], language: str, parsed: Parsed, *, is_begun: bool) -> str:
    """The terms, without those that are too common in the language."""
    return all_of(_in_any_way(term, parsed, is_begun=is_begun) for term in terms if parsed[term.within(language)])


def _in_any_way(term: Term, parsed: Parsed, *, is_begun: bool) -> str:
    ways = term.anyhow
    # What is common in one language is found in all texts of that language as it is written.
    if all(parsed[term.within(language)] for language in LANGUAGES):
        ways = [*ways, *term.as_written, *(term.as_begun if is_begun else ())]
    return (none_of if term.is_excluded else any_of)(parsed[part] for part in ways)


def _beginning(words: str) -> str:
    """The words in PostgreSQL's own syntax; they consist of letters and digits only."""
    return " & ".join(words.split()) + ":*"
