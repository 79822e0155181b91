"""Holds every answer of the API against its OpenAPI document, more strictly than JSON Schema asks: no key that the
document does not name."""

import re
from copy import deepcopy
from functools import cache
from typing import Any

import orjson
from django.test import Client
from jsonschema_rs import Draft202012Validator

from eventsapi.rest.documentation import openapi_document

Schema = dict[str, Any]


class CheckedClient(Client):
    """A client that refuses an answer which the document does not promise."""

    def request(self, **request: Any) -> Any:
        response = super().request(**request)
        operation = operation_of(request["PATH_INFO"])
        if operation and request["REQUEST_METHOD"] in ("GET", "HEAD"):
            check(response, operation, has_body=request["REQUEST_METHOD"] == "GET")
        return response


def operation_of(path: str) -> Schema | None:
    """The operation the document has for a path; None for paths it does not name."""
    return next((operation for form, operation in operations() if form.fullmatch(path)), None)


@cache
def operations() -> list[tuple[re.Pattern[str], Schema]]:
    """The form of each address with its operation; those without templates first: /events/facets/ is no event."""
    paths = sorted(openapi_document()["paths"].items(), key=lambda item: item[0].count("{"))
    return [(re.compile(re.sub(r"\{\w+\}", "[^/]+", template)), methods["get"]) for template, methods in paths]


def check(response: Any, operation: Schema, *, has_body: bool) -> None:
    promised = operation["responses"].get(str(response.status_code))
    assert promised, f"{operation['operationId']} promises no {response.status_code}."
    promised = _resolved(promised)
    _check_headers(response, promised)
    body = response.getvalue()
    if response.streaming:
        # Read once, the stream is used up: tests get it again.
        response.streaming_content = [body]
    if not has_body or "content" not in promised:
        assert not body
        return
    media_type = response.headers["Content-Type"].partition(";")[0]
    answer = orjson.loads(body) if media_type.endswith("json") and not response.streaming else body.decode()
    errors = list(validator_for(promised["content"][media_type]["schema"]).iter_errors(answer))
    assert not errors, "\n".join(f"{error.instance_path}: {error.message}" for error in errors[:5])


def validator_for(schema: Schema) -> Draft202012Validator:
    return compiled(orjson.dumps(schema))


@cache
def compiled(schema: bytes) -> Draft202012Validator:
    """Made once for each schema: making one takes longer than asking it about most answers."""
    return Draft202012Validator({**orjson.loads(schema), "components": strict_components()}, validate_formats=True)


@cache
def strict_components() -> Schema:
    """The components of the document, each object closed to keys that it does not name."""
    components: Schema = deepcopy(openapi_document()["components"])
    for schema in components["schemas"].values():
        if "properties" in schema:
            schema["additionalProperties"] = False
    return components


def _check_headers(response: Any, promised: Schema) -> None:
    for name, reference in promised.get("headers", {}).items():
        header = _resolved(reference)
        assert name in response.headers or not header.get("required"), f"{name} is missing."
        if name in response.headers:
            text = response.headers[name]
            validator_for(header["schema"]).validate(int(text) if header["schema"]["type"] == "integer" else text)


def _resolved(node: Schema) -> Schema:
    """The component that a reference names, or the node itself."""
    if "$ref" not in node:
        return node
    kind, name = node["$ref"].split("/")[-2:]
    component: Schema = openapi_document()["components"][kind][name]
    return component
