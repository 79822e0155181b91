"""What drf-spectacular cannot see: errors, headers and validators, the same for every operation of the API."""

from collections.abc import Iterator, Mapping
from typing import Any

from drf_spectacular.openapi import AutoSchema

from eventsapi.rest.errors import CONTENT_TYPE, Code, Problem
from eventsapi.rest.renderers import ListRenderer, PageRenderer, StreamRenderer

Schema = dict[str, Any]

# Every operation may answer with these; those below only where the address names one record.
COMMON_PROBLEMS = (
    Problem.INVALID_PARAMETER,
    Problem.NOT_FOUND,
    Problem.METHOD_NOT_ALLOWED,
    Problem.NOT_ACCEPTABLE,
    Problem.URI_TOO_LONG,
    Problem.TOO_MANY_REQUESTS,
    Problem.INTERNAL_ERROR,
    Problem.UNAVAILABLE,
)
RECORD_PROBLEMS = (Problem.GONE,)

HEADERS: Mapping[str, Schema] = {
    "ETag": {
        "description": "Names this answer; send it back in If-None-Match. Weak where the answer is compressed.",
        "required": True,
        "schema": {"type": "string", "pattern": '^(W/)?"[0-9a-f]{32}"$'},
    },
    "Last-Modified": {
        "description": "When the dataset changed last; absent while nothing was ever published.",
        "schema": {"type": "string"},
    },
    "Cache-Control": {
        "description": "How long the answer may be kept.",
        "required": True,
        "schema": {"type": "string", "enum": ["public, max-age=60"]},
    },
    "Dataset-Version": {
        "description": "Version of the dataset that the answer shows; rises with every published change.",
        "required": True,
        "schema": {"type": "integer", "minimum": 0},
    },
    "X-Request-ID": {
        "description": "Id of the request: the client's own, if it is 8 to 64 of the characters A-Z a-z 0-9 . _ -",
        "required": True,
        "schema": {"type": "string", "pattern": "^[A-Za-z0-9._-]{8,64}$"},
    },
    "RateLimit": {
        "description": "Requests left (r) and seconds until the count starts anew (t); absent where there is no limit.",
        "schema": {"type": "string", "examples": ['"address";r=5999;t=42']},
    },
    "RateLimit-Policy": {
        "description": "Requests (q) in a window of seconds (w); absent where there is no limit.",
        "schema": {"type": "string", "examples": ['"address";q=6000;w=60']},
    },
    "Link": {
        "description": "The next and previous pages (RFC 8288); absent where there are none.",
        "schema": {"type": "string"},
    },
    "Content-Disposition": {
        "description": "The name of the file, where the answer is sent as one (csv, jsonl).",
        "schema": {"type": "string", "examples": ['attachment; filename="events-v7.csv"']},
    },
    "Location": {
        "description": "Address of the record that this one was merged into.",
        "required": True,
        "schema": {"type": "string", "format": "uri-reference"},
    },
    "Retry-After": {
        "description": "Seconds after which to ask again.",
        "required": True,
        "schema": {"type": "integer", "minimum": 1},
    },
    "Allow": {"description": "Methods there are.", "required": True, "schema": {"type": "string"}},
}
RECORD_MARK = "x-record"
SHAPED_MARK = "x-shaped"
FORMATS_MARK = "x-formats"
# What a page has, and no record.
PAGE = {"count", "next", "results"}
PART_HELP = "The same with those keys only that the parameter `fields` names."
# drf-spectacular's name for the other half of an enumeration that may be null.
NULL_ENUM = "NullEnum"
ANSWER_HEADERS = ("ETag", "Last-Modified", "Cache-Control", "Dataset-Version")
EVERY_HEADERS = ("X-Request-ID", "RateLimit", "RateLimit-Policy")
PROBLEM_HEADERS = {
    Problem.METHOD_NOT_ALLOWED: ("Allow",),
    Problem.TOO_MANY_REQUESTS: ("Retry-After",),
    Problem.UNAVAILABLE: ("Retry-After",),
}


class RestAutoSchema(AutoSchema):
    """Reads the parameters where the views declare them, so that the document and the refusals cannot differ."""

    def _get_parameters(self) -> list[Schema]:
        declared = self.view.declared() if hasattr(self.view, "declared") else {}
        return [*super()._get_parameters(), *(field.parameter(name) for name, field in declared.items())]

    def _get_filter_parameters(self) -> list[Schema]:
        return []

    def _get_pagination_parameters(self) -> list[Schema]:
        return []

    def _is_list_view(self, serializer: Any = None) -> bool:
        return hasattr(self.view, "orderings") or super()._is_list_view(serializer)

    def get_operation(self, *args: Any) -> Schema | None:
        """Marks the operations on one record, which may have been merged or withdrawn, for add_manners."""
        operation: Schema | None = super().get_operation(*args)
        if operation is not None and hasattr(self.view, "successor"):
            operation[RECORD_MARK] = True
        shape = getattr(self.view, "shape", None)
        if operation is not None and shape:
            part = self.resolve_serializer(shape.part, "response").name if shape.part else ""
            operation[SHAPED_MARK] = part
        if operation is not None:
            renderers = self.view.get_renderers()
            operation[FORMATS_MARK] = [renderer for renderer in renderers if isinstance(renderer, ListRenderer)]
        return operation

    def get_paginated_name(self, serializer_name: str) -> str:
        """EventSummary becomes EventSummaryPage."""
        return f"{serializer_name}Page"


def add_manners(result: Schema, generator: Any, request: Any, public: bool) -> Schema:
    """Postprocessing hook: shared errors and headers for every operation, as components that are named by hand."""
    components = result.setdefault("components", {})
    components.setdefault("schemas", {}).update(Fault=fault_schema(), Problem=problem_schema())
    components["headers"] = dict(HEADERS)
    components["responses"] = {_response_name(problem): _problem_response(problem) for problem in _described()}
    for operation in _operations(result):
        if SHAPED_MARK in operation:
            _admit_parts(operation, components["schemas"], operation.pop(SHAPED_MARK))
        for renderer in operation.pop(FORMATS_MARK):
            _add_format(operation, components["schemas"], renderer)
        _describe(operation, is_record=operation.pop(RECORD_MARK, False))
    return result


def _admit_parts(operation: Schema, schemas: Schema, part: str) -> None:
    """A record may be cut to some of its keys: it is the whole, or a part, in which none is required.

    `part` names the component of the part; where it is empty, one is made of the whole.
    """
    answer = operation["responses"]["200"]["content"]["application/json"]
    page = schemas[_name_of(answer["schema"])]
    holder, key = (page["properties"]["results"], "items") if page["properties"].keys() >= PAGE else (answer, "schema")
    if not part:
        whole = _name_of(holder[key])
        part = f"{whole}Part"
        optional = {name: value for name, value in schemas[whole].items() if name != "required"}
        schemas[part] = optional | {"description": PART_HELP}
    holder[key] = {"anyOf": [holder[key], {"$ref": f"#/components/schemas/{part}"}]}


def _add_format(operation: Schema, schemas: Schema, renderer: ListRenderer) -> None:
    """What is answered in another format than JSON: a component of its own, or text."""
    answer = operation["responses"]["200"]
    schema: Schema = {"type": "string", "description": renderer.description}
    if isinstance(renderer, PageRenderer):
        page = schemas[_name_of(answer["content"]["application/json"]["schema"])]
        component = renderer.component(page["properties"]["results"]["items"], page)
        if component:
            name, schemas[name] = component
            schema = {"$ref": f"#/components/schemas/{name}"}
    answer["content"][renderer.media_type] = {"schema": schema}
    if isinstance(renderer, StreamRenderer):
        answer["headers"] = _headers("Content-Disposition")


def remove_nullable(result: Schema, generator: Any, request: Any, public: bool) -> Schema:
    """Postprocessing hook: OpenAPI 3.1 writes null as a type; neither `nullable` nor an enum of null is needed."""
    result.get("components", {}).get("schemas", {}).pop(NULL_ENUM, None)
    for schema in list(_mappings(result)):
        if schema.get("$ref") == f"#/components/schemas/{NULL_ENUM}":
            del schema["$ref"]
            schema["type"] = "null"
        if schema.pop("nullable", False) is True and isinstance(schema.get("type"), str):
            schema["type"] = [schema["type"], "null"]
    return result


def fault_schema() -> Schema:
    properties = {
        "parameter": {"type": ["string", "null"], "description": "Name of the parameter; null where it has none."},
        "code": {"type": "string", "enum": [code.word for code in Code], "description": "What is wrong with it."},
        "detail": {"type": "string", "description": "The same in a sentence."},
        "allowed": {"type": "array", "items": {"type": "string"}, "description": "What would be understood instead."},
    }
    return {
        "type": "object",
        "description": "One fault of a query.",
        "required": list(properties),
        "properties": properties,
    }


def problem_schema() -> Schema:
    properties = {
        "type": {
            "type": "string",
            "format": "uri-reference",
            "enum": sorted({problem.type for problem in Problem}),
            "description": "What kind of problem it is; the address explains it.",
        },
        "title": {"type": "string", "description": "The type in words."},
        "status": {"type": "integer", "description": "HTTP status."},
        "detail": {"type": "string", "description": "What happened this time."},
        "instance": {"type": "string", "format": "uri-reference", "description": "The path that was asked for."},
        "request_id": {"type": ["string", "null"], "description": "Id of the request, to name in a report."},
        "errors": {
            "type": "array",
            "items": {"$ref": "#/components/schemas/Fault"},
            "description": "All faults of the query; empty for other problems.",
        },
    }
    return {
        "type": "object",
        "description": "An error (RFC 9457).",
        "required": list(properties),
        "properties": properties,
    }


def _described() -> tuple[Problem, ...]:
    return (*COMMON_PROBLEMS, *RECORD_PROBLEMS)


def _describe(operation: Schema, *, is_record: bool) -> None:
    for parameter in operation.get("parameters", []):
        if parameter["in"] == "path":
            parameter.setdefault("description", "Id of the record.")
    responses = operation["responses"]
    is_list = any(parameter["name"] == "page_size" for parameter in operation.get("parameters", []))
    for answer in responses.values():
        names = (*ANSWER_HEADERS, *EVERY_HEADERS, *(("Link",) if is_list else ()))
        answer["headers"] = _headers(*names) | answer.get("headers", {})
        answer["description"] = answer.get("description") or "OK"
    not_modified = "The client holds the answer already (If-None-Match, If-Modified-Since)."
    responses["304"] = {"description": not_modified, "headers": _headers(*ANSWER_HEADERS, *EVERY_HEADERS)}
    if is_record:
        moved = "The record was merged into another."
        responses["308"] = {"description": moved, "headers": _headers("Location", *ANSWER_HEADERS, *EVERY_HEADERS)}
    for problem in _described() if is_record else COMMON_PROBLEMS:
        responses[str(problem.status)] = {"$ref": f"#/components/responses/{_response_name(problem)}"}
    operation["responses"] = dict(sorted(responses.items()))


def _name_of(reference: Schema) -> str:
    """The component that is referred to; "" where none is."""
    return str(reference.get("$ref", "")).rpartition("/")[2]


def _headers(*names: str) -> Schema:
    return {name: {"$ref": f"#/components/headers/{name}"} for name in names}


def _response_name(problem: Problem) -> str:
    return "".join(word.capitalize() for word in problem.slug.split("-"))


def _problem_response(problem: Problem) -> Schema:
    return {
        "description": problem.meaning,
        "headers": _headers(*EVERY_HEADERS, *PROBLEM_HEADERS.get(problem, ())),
        "content": {CONTENT_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}},
    }


def _operations(result: Schema) -> Iterator[Schema]:
    for methods in result["paths"].values():
        yield from methods.values()


def _mappings(node: Any) -> Iterator[Schema]:
    if isinstance(node, dict):
        yield node
    children = node.values() if isinstance(node, dict) else node if isinstance(node, list) else ()
    for child in children:
        yield from _mappings(child)
