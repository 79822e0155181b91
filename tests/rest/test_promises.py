"""Each way of breaking a client takes a line away, and what clients survive takes none."""

from collections.abc import Callable
from copy import deepcopy
from typing import Any

import pytest

from eventsapi.rest.promises import promises

Document = dict[str, Any]

OPERATION = {
    "operationId": "listThings",
    "summary": "Prose.",
    "parameters": [
        {"name": "q", "in": "query", "schema": {"type": "string", "maxLength": 200, "examples": ["a"]}},
        {
            "name": "kind",
            "in": "query",
            "style": "form",
            "schema": {"type": "array", "items": {"type": "string", "enum": ["tool", "toy", "!tool", "!toy"]}},
        },
        {"name": "shop", "in": "path", "required": True, "schema": {"type": "string"}},
    ],
    "responses": {
        "200": {
            "description": "Prose.",
            "headers": {"ETag": {"$ref": "#/components/headers/ETag"}},
            "content": {
                "application/json": {"schema": {"$ref": "#/components/schemas/Thing"}, "example": {}},
                "text/csv": {"schema": {"type": "string"}},
            },
            "links": {
                "maker": {"operationId": "getMaker", "description": "Prose."},
                "owner": {"$ref": "#/components/links/Owner"},
            },
        },
        "404": {"$ref": "#/components/responses/NotFound"},
    },
}
THING = {
    "type": "object",
    "required": ["name", "maker", "size"],
    "properties": {
        "name": {"type": "string", "description": "Prose."},
        "maker": {"oneOf": [{"$ref": "#/components/schemas/Maker"}, {"type": "null"}]},
        "size": {"allOf": [{"$ref": "#/components/schemas/Size"}], "description": "Prose."},
        "parts": {"type": "array", "items": {"type": "object", "properties": {"price": {"type": "number"}}}},
        "marks": {"type": "object", "additionalProperties": {"type": "string", "enum": ["good", "bad"]}},
    },
}
DOCUMENT: Document = {
    "openapi": "3.1.1",
    "info": {"title": "Prose."},
    "servers": [{"url": "/"}],
    "paths": {"/{shop}/things/": {"get": OPERATION}},
    "components": {
        "schemas": {"Thing": THING, "Maker": {}, "Size": {"type": "integer", "enum": [1, 2]}},
        "headers": {"ETag": {"required": True, "schema": {"type": "string"}}},
        "responses": {"NotFound": {"content": {"application/problem+json": {"schema": {"type": "object"}}}}},
        "links": {"Owner": {"operationId": "getOwner"}},
    },
}
PATH, LIST = "/{shop}/things/", "GET /{shop}/things/"


def test_it_tells_all_but_the_prose() -> None:
    assert promises(DOCUMENT) == [
        "GET /{shop}/things/ 200 as application/json: Thing",
        "GET /{shop}/things/ 200 as text/csv: string",
        "GET /{shop}/things/ 200 has the header ETag: ETag",
        'GET /{shop}/things/ 200 has the link maker: operationId="getMaker"',
        "GET /{shop}/things/ 200 has the link owner: Owner",
        "GET /{shop}/things/ 200: an answer",
        "GET /{shop}/things/ 404: NotFound",
        'GET /{shop}/things/ ?kind: array of (string of certain words) style="form"',
        "GET /{shop}/things/ ?kind[] = ! before any of the words",
        "GET /{shop}/things/ ?kind[] = tool",
        "GET /{shop}/things/ ?kind[] = toy",
        "GET /{shop}/things/ ?q: string maxLength=200",
        "GET /{shop}/things/ is called listThings",
        "GET /{shop}/things/ needs shop",
        "GET /{shop}/things/ path shop: string",
        "Maker: anything",
        "Size = 1",
        "Size = 2",
        "Size: integer of certain words",
        "Thing.maker: Maker or null, always",
        "Thing.marks: object of values (string of certain words), not always",
        "Thing.marks{} = bad",
        "Thing.marks{} = good",
        "Thing.name: string, always",
        "Thing.parts: array of (object), not always",
        "Thing.parts[].price: number, not always",
        "Thing.size: Size, always",
        "Thing: object",
        "answer NotFound as application/problem+json: object",
        "answer NotFound: an answer",
        "header ETag: string, always",
        'link Owner: operationId="getOwner"',
        "server /",
    ]


def changed(change: Callable[[Document, Document, Document], Any]) -> tuple[list[str], list[str]]:
    """The promises that a change of the document, of its operation and of its schemas breaks, and those it adds."""
    document = deepcopy(DOCUMENT)
    change(document, document["paths"][PATH]["get"], document["components"]["schemas"])
    before, after = set(promises(DOCUMENT)), set(promises(document))
    return sorted(before - after), sorted(after - before)


@pytest.mark.parametrize(
    ("change", "broken"),
    [
        pytest.param(
            lambda _, __, schemas: schemas["Thing"]["properties"].pop("name"),
            ["Thing.name: string, always"],
            id="a field is removed",
        ),
        pytest.param(
            lambda _, __, schemas: schemas["Thing"]["required"].remove("name"),
            ["Thing.name: string, always"],
            id="a field is no longer always there",
        ),
        pytest.param(
            lambda _, __, schemas: schemas["Thing"]["properties"]["name"].update(type=["string", "null"]),
            ["Thing.name: string, always"],
            id="a field may be null",
        ),
        pytest.param(
            lambda _, __, schemas: schemas["Thing"]["properties"]["maker"]["oneOf"].pop(0),
            ["Thing.maker: Maker or null, always"],
            id="an answer has fewer types",
        ),
        pytest.param(
            lambda _, __, schemas: schemas["Thing"]["properties"]["parts"]["items"]["properties"]["price"].update(
                type="string"
            ),
            ["Thing.parts[].price: number, not always"],
            id="a field deep inside has another type",
        ),
        pytest.param(
            lambda _, __, schemas: schemas["Size"]["enum"].remove(2), ["Size = 2"], id="an answer loses a word"
        ),
        pytest.param(
            lambda _, __, schemas: schemas.pop("Maker"), ["Maker: anything"], id="a schema is removed or renamed"
        ),
        pytest.param(
            lambda _, operation, __: operation["parameters"].pop(0),
            [f"{LIST} ?q: string maxLength=200"],
            id="a parameter is removed",
        ),
        pytest.param(
            lambda _, operation, __: operation["parameters"][0].update(required=True),
            [f"{LIST} needs shop"],
            id="a parameter becomes required",
        ),
        pytest.param(
            lambda _, operation, __: operation["parameters"].append(
                {"name": "key", "in": "query", "required": True, "schema": {}}
            ),
            [f"{LIST} needs shop"],
            id="a new parameter is required",
        ),
        pytest.param(
            lambda document, _, __: document.update(security=[{"key": []}]),
            [f"{LIST} needs shop"],
            id="a login is required",
        ),
        pytest.param(
            lambda _, operation, __: operation["parameters"][0]["schema"].update(maxLength=100),
            [f"{LIST} ?q: string maxLength=200"],
            id="a parameter accepts less",
        ),
        pytest.param(
            lambda _, operation, __: operation["parameters"][0]["schema"].update(enum=["a"]),
            [f"{LIST} ?q: string maxLength=200"],
            id="a parameter accepts certain words only",
        ),
        pytest.param(
            lambda _, operation, __: operation["parameters"][1].update(style="spaceDelimited"),
            [f'{LIST} ?kind: array of (string of certain words) style="form"'],
            id="a list is written in another way",
        ),
        pytest.param(
            lambda _, operation, __: operation["parameters"][1]["schema"]["items"]["enum"].remove("!toy"),
            [f"{LIST} ?kind[] = ! before any of the words"],
            id="a word can no longer be excluded",
        ),
        pytest.param(
            lambda _, operation, __: operation["responses"]["200"]["content"].pop("text/csv"),
            [f"{LIST} 200 as text/csv: string"],
            id="a media type is removed",
        ),
        pytest.param(
            lambda _, operation, __: operation["responses"]["200"].pop("headers"),
            [f"{LIST} 200 has the header ETag: ETag"],
            id="a header is removed",
        ),
        pytest.param(
            lambda document, _, __: document["components"]["headers"]["ETag"].pop("required"),
            ["header ETag: string, always"],
            id="a header is no longer always there",
        ),
        pytest.param(
            lambda _, operation, __: operation["responses"].pop("404"),
            [f"{LIST} 404: NotFound"],
            id="a status is removed",
        ),
        pytest.param(
            lambda _, operation, __: operation.update(operationId="things"),
            [f"{LIST} is called listThings"],
            id="an operation is renamed",
        ),
        pytest.param(
            lambda document, _, __: document["paths"].clear(),
            [line for line in promises(DOCUMENT) if line.startswith(LIST)],
            id="an address is removed",
        ),
    ],
)
def test_a_break_is_seen(change: Callable[[Document, Document, Document], Any], broken: list[str]) -> None:
    assert changed(change)[0] == broken


@pytest.mark.parametrize(
    ("change", "added"),
    [
        pytest.param(
            lambda _, __, schemas: schemas["Thing"]["properties"].update(age={"type": "integer"}),
            ["Thing.age: integer, not always"],
            id="a field",
        ),
        pytest.param(lambda _, __, schemas: schemas["Size"]["enum"].append(3), ["Size = 3"], id="a word"),
        pytest.param(
            lambda _, operation, __: operation["parameters"].append(
                {"name": "age", "in": "query", "schema": {"type": "integer"}}
            ),
            [f"{LIST} ?age: integer"],
            id="a parameter",
        ),
        pytest.param(
            lambda _, operation, __: operation["parameters"][1]["schema"]["items"]["enum"].extend(["art", "!art"]),
            [f"{LIST} ?kind[] = art"],
            id="a word of a parameter",
        ),
        pytest.param(lambda _, operation, __: operation.update(summary="Else.", deprecated=True), [], id="prose"),
    ],
)
def test_what_is_added_breaks_nothing(change: Callable[[Document, Document, Document], Any], added: list[str]) -> None:
    assert changed(change) == ([], added)
