"""What a result looks like: the keys a client names with `fields`, and what it asks for besides with `include`."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import orjson
from rest_framework.serializers import Serializer

from eventsapi.rest.fields import QueryField, Selection, WordsField
from eventsapi.rest.parameters import Query

Result = dict[str, Any]
NOTHING = Selection(include=(), exclude=())
FIELDS_HELP = "Keys to send of each record, and no others; what `include` names comes besides."
INCLUDE_HELP = "What to send with each record besides: "


@dataclass(frozen=True, kw_only=True)
class Inclusion:
    """A word of `include`: the key that it adds to a result, and what that holds, for people."""

    key: str
    meaning: str


# Adds the keys of some words to the results, in a constant number of queries; the number is a past dataset version.
Expand = Callable[[list[Result], Sequence[str], int | None], None]


@dataclass(frozen=True, kw_only=True)
class Shape:
    """The keys of a stored result, and what may be included by word. `expand` adds what is not there yet.

    `part` describes results of which no key is sure, where what is included changes more than which keys there are.
    """

    keys: Sequence[str]
    inclusions: Mapping[str, Inclusion] = field(default_factory=dict)
    expand: Expand | None = None
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

    def results(self, texts: Sequence[str], *, query: Query, version: int | None) -> list[Any]:
        """The results as they were asked for. Where nothing was, the stored texts are sent without being parsed."""
        words = query.values.get("include", NOTHING).include
        named = query.values.get("fields", NOTHING).include
        if not words and not named:
            return [orjson.Fragment(text) for text in texts]
        results: list[Result] = [orjson.loads(text) for text in texts]
        if self.expand:
            self.expand(results, words, version)
        kept = {*named, *(self.inclusions[word].key for word in words)} if named else None
        return [cut(result, kept) for result in results] if kept else results


def cut(result: Result, kept: set[str]) -> Result:
    return {key: value for key, value in result.items() if key in kept}
