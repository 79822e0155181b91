"""What an OpenAPI document promises to clients, one line a promise. All else in it is prose, free to change.

A line is kept as long as the document still yields it, so lines are cut such that what may happen to a client unnoticed
adds lines, and what may break it takes one away: each word of an enumeration has its own, whereas types with their
nullability, limits, defaults and the set of what a request needs are each told in one.
"""

from collections.abc import Iterator, Mapping
from typing import Any

import orjson

Node = Mapping[str, Any]

PROSE = frozenset({"description", "summary", "title", "tags", "examples", "example", "externalDocs", "deprecated"})
# Told by lines of their own, or by the words around them.
STRUCTURE = frozenset({"$ref", "type", "enum", "properties", "required", "items", "anyOf", "oneOf", "allOf"})
CHOICES = {"anyOf": " or ", "oneOf": " or ", "allOf": " and "}
EXCLUDING = "!"


def promises(document: Node) -> list[str]:
    """All promises of the document, in the order of the alphabet, each once."""
    return sorted({*_operations(document), *_components(document.get("components", {})), *_servers(document)})


def _servers(document: Node) -> Iterator[str]:
    for server in document.get("servers", ()):
        yield f"server {server['url']}"


def _operations(document: Node) -> Iterator[str]:
    for path, methods in document["paths"].items():
        for method, operation in methods.items():
            subject = f"{method.upper()} {path}"
            yield f"{subject} is called {operation['operationId']}"
            yield f"{subject} needs {_needs(document, operation)}"
            for parameter in operation.get("parameters", ()):
                yield from _parameter(subject, parameter)
            for status, answer in operation["responses"].items():
                yield from _answer(f"{subject} {status}", answer)


def _needs(document: Node, operation: Node) -> str:
    """In one line, so that a request which is enough today is seen to be so tomorrow."""
    needed = [parameter["name"] for parameter in operation.get("parameters", ()) if parameter.get("required")]
    needed += [key for key in ("requestBody", "security") if operation.get(key) or document.get(key)]
    return ", ".join(sorted(needed)) or "nothing"


def _parameter(subject: str, parameter: Node) -> Iterator[str]:
    sign = "?" if parameter["in"] == "query" else f"{parameter['in']} "
    name = f"{subject} {sign}{parameter['name']}"
    manner = _settings(parameter, without=frozenset({"name", "in", "required", "schema"}))
    yield " ".join([f"{name}: {_type(parameter['schema'])}", *manner])
    yield from _inside(name, parameter["schema"])


def _answer(subject: str, answer: Node) -> Iterator[str]:
    """What comes back with a status: a response that others share is named and speaks for itself."""
    yield f"{subject}: {_name(answer) if '$ref' in answer else 'an answer'}"
    for name, header in answer.get("headers", {}).items():
        yield f"{subject} has the header {name}: {_name(header)}"
    for media_type, content in answer.get("content", {}).items():
        yield f"{subject} as {media_type}: {_type(content['schema'])}"
        yield from _inside(f"{subject} as {media_type}", content["schema"])
    for name, link in answer.get("links", {}).items():
        yield " ".join([f"{subject} has the link {name}:", *([_name(link)] if "$ref" in link else _settings(link))])


def _components(components: Node) -> Iterator[str]:
    for name, schema in components.get("schemas", {}).items():
        yield f"{name}: {_type(schema)}"
        yield from _inside(name, schema)
    for name, header in components.get("headers", {}).items():
        yield f"header {name}: {_type(header['schema'])}, {_presence(header.get('required'))}"
        yield from _inside(f"header {name}", header["schema"])
    for name, answer in components.get("responses", {}).items():
        yield from _answer(f"answer {name}", answer)
    for name, link in components.get("links", {}).items():
        yield " ".join([f"link {name}:", *_settings(link)])


def _type(schema: Node) -> str:
    """The schema in one line, but for its keys and words."""
    if "$ref" in schema:
        return _name(schema)
    told = [
        *(word.join(_type(part) for part in schema[key]) for key, word in CHOICES.items() if key in schema),
        *([_types(schema["type"])] if "type" in schema else []),
        *(["of certain words"] if "enum" in schema else []),
        *_settings(schema, without=STRUCTURE | {"additionalProperties"} if _values(schema) else STRUCTURE),
    ]
    told += [f"of ({_type(schema['items'])})"] if "items" in schema else []
    told += [f"of values ({_type(_values(schema))})"] if _values(schema) else []
    return " ".join(told) or "anything"


def _types(types: str | list[str]) -> str:
    return types if isinstance(types, str) else " or ".join(types)


def _inside(subject: str, schema: Node) -> Iterator[str]:
    """The words and keys of a schema, however deep; what it only refers to speaks for itself."""
    yield from (f"{subject} = {word}" for word in _words(schema.get("enum", ())))
    for key, part in schema.get("properties", {}).items():
        yield f"{subject}.{key}: {_type(part)}, {_presence(key in schema.get('required', ()))}"
        yield from _inside(f"{subject}.{key}", part)
    for mark, part in _parts(schema):
        yield from _inside(f"{subject}{mark}", part)


def _parts(schema: Node) -> Iterator[tuple[str, Node]]:
    """The schemas inside: alternatives of the same thing, members of a list, values under free keys."""
    yield from (("", part) for key in CHOICES for part in schema.get(key, ()))
    if "items" in schema:
        yield "[]", schema["items"]
    if _values(schema):
        yield "{}", _values(schema)


def _words(words: list[Any] | tuple[Any, ...]) -> Iterator[str]:
    """The words; where each of them can also be excluded, that is told once."""
    plain = [word for word in words if not str(word).startswith(EXCLUDING)]
    if plain and set(words) - set(plain) == {f"{EXCLUDING}{word}" for word in plain}:
        yield from ("! before any of the words", *plain)
    else:
        yield from (str(word) for word in words)


def _values(schema: Node) -> Node:
    """The schema of the values of an object with free keys."""
    values = schema.get("additionalProperties")
    return values if isinstance(values, dict) else {}


def _presence(required: object) -> str:
    return "always" if required else "not always"


def _name(reference: Node) -> str:
    return str(reference["$ref"]).rpartition("/")[2]


def _settings(node: Node, *, without: frozenset[str] = frozenset()) -> list[str]:
    """Everything else that is not prose, whatever it is, so that nothing is overlooked."""
    kept = sorted(node.keys() - PROSE - without - {"$ref"})
    return [f"{key}={orjson.dumps(node[key], option=orjson.OPT_SORT_KEYS).decode()}" for key in kept]
