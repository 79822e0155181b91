"""What is not understood is refused, at every address there is: the addresses are read from the URL configuration, the
parameters from the OpenAPI document. A new one is held to this without anybody writing it down here."""

import re
from collections.abc import Iterator, Sequence
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from eventsapi.rest.documentation import openapi_document
from tests.api.malformed import encoded, malformed_queries

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("world")]

# Something that exists, for each part of an address that names a record.
EXISTING = {
    "sources": "herald", "articles": "report", "actors": "envoy", "events": "strike", "claims": "aimed",
    "vocabularies": "aspect", "problems": "gone",
}  # fmt: skip


def routes(patterns: Sequence[URLPattern | URLResolver], prefix: str = "/") -> Iterator[str]:
    """Every address but the pages for editors, with their templates: /api/v1/events/<public_id:id>/."""
    for pattern in patterns:
        route = f"{prefix}{pattern.pattern}"
        if isinstance(pattern, URLPattern):
            yield route
        elif route not in settings.REST_PAGE_PREFIXES:
            yield from routes(pattern.url_patterns, route)


def filled(template: str) -> str:
    """The address of something that exists."""
    before, *after = re.split("<.*>|{.*}", template)
    return before + EXISTING[before.strip("/").rpartition("/")[2]] + after[0] if after else template


ADDRESSES = [filled(route) for route in routes(get_resolver().url_patterns)]
PARAMETERS = {
    filled(template): [parameter for parameter in methods["get"]["parameters"] if parameter["in"] == "query"]
    for template, methods in openapi_document()["paths"].items()
}


def names(address: str) -> list[str]:
    """The parameters of an address."""
    return [parameter["name"] for parameter in PARAMETERS[address]]


every_address = pytest.mark.parametrize("address", ADDRESSES)
every_documented_address = pytest.mark.parametrize("address", PARAMETERS)


def faults(address: str, query: str) -> list[tuple[str | None, str]]:
    """Parameter and code of every fault; of none, where the answer is no such refusal."""
    response: Any = Client().get(f"{address}?{query}")
    problem = response.json() if response.headers["Content-Type"] == "application/problem+json" else {}
    found = [(fault["parameter"], fault["code"]) for fault in problem.get("errors", [])]
    return found if (response.status_code, problem.get("type")) == (400, "/problems/invalid-parameter") else []


def refused(address: str, query: str) -> set[str | None]:
    """The parameters that are refused for what they say; that another is missing is no reason."""
    return {name for name, code in faults(address, query) if code != "missing_parameter"}


def test_all_addresses_are_looked_at() -> None:
    assert {"/", "/livez", "/readyz", "/api/docs/", "/problems/gone", "/api/v1/openapi.yaml"} < set(ADDRESSES)
    assert set(PARAMETERS) < set(ADDRESSES)


@every_address
def test_it_refuses_a_parameter_that_it_does_not_have(address: str) -> None:
    assert ("unheard-of", "unknown_parameter") in faults(address, "unheard-of=1")
    assert ("", "unknown_parameter") in faults(address, "=")


@every_address
def test_it_refuses_what_is_no_text(address: str) -> None:
    assert faults(address, "some=%00&other=%FF&third=%ED%A0%80&%00=1&%C0%AF=1&sound=1") == [
        ("some", "nul_character"),
        ("other", "invalid_encoding"),
        ("third", "invalid_encoding"),
        (None, "nul_character"),
        (None, "invalid_encoding"),
    ]


@every_address
def test_it_refuses_a_query_that_is_too_long(address: str) -> None:
    response = Client().get(f"{address}?unheard-of={'x' * 2000}")
    assert (response.status_code, response.json()["type"]) == (414, "/problems/uri-too-long")


@every_documented_address
def test_it_accepts_no_parameter_twice(address: str) -> None:
    found = faults(address, "&".join(f"{name}=1&{name}=1" for name in names(address)))
    assert [name for name in names(address) if (name, "repeated_parameter") not in found] == []


@every_documented_address
def test_it_accepts_no_malformed_value(address: str) -> None:
    accepted = [
        (name, query[name])
        for query in malformed_queries(PARAMETERS[address])
        for name in query.keys() - refused(address, encoded(query))
    ]
    assert accepted == []


@pytest.mark.parametrize("address", [address for address in PARAMETERS if "cursor" in names(address)])
def test_it_accepts_no_cursor_that_was_made_up(address: str) -> None:
    needed = "".join(f"{part['name']}=x&" for part in PARAMETERS[address] if part.get("required"))
    assert faults(address, f"{needed}cursor=WyJhIl0.c2ln") == [("cursor", "invalid_cursor")]


@every_documented_address
def test_it_accepts_no_reversed_range(address: str) -> None:
    starts = {part["name"]: part for part in PARAMETERS[address] if part["name"].endswith(("_from", "_min"))}
    later = {"date": ("2025-02-01", "2025-01-31"), "number": ("2", "1.999999")}
    asked = {
        name: "{0}={2}&{1}={3}".format(name, name.replace("_from", "_to").replace("_min", "_max"), *later[form])
        for name, part in starts.items()
        for form in [part["schema"].get("format", part["schema"]["type"])]
    }
    assert [query for name, query in asked.items() if (name, "reversed_range") not in faults(address, query)] == []
