"""Public documents in words: what they hold, line by line, and what differs between two of them."""

from collections.abc import Iterator
from itertools import zip_longest
from typing import Any, NamedTuple

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from incidents.admin.labels import labelled
from incidents.publication.trial import Consequence, Document

# The record's own address, and the time of the change, which follows from the change.
UNTOLD = {"id", "url", "updated_at"}
# By what an item of a list is known again when other parts of it have changed, the first that it has.
KNOWN_BY = ("id", "quote", "claim", "place", "actor", "event", "organisation", "aspect", "name")
# An event tells each disagreement by itself where nothing else about it differs.
DETAILS = "disagreements"


class Line(NamedTuple):
    """A part of a document and its value in words."""

    field: str
    values: list[str]


class Difference(NamedTuple):
    """A part of a document before and after; empty where there is nothing."""

    field: str
    before: str
    after: str


def lines(document: Document, resource: str) -> list[Line]:
    """The document field by field; lists item by item."""
    shown = labelled(document, resource)
    told = {name: value for name, value in shown.items() if name not in {*UNTOLD, DETAILS}}
    return [Line(_called(name), list(_values(value))) for name, value in told.items()]


def differences(consequence: Consequence) -> list[Difference]:
    """What would differ for the public, field by field; nothing is told of a document that is new or goes."""
    before, after = consequence.before, consequence.after
    if before is None or after is None:
        return []
    before, after = (labelled(document, consequence.key.resource) for document in (before, after))
    fields = [name for name in {**before, **after} if name not in {*UNTOLD, DETAILS}]
    found = [told for name in fields for told in _between(_called(name), before.get(name), after.get(name))]
    return found or list(_between(_called(DETAILS), before.get(DETAILS, []), after.get(DETAILS, [])))


def _values(value: Any) -> Iterator[str]:
    if isinstance(value, list):
        yield from (in_words(item) for item in value)
    elif isinstance(value, dict) and not _is_reference(value):
        yield from (f"{_called(name)}: {in_words(part)}" for name, part in value.items())
    else:
        yield in_words(value)


def in_words(value: Any) -> str:
    """A value on one line: a reference by what it is called, other items by their parts that are known."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, list):
        return "; ".join(in_words(item) for item in value)
    if not isinstance(value, dict):
        return str(value)
    if _is_reference(value):
        return f"{value.get('name') or value.get('title')} ({value['id']})"
    parts = {name: in_words(part) for name, part in value.items() if name != "url"}
    return ", ".join(f"{_called(name)}: {words}" for name, words in parts.items() if words)


def _is_reference(value: dict[str, Any]) -> bool:
    return value.keys() in ({"id", "url", "name"}, {"id", "url", "title"})


def _called(field: str) -> str:
    return pgettext("field", field.replace("_", " "))


def _between(field: str, before: Any, after: Any) -> Iterator[Difference]:
    if before == after:
        return
    if isinstance(before, list) and isinstance(after, list):
        yield from _between_lists(field, before, after)
    elif isinstance(before, dict) and isinstance(after, dict) and before.get("id") == after.get("id"):
        for name in {**before, **after}:
            yield from _between(f"{field}, {_called(name)}", before.get(name), after.get(name))
    else:
        yield Difference(field, in_words(before), in_words(after))


def _between_lists(field: str, before: list[Any], after: list[Any]) -> Iterator[Difference]:
    """Items that are known again are compared; of the others one list or the other has more."""
    gone = [item for item in before if item not in after]
    new = [item for item in after if item not in before]
    if not gone and not new:
        for old, now in zip_longest(before, after):
            if old != now:
                yield Difference(_("%(field)s, order") % {"field": field}, in_words(old), in_words(now))
        return
    for item in gone:
        now = next((other for other in new if _identity(other) and _identity(other) == _identity(item)), None)
        if now is None:
            yield Difference(field, in_words(item), "")
        else:
            new.remove(now)
            yield from _between(f"{field}, {_identity(item)}", item, now)
    yield from (Difference(field, "", in_words(item)) for item in new)


def _identity(item: Any) -> str:
    """By what the item is known again; empty for plain values, which are either the same or not."""
    if not isinstance(item, dict):
        return ""
    part = next((item[name] for name in KNOWN_BY if item.get(name)), "")
    return _identity(part) if isinstance(part, dict) else str(part)
