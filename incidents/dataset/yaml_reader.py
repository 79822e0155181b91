"""Reading the part of YAML that fixtures use: lists, mappings and texts, with the line of each.

Every scalar stays the text it is; the model's field says what it means. So `country: NO` is Norway and
`published: 2025-11-14` is a text, whatever a YAML library would make of them. Tags, anchors and aliases are refused:
fixtures have no use for them, and they are how a small file makes objects, or grows without bounds.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import yaml
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

MAX_BYTES = 8_000_000
MAX_DEPTH = 8
# The parser in C gives the same events ten times as fast; wheels of PyYAML come with it.
_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_NULL = {"", "~", "null", "Null", "NULL"}
# By what occurs in the words of either parser, the first that does.
_FAULTS = {
    "mapping values are not allowed": gettext_lazy(
        "a colon stands where none may: indent the line as those above, or put the text into quotes"
    ),
    "cannot start any token": gettext_lazy(
        "no text begins with this character: indent by spaces instead of tabs, or put the text into quotes"
    ),
    "tab character": gettext_lazy("a tab stands where a space has to: indent by spaces"),
    "flow sequence": gettext_lazy("a list that [ opens goes on without a comma, or is not closed by ]"),
    "flow mapping": gettext_lazy("a mapping that { opens goes on without a comma, or is not closed by }"),
    "unexpected end of stream": gettext_lazy("a text that begins with a quotation mark has none at its end"),
    "unknown escape": gettext_lazy("a backslash between double quotes begins nothing that is known: use single quotes"),
    "simple key": gettext_lazy("a line has no colon: write key: value"),
    "block mapping": gettext_lazy("the line does not go on from those above: check its indentation and its quotes"),
    "block collection": gettext_lazy("the line does not go on from those above: check its indentation and its quotes"),
}


class BadYaml(ValueError):
    """A text that cannot be read at all."""

    def __init__(self, rule: str, *, line: int) -> None:
        super().__init__(rule)
        self.rule, self.line = rule, line


@dataclass(frozen=True, slots=True)
class Scalar:
    line: int
    text: str
    is_null: bool = False


@dataclass(frozen=True, slots=True)
class Items:
    line: int
    items: "list[Node]"


@dataclass(frozen=True, slots=True)
class Mapping:
    """`repeated` are the keys that were given again; the first one counts."""

    line: int
    items: "dict[str, Node]"
    repeated: list[Scalar] = field(default_factory=list)


Node = Scalar | Items | Mapping


def read(content: bytes) -> Node | None:
    """The one document of a file, or None where it is empty. Raises BadYaml."""
    if len(content) > MAX_BYTES:
        raise BadYaml(_("is larger than %(limit)s bytes: split it into several files.") % {"limit": MAX_BYTES}, line=1)
    text = _decoded(content)
    try:
        return _document(yaml.parse(text, Loader=_LOADER))
    except yaml.MarkedYAMLError as error:
        raise _malformed(error) from error
    except yaml.reader.ReaderError as error:
        line = text.count("\n", 0, text.find(chr(error.character))) + 1
        told = _("holds a character that YAML does not allow (%(code)s): delete it.")
        raise BadYaml(told % {"code": f"U+{error.character:04X}"}, line=line) from error


def _malformed(error: yaml.MarkedYAMLError) -> BadYaml:
    """Where it is not YAML, and why, in our words: those of the parser are English, and about its own parts."""
    words = f"{error.context} {error.problem}"
    what = next((told for sign, told in _FAULTS.items() if sign in words), _("it cannot be read from here on"))
    mark: Any = error.problem_mark
    told = _("is not YAML (column %(column)s): %(what)s.") % {"column": mark.column + 1, "what": what}
    return BadYaml(told, line=mark.line + 1)


def _decoded(content: bytes) -> str:
    try:
        return content.decode()
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise BadYaml(_("is not UTF-8: save it in that encoding."), line=line) from error


def _document(events: Iterator[yaml.Event]) -> Node | None:
    next(events)  # the start of the stream
    if isinstance(next(events), yaml.StreamEndEvent):
        return None
    node = _node(next(events), events, depth=1)
    next(events)  # the end of the document
    after: Any = next(events)
    if not isinstance(after, yaml.StreamEndEvent):
        told = _("holds a second document: put all records into one list.")
        raise BadYaml(told, line=after.start_mark.line + 1)
    return node


def _node(event: Any, events: Iterator[yaml.Event], *, depth: int) -> Node:
    line = event.start_mark.line + 1
    if isinstance(event, yaml.AliasEvent) or event.anchor is not None:
        told = _("anchors and aliases (&%(name)s, *%(name)s) are not read: write it out.") % {"name": event.anchor}
        raise BadYaml(told, line=line)
    if event.tag is not None:
        raise BadYaml(_("tags (%(tag)s) are not read: leave it out.") % {"tag": event.tag}, line=line)
    if depth > MAX_DEPTH:
        told = _("is nested more than %(limit)s deep: a record is a model and its fields.") % {"limit": MAX_DEPTH}
        raise BadYaml(told, line=line)
    match event:
        case yaml.ScalarEvent():
            # Quoted texts are never null; the first flag says that this one is not quoted.
            return Scalar(line, event.value, is_null=event.implicit[0] and event.value in _NULL)
        case yaml.SequenceStartEvent():
            return Items(line, [_node(item, events, depth=depth + 1) for item in _until_end(events)])
        case _:
            return _mapping(line, events, depth=depth)


def _until_end(events: Iterator[yaml.Event]) -> Iterator[yaml.Event]:
    for event in events:
        if isinstance(event, yaml.CollectionEndEvent):
            return
        yield event


def _mapping(line: int, events: Iterator[yaml.Event], *, depth: int) -> Mapping:
    mapping = Mapping(line, {})
    for event in _until_end(events):
        key = _node(event, events, depth=depth + 1)
        value = _node(next(events), events, depth=depth + 1)
        if not isinstance(key, Scalar):
            raise BadYaml(_("a list or mapping cannot be a key: write key: value."), line=key.line)
        if key.text in mapping.items:
            mapping.repeated.append(key)
        else:
            mapping.items[key.text] = value
    return mapping


def shown(node: Node) -> str:
    """The value as faults show it."""
    if isinstance(node, Scalar):
        return "null" if node.is_null else node.text
    if isinstance(node, Items):
        return f"[{', '.join(shown(item) for item in node.items)}]"
    return "{" + ", ".join(f"{key}: {shown(value)}" for key, value in node.items.items()) + "}"
