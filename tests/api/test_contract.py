"""The contract is there to the letter, and nothing else is: its tables (promised.py) against the OpenAPI document, and
against real answers of the real dataset. What is missing, or told nowhere, fails by name."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import pytest
from django.db import OperationalError
from django.test import Client
from django.urls import URLPattern, get_resolver
from pytest_django import Settings

from eventsapi.rest.documentation import openapi_document
from incidents.api.index import IndexView
from incidents.publication.models import Withdrawal
from tests.api import promised
from tests.api.promised import CODES, FORMATS, KEYS, MEDIA_TYPES, PARAMETERS, TYPES, WORDS_OF, paths

pytestmark = pytest.mark.django_db

Node = Mapping[str, Any]
OPERATIONS = {path: methods["get"] for path, methods in openapi_document()["paths"].items()}
RECORDS = [path for path in KEYS if "{id}" in path]
PAGED = [path for path, names in PARAMETERS.items() if "page_size" in " ".join(names).split()]


def resolved(node: Node) -> Node:
    if "$ref" not in node:
        return node
    kind, name = node["$ref"].split("/")[-2:]
    found: Node = openapi_document()["components"][kind][name]
    return found


def keys_of(schema: Node, prefix: str = "") -> Iterator[str]:
    """All keys that a schema names, in whichever of its alternatives."""
    schema = resolved(schema)
    for part in [*schema.get("anyOf", []), *schema.get("oneOf", []), *schema.get("allOf", [])]:
        yield from keys_of(part, prefix)
    yield from keys_of(schema["items"], prefix) if "items" in schema else ()
    for key, part in schema.get("properties", {}).items():
        yield prefix + key
        yield from keys_of(part, f"{prefix}{key}.")


def lines(path: str, words: Iterable[str] | str, sign: str = "") -> set[str]:
    return {f"{path} {sign}{word}" for word in (words.split() if isinstance(words, str) else words)}


def told(of: str) -> set[str]:
    """What the document says of all operations, a line each."""
    found: dict[str, set[str]] = {"addresses": set(OPERATIONS)}
    for path, operation in OPERATIONS.items():
        queries = [part for part in operation["parameters"] if part["in"] == "query"]
        answers = {status: resolved(answer) for status, answer in operation["responses"].items()}
        schema = answers["200"]["content"]["application/json"]["schema"]
        named = {
            "keys": lines(path, keys_of(schema)),
            "parameters": lines(path, [part["name"] for part in queries], "?"),
        }
        named["formats"] = lines(path, list(answers["200"]["content"]))
        named["statuses"] = lines(path, list(answers))
        named["headers"] = {line for status, answer in answers.items() for line in header_lines(path, status, answer)}
        for name, more in named.items():
            found.setdefault(name, set()).update(more)
    return found[of]


def header_lines(path: str, status: str, answer: Node) -> set[str]:
    return lines(f"{path} {status}", list(answer.get("headers", {})))


def each(table: Mapping[str, tuple[str, str]], at: int, sign: str = "") -> set[str]:
    return {line for path, cells in table.items() for line in lines(path, cells[at], sign)}


def nested(at: int) -> set[str]:
    promises = {path: paths(cells[0]) for path, cells in KEYS.items()}
    more = {path: paths(cells[1]) - promises[path] for path, cells in KEYS.items()}
    return {line for path, keys in (promises, more)[at].items() for line in lines(path, keys)}


def statuses(path: str) -> list[str]:
    return [*promised.STATUSES.split(), *(promised.RECORD_STATUSES.split() if path in RECORDS else ())]


def headers(at: int) -> set[str]:
    """Of every answer: those promised, and those added."""
    rows = [(path, status) for path in KEYS for status in statuses(path)]
    return {line for path, status in rows for line in lines(f"{path} {status}", headers_of(path, status)[at])}


def headers_of(path: str, status: str) -> tuple[list[str], list[str]]:
    """Answers that may be kept have validators; errors only name the request and the limit."""
    special = {"405": ["Allow"], "429": ["Retry-After"], "503": ["Retry-After"], "308": ["Location"]}
    kept = promised.HEADERS.split() if status < "400" else ["X-Request-ID", "RateLimit"]
    more = ["Link"] if path in PAGED else []
    more += ["Content-Disposition"] if "csv" in FORMATS[path] else []
    return [*kept, *special.get(status, [])], ["RateLimit-Policy", *(more if status == "200" else [])]


PROMISED = {
    "addresses": set(KEYS),
    "parameters": each(PARAMETERS, 0, "?"),
    "keys": nested(0),
    "formats": {f"{path} {MEDIA_TYPES[word]}" for path, words in FORMATS.items() for word in words.split()},
    "statuses": {f"{path} {status}" for path in KEYS for status in statuses(path)},
    "headers": headers(0),
}
ADDED = {"parameters": each(PARAMETERS, 1, "?"), "keys": nested(1), "headers": headers(1)}
each_kind = pytest.mark.parametrize("kind", PROMISED)
each_path = pytest.mark.parametrize("path", KEYS)


@each_kind
def test_the_document_has_all_that_is_promised(kind: str) -> None:
    assert sorted(PROMISED[kind] - told(kind)) == []


@each_kind
def test_the_document_has_nothing_that_is_told_nowhere(kind: str) -> None:
    assert sorted(told(kind) - PROMISED[kind] - ADDED.get(kind, set())) == []


@each_kind
def test_what_is_added_is_there_and_was_not_promised(kind: str) -> None:
    assert sorted(ADDED.get(kind, set()) - told(kind)) == []
    assert sorted(ADDED.get(kind, set()) & PROMISED[kind]) == []


def test_every_address_of_the_api_is_told() -> None:
    served = [
        pattern.name for pattern in get_resolver("incidents.api.urls").url_patterns if isinstance(pattern, URLPattern)
    ]
    assert len(served) == len(KEYS)


@pytest.mark.parametrize("where", WORDS_OF)
def test_closed_lists_have_these_words_and_no_others(where: str) -> None:
    path, _, name = where.partition(" ?")
    [schema] = [part["schema"] for part in OPERATIONS[path]["parameters"] if part["name"] == name]
    allowed = schema["enum"] if "enum" in schema else schema["items"]["enum"]
    assert sorted(allowed) == sorted(" ".join(WORDS_OF[where]).split())


@each_path
def test_the_formats_have_these_names(path: str) -> None:
    [schema] = [part["schema"] for part in OPERATIONS[path]["parameters"] if part["name"] == "format"]
    assert schema["enum"] == FORMATS[path].split()


# Real answers

EVERYTHING = "include=claims,evidence,participants,relations,provenance,articles"
# What is asked, so that every key shows at least once; of records, those that the list shows.
ASKED: dict[str, list[str]] = {
    "/api/v1/sources/": ["", "page_size=200&include=articles"],
    "/api/v1/sources/{id}/": ["", "include=articles"],
    "/api/v1/articles/": ["", "page_size=200&include=claims,evidence,events"],
    "/api/v1/articles/{id}/": ["", "include=claims,evidence,events"],
    "/api/v1/actors/": ["", "page_size=200&include=claims,events"],
    "/api/v1/actors/{id}/": ["", "include=claims,events"],
    "/api/v1/events/": ["", f"page_size=200&{EVERYTHING}"],
    "/api/v1/events/{id}/": ["", EVERYTHING],
    "/api/v1/events/facets/": ["by=actor", "by=place"],
    "/api/v1/claims/": ["", "page_size=200", "page_size=200&ordering=-id"],
    "/api/v1/claims/facets/": ["by=speaker", "by=event"],
    "/api/v1/search/": ["q=embassy", "q=aliyev&type=actors"],
    "/api/v1/actors/match/": ["name=Alijew"],
}
# One shape serves all facets, and no event has a value that is a record with a title. Of the actors that the list shows
# first, none said last that something was at a place.
UNSEEN = {
    "/api/v1/events/facets/ results.record.title",
    *(f"/api/v1/actors/{{id}}/ claims.results.value.place.{key}" for key in paths(promised.PLACE)),
}


def seen(answer: Any, known: set[str], prefix: str = "") -> Iterator[str]:
    """All keys of an answer, but for maps whose keys are data, such as {"intent": "contested"}."""
    for item in answer if isinstance(answer, list) else [answer]:
        for key, value in item.items() if isinstance(item, dict) else ():
            yield prefix + key
            if not isinstance(value, dict) or any(name.startswith(f"{prefix}{key}.") for name in known):
                yield from seen(value, known, f"{prefix}{key}.")


def asked(path: str) -> Iterator[str]:
    """Addresses with queries, for templates with the ids that the list above them shows."""
    above, template, below = path.partition("{")
    key = below.partition("}")[0]
    rows = Client().get(f"{above}{'?page_size=25' if key == 'id' else ''}").json()["results"] if template else [{}]
    for row in rows:
        for query in ASKED.get(path, [""]):
            yield f"{path.replace('{' + key + '}', row[key]) if template else path}?{query}"


@each_path
def test_real_answers_have_these_keys_and_no_others(path: str) -> None:
    known = paths(" ".join(KEYS[path]))
    found: set[str] = set()
    for address in asked(path):
        found.update(seen(Client().get(address).json(), known))
    assert sorted(lines(path, known) - lines(path, found) - UNSEEN) == []
    assert sorted(lines(path, found) - lines(path, known)) == []


def names(headers: Iterable[str]) -> set[str]:
    return {name.lower() for name in headers}


@each_path
def test_real_answers_have_these_headers_and_no_others(path: str, settings: Settings) -> None:
    settings.REST_RATE_LIMIT = 1_000
    answer = Client().get(next(asked(path)), headers={"Origin": "https://elsewhere.example"})
    assert answer.status_code == 200
    sent, always = names(answer.headers), names([*promised.HEADERS.split(), *promised.TRANSPORT_HEADERS])
    assert sorted(always - sent) == []
    assert sorted(sent - always - names(promised.MORE_HEADERS.split()) - names(promised.SITE_HEADERS.split())) == []
    assert promised.TRANSPORT_HEADERS["Vary"] in answer.headers["Vary"]
    assert answer.headers["Access-Control-Allow-Origin"] == promised.TRANSPORT_HEADERS["Access-Control-Allow-Origin"]


@pytest.mark.parametrize(("path", "word"), [(path, word) for path, words in FORMATS.items() for word in words.split()])
def test_every_format_is_served_by_name_and_by_accept(path: str, word: str) -> None:
    address = next(asked(path))
    by_name = Client().get(f"{address}&format={word}")
    by_accept = Client().get(address, headers={"Accept": MEDIA_TYPES[word]})
    assert (by_name.status_code, by_accept.status_code) == (200, 200)
    assert by_name.headers["Content-Type"].partition(";")[0] == MEDIA_TYPES[word]
    assert by_accept.headers["Content-Type"].partition(";")[0] == MEDIA_TYPES[word]


# Errors


def problem(path: str, **request: Any) -> tuple[int, str]:
    """Status and type of an error, which has the keys that are promised and no others."""
    answer = Client(raise_request_exception=False).generic(request.pop("method", "GET"), path, **request)
    body = answer.json()
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert {"type", "title", "status", "detail", "instance", "request_id", "errors"} == body.keys()
    assert all(fault.keys() == {"parameter", "code", "detail", "allowed"} for fault in body["errors"])
    return answer.status_code, body["type"].removeprefix("/problems/")


@pytest.mark.parametrize(
    ("status", "word", "path", "request_"),
    [
        (400, "invalid-parameter", "/api/v1/?tpye=1", {}),
        (400, "bad-request", "/api/v1/", {"headers": {"Host": "elsewhere.example"}}),
        (404, "not-found", "/api/v1/events/none-such/", {}),
        (404, "not-found", "/no/such/address", {}),
        (405, "method-not-allowed", "/api/v1/events/", {"method": "POST"}),
        (406, "not-acceptable", "/api/v1/events/", {"headers": {"Accept": "image/png"}}),
        (410, "gone", "/api/v1/events/withdrawn/", {}),
        (414, "uri-too-long", f"/api/v1/events/?q={'x' * 2001}", {}),
    ],
)
def test_every_error_has_its_status_and_type(status: int, word: str, path: str, request_: dict[str, Any]) -> None:
    Withdrawal.objects.create(resource="events", slug="withdrawn", reason="It was counted twice.", valid_from=1)
    assert problem(path, **request_) == (status, word)


def test_a_moved_record_leads_to_the_one_that_stands_for_it() -> None:
    Withdrawal.objects.create(resource="actors", slug="moved", merged_into="ilham-aliyev", reason="", valid_from=1)
    answer = Client().get("/api/v1/actors/moved/")
    assert (answer.status_code, answer.headers["Location"]) == (308, "/api/v1/actors/ilham-aliyev/")


@pytest.mark.parametrize(
    ("error", "status", "word"), [(OperationalError, 503, "unavailable"), (KeyError, 500, "internal-error")]
)
def test_faults_of_the_server_have_their_status_and_type(
    error: type[Exception], status: int, word: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*args: Any, **kwargs: Any) -> None:
        raise error("secret")

    monkeypatch.setattr(IndexView, "answer", fail)
    assert problem("/api/v1/") == (status, word)


def test_too_many_requests_have_their_status_and_type(settings: Settings) -> None:
    settings.REST_RATE_LIMIT = 1
    Client().get("/api/v1/", REMOTE_ADDR="192.0.2.77")
    assert problem("/api/v1/", REMOTE_ADDR="192.0.2.77") == (429, "too-many-requests")


@pytest.mark.parametrize("code", CODES)
def test_every_code_is_given(code: str) -> None:
    faults = Client().get(f"/api/v1/events/?{CODES[code]}").json()["errors"]
    assert [fault["code"] for fault in faults] == [code]


def test_types_codes_and_keys_of_errors_are_those_of_the_document() -> None:
    schemas = openapi_document()["components"]["schemas"]
    types = [f"/problems/{word}" for words in TYPES.values() for word in words.split()]
    assert sorted(schemas["Problem"]["properties"]["type"]["enum"]) == sorted(types)
    assert sorted(schemas["Fault"]["properties"]["code"]["enum"]) == sorted(CODES)
    assert set(keys_of(schemas["Problem"])) == paths(promised.PROBLEM)
