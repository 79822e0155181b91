"""Anonymous clients get the same bytes whether unpublished records and edits exist or not.

Nothing is left out of the comparison: every request brings its own id, which is all that an answer has of chance. What
the web server adds itself, such as Date, knows nothing of records; tests/hostile asks for drafts over a socket.
"""

import re
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

import pytest
from django.conf import settings as configured
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver
from prometheus_client import generate_latest
from pytest_django import Settings

from eventsapi.rest.answers import answers
from eventsapi.rest.documentation import openapi_document
from eventsapi.rest.logs import JsonFormatter
from incidents.publication.merging import merge
from incidents.publication.models import RECORD_TABLES
from incidents.publication.publishing import publish, retract
from tests import builders
from tests.hidden import CANARY, SECRET, SHAPED, edit_all, hide_drafts, write_over

pytestmark = pytest.mark.django_db

ADDRESS = re.compile(rb'"((?:http://testserver)?/(?:api|livez|readyz)[^"\\{}]*)"')
REQUEST_ID = "the-same-for-all"
ASKED = [
    "/api/v1/",
    "/api/docs/",
    "/livez",
    "/readyz",
    "/api/v1/openapi.json",
    "/api/v1/openapi.yaml",
    f"/api/v1/events/?q={CANARY}",
    f"/api/v1/events/{CANARY}-event/",
    f"/api/v1/events/{CANARY}-event/disagreements/",
    f"/api/v1/claims/?speaker={CANARY}-actor",
    f"/api/v1/claims/?event={CANARY}-event",
    f"/api/v1/events/?actor={CANARY}-actor&country=UA",
    "/api/v1/events/?page_size=200",
    "/api/v1/claims/?page_size=200&ordering=-updated_at",
    "/api/v1/changes/?since=3",
    f"/{CANARY}",
    f"/api/v1/search/?q={CANARY}",
    "/api/v1/search/?q=azerbaij",
    f"/api/v1/actors/match/?name={CANARY}",
    "/api/v1/actors/match/?name=Alijev",
    "/api/v1/events/?page_size=200&include=claims,evidence,articles,participants,relations,provenance",
    "/api/v1/articles/?include=claims,evidence,events",
    "/api/v1/actors/?include=claims,events",
    "/api/v1/sources/?include=articles",
    "/api/v1/events/?as_of=3",
    "/api/v1/claims/?quote=Baku&affiliated=true&speaker=azerbaijan",
    "/api/v1/sources/closed-gazette/",
    "/api/v1/sources/twin-gazette/",
    "/api/v1/articles/?source=twin-gazette",
]
# Parameters whose every word is asked for, where the address has them.
WORDS = ("by", "interval", "format", "ordering")
METHODS = ("get", "head", "options", "post", "put", "patch", "delete", "trace")
# With what an address is asked besides, and what is put after that of a draft.
HEADERS = (
    {"If-None-Match": "*"}, {"If-Modified-Since": "Fri, 31 Dec 9999 23:59:59 GMT"}, {"Accept-Encoding": "gzip"},
    {"Accept": "text/csv"}, {"Accept": "text/html"}, {"Range": "bytes=0-9"}, {"Dataset-Version": "1"},
    {"Origin": "https://elsewhere.example"}, {"Host": "elsewhere.example"},
)  # fmt: skip
QUERIES = (
    "min_version=1", "min_version=999999", "as_of=3", "as_of=999999", "unheard-of=1", "fields=id", "fields=note",
    "include=claims", "page_size=0", "cursor=made-up", "format=xml", "x=%ff", "x=%00", "format=", f"x={'y' * 9000}",
)  # fmt: skip
KINDS = [f"-{resource.removesuffix('s')}" for resource in RECORD_TABLES]
IN_THE_WAY = ("", "history/", "edit/", "%20/", "%00/", "%ff/", "/")


class Asked(NamedTuple):
    address: str
    method: str = "get"
    headers: tuple[tuple[str, str], ...] = ()


Answers = dict[Asked, tuple[int, list[tuple[str, str]], bytes]]


def every_word() -> Iterator[str]:
    """Each list and count in every format, order, dimension and interval that the document names."""
    for path, methods in openapi_document()["paths"].items():
        parameters = {parameter["name"]: parameter for parameter in methods["get"]["parameters"]}
        asking = {"search": "q=embassy&", "match": "name=putin&", "facets": "by=language&"}
        needed = next((query for part, query in asking.items() if f"/{part}/" in path), "")
        if "{" not in path:
            for name in parameters.keys() & set(WORDS):
                for word in parameters[name]["schema"]["enum"]:
                    yield f"{path}?{'' if name == 'by' else needed}{name}={word}"


def routes(patterns: Sequence[URLPattern | URLResolver], start: str = "/") -> Iterator[tuple[str, Any]]:
    """Every address of the site but the editors' pages, with its view: /api/v1/events/<public_id:id>/."""
    for pattern in patterns:
        route = f"{start}{pattern.pattern}"
        if isinstance(pattern, URLPattern):
            yield route, pattern.callback
        elif route not in configured.REST_PAGE_PREFIXES:
            yield from routes(pattern.url_patterns, route)


def filled(route: str) -> Iterator[str]:
    """The address with the id of something published, and of a draft."""
    before, *after = re.split("<.*>", route)
    resource = before.strip("/").rpartition("/")[2]
    found = {name: table.objects.current().order_by("slug")[0].slug for name, table in RECORD_TABLES.items()}
    found |= {"vocabularies": "aspect", "problems": "gone"}
    ids = [found[resource], f"{CANARY}-{resource.removesuffix('s')}"] if after else []
    yield from [f"{before}{one}{after[0]}" for one in ids] if after else [route]


def every_way() -> Iterator[Asked]:
    """Every address by every method, in each format of its view, with each mistake, and with each filter by drafts."""
    for route, view in routes(get_resolver().url_patterns):
        shown = getattr(view, "cls", None)
        for address in filled(route):
            yield from (Asked(address, method) for method in METHODS)
            yield from (Asked(address, headers=tuple(headers.items())) for headers in HEADERS)
            yield from (Asked(f"{address}?{query}") for query in QUERIES)
            yield from (Asked(f"{address}?format={one.format}") for one in getattr(shown, "renderer_classes", ()))
            yield from (Asked(f"{address}{more}") for more in (IN_THE_WAY if CANARY in address else ()))
        for name in getattr(shown, "declared", dict)() if "<" not in route else ():
            yield from (Asked(f"{route}?{name}={CANARY}{kind}") for kind in ("", *KINDS))


def ask(client: Client, asked: Asked) -> Any:
    headers = {"X-Request-ID": REQUEST_ID, **dict(asked.headers)}
    return client.generic(asked.method.upper(), asked.address, headers=headers)


def crawl(client: Client) -> Answers:
    """Every answer that can be reached, whole."""
    found: Answers = {}
    waiting = [*map(Asked, ASKED), *map(Asked, every_word()), *every_way()]
    while waiting:
        asked = waiting.pop()
        if asked in found:
            continue
        answer = ask(client, asked)
        body = answer.getvalue()
        found[asked] = (answer.status_code, sorted(answer.headers.items()), body)
        waiting += [Asked(address.decode().replace("&amp;", "&").removeprefix("http://testserver"))
                    for address in ADDRESS.findall(body)]  # fmt: skip
    return found


def withdraw_some() -> None:
    """What was public and is not: one that leads to another, and one that says why."""
    gone, twin, kept = (builders.source(f"{word}-gazette") for word in ("closed", "twin", "our"))
    publish([gone, twin, kept])
    retract([gone], reason="It never existed.")
    merge(twin, into=kept, reason="The same.")


def write_drafts() -> None:
    hide_drafts()
    assert write_over() == SHAPED
    assert edit_all() >= {"incidents.event.realis", "incidents.place.latitude", "incidents.claim.said_start"}


def test_drafts_and_edits_change_no_public_byte(client: Client) -> None:
    withdraw_some()
    before = crawl(client)
    write_drafts()
    after = crawl(client)
    assert [asked for asked, answer in after.items() if before[asked] != answer] == []
    assert before.keys() == after.keys()
    assert len(before) > 2_000
    assert {status for status, _, _ in before.values()} == {200, 204, 302, 304, 308, 400, 404, 405, 406, 410, 414}
    assert [asked for asked, answer in after.items() if SECRET in str(answer)] == []


def test_no_log_line_no_counter_and_no_kept_answer_knows_of_drafts(
    client: Client, settings: Settings, caplog: pytest.LogCaptureFixture
) -> None:
    settings.REST_ANSWER_CACHE_BYTES = 8 * 1024 * 1024 + 1  # a cache that no other test has
    settings.REST_METRICS = True
    caplog.handler.setFormatter(JsonFormatter())
    caplog.set_level("INFO", "eventsapi")
    write_drafts()
    for asked in every_way():
        ask(client, asked)
    told = caplog.text + generate_latest().decode()
    kept = [*answers()._kept.items()]
    assert [len(kept) > 40, "api/v1/events/<public_id:id>/" in caplog.text] == [True, True]
    assert [word for word in (SECRET, CANARY) if word in told] == []
    assert [asked for asked, answer in kept if SECRET in str((asked, answer.content, answer.headers))] == []


def test_the_page_to_log_in_and_files_know_of_no_draft(client: Client) -> None:
    write_drafts()
    pages = [client.get(path) for path in ("/admin/login/", "/admin/incidents/event/", "/static/incidents/admin.css")]
    assert [page.status_code for page in pages] == [200, 302, 200]
    assert not [page for page in pages if SECRET.encode() in b"".join(page)]  # of files, too
