"""What a result looks like: the keys a client names with `fields`, and what it asks for besides with `include`.

What is included is read together with the rows themselves, as further columns of the same query: however many words
are asked for, a page takes as many queries as without them.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import orjson
from rest_framework.serializers import Serializer

from eventsapi.rest.fields import QueryField, Selection, WordsField
from eventsapi.rest.orders import Column
from eventsapi.rest.parameters import Query

Result = dict[str, Any]
NOTHING = Selection(include=(), exclude=())
FIELDS_HELP = "Keys to send of each record, and no others; what `include` names comes besides."
INCLUDE_HELP = "What to send with each record besides: "

# A column that holds JSON texts, one or an array of them, of a past version of the dataset or of the newest (None).
Read = Callable[[int | None], Column]


@dataclass(frozen=True, kw_only=True)
class Surroundings:
    """What was read with a result, parsed and by the name of its column, and the past version that it is of."""

    read: Mapping[str, Any]
    version: int | None


# What a word adds to a result.
Show = Callable[[Result, Surroundings], Any]


@dataclass(frozen=True, kw_only=True)
class Inclusion:
    """A word of `include`: the key that it adds to a result, and what that holds, for people.

    `show` makes it from the result and the columns in `reads`; without it the result has the key already.
    """

    key: str
    meaning: str
    reads: Sequence[str] = ()
    show: Show | None = None


@dataclass(frozen=True, kw_only=True)
class Shape:
    """The keys of a stored result, and what may be included by word. `reads` has the columns that this takes, by name.

    `part` describes results of which no key is sure, where what is included changes more than which keys there are.
    """

    keys: Sequence[str]
    inclusions: Mapping[str, Inclusion] = field(default_factory=dict)
    reads: Mapping[str, Read] = field(default_factory=dict)
    part: type[Serializer[Any]] | None = None

    def fields(self) -> dict[str, QueryField]:
        """The parameters `fields` and, where there is something to include, `include`."""
        chosen = WordsField(choices=self.keys, negatable=False, example=self.keys[0], help_text=FIELDS_HELP)
        if not self.inclusions:
            return {"fields": chosen}
        words = list(self.inclusions)
        told = "; ".join(f"`{word}`: {inclusion.meaning}" for word, inclusion in self.inclusions.items())
        included = WordsField(choices=words, negatable=False, example=words[0], help_text=f"{INCLUDE_HELP}{told}.")
        return {"fields": chosen, "include": included}

    def columns(self, query: Query, *, version: int | None) -> list[Column]:
        """What has to be read with the stored text."""
        return [self.reads[name](version) for name in self._names(query)]

    def key(self, query: Query) -> Sequence[str]:
        """What names these columns."""
        return tuple(self._names(query))

    def results(self, rows: Iterable[tuple[Any, ...]], *, query: Query, version: int | None) -> list[Any]:
        """The results of rows (text, *columns) as they were asked for. Where nothing was, no text is parsed."""
        words = query.values.get("include", NOTHING).include
        named = query.values.get("fields", NOTHING).include
        if not words and not named:
            return [orjson.Fragment(text) for text, *_ in rows]
        names = self._names(query)
        kept = {*named, *(self.inclusions[word].key for word in words)} if named else None
        results = []
        for text, *columns in rows:
            read = {name: _parsed(column) for name, column in zip(names, columns, strict=True)}
            result = self._with(words, orjson.loads(text), Surroundings(read=read, version=version))
            results.append(cut(result, kept) if kept else result)
        return results

    def _names(self, query: Query) -> list[str]:
        """The columns that the words in the query take, each once."""
        words = query.values.get("include", NOTHING).include
        return list(dict.fromkeys(name for word in words for name in self.inclusions[word].reads))

    def _with(self, words: Sequence[str], result: Result, around: Surroundings) -> Result:
        shown = [self.inclusions[word] for word in words]
        return result | {each.key: each.show(result, around) for each in shown if each.show}


def cut(result: Result, kept: set[str]) -> Result:
    return {key: value for key, value in result.items() if key in kept}


def _parsed(column: str | Sequence[str]) -> Any:
    return orjson.loads(column) if isinstance(column, str) else [orjson.loads(text) for text in column]
