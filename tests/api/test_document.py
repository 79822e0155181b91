"""The examples in the OpenAPI document are what the API answers on the real dataset, asked again each time."""

import re
from collections.abc import Callable
from typing import Any
from unittest.mock import Mock

import orjson
import pytest
from django.db import OperationalError
from pytest_django import Settings

from eventsapi.rest.counters import Verdict
from eventsapi.rest.documentation import openapi_document
from incidents.api.document import EXAMPLES, TOPICS, complete
from incidents.models import Claim
from incidents.publication.publishing import retract
from tests.api.contract import CheckedClient, validator_for
from tests.written import REWRITE, out_of_date

CURE = f"Run: {REWRITE}=1 python3 dev.py test tests/api/test_document.py, and write openapi.yaml anew."
EVENT = "putin-acknowledges-responsibility-for-airliner"
QUERIES = {
    "getIndex": "",
    "listSources": "sources/?cited_in=000-aliyev-stays-away-from-cis-summit&page_size=1",
    "getSource": "sources/caucasus-watch/",
    "listArticles": "articles/?language=de&page_size=1",
    "getArticle": "articles/003-talks-between-baku-and-moscow-in-sochi/",
    "listActors": "actors/?country=AZ&kind=person&page_size=1",
    "getActor": "actors/belarus/",
    "matchActors": "actors/match/?name=Alijev",
    "listEvents": "events/?agreement=contested&aspect=responsibility&page_size=1",
    "getEvent": f"events/{EVENT}/",
    "getEventDisagreements": f"events/{EVENT}/disagreements/",
    "getEventCoverage": f"events/{EVENT}/coverage/",
    "getEventFacets": "events/facets/?by=agreement&aspect=responsibility",
    "getEventTimeline": "events/timeline/?interval=month&country=RU",
    "listClaims": "claims/?event=azerbaijani-embassy-strike-2025-11-14&aspect=foreknowledge&page_size=1",
    "getClaim": "claims/c001-aliyev-met-nato-delegation/",
    "getClaimFacets": "claims/facets/?by=speech_act&event=azerbaijani-embassy-strike-2025-11-14",
    "search": "search/?q=coordinates&page_size=1",
    "listChanges": "changes/?page_size=1",
    "getDataset": "dataset/",
    "listVocabularies": "vocabularies/",
    "getVocabulary": "vocabularies/agreement/",
}
# Members of a list that are enough to show what they look like.
ENOUGH = 2
# What differs each time that the dataset is loaded is told as on its first day.
SETTLED = {
    r"http://testserver": "https://events.example",
    r"(?<=[?&]cursor=)[^&\"]+": "WyIyMDI1LTExLTE0Il0.c2lnbmF0dXJl",
    r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z": "2026-11-22T12:00:00Z",
    r"dataset version \d+, [0-9-]{10}": "dataset version 506, 2026-11-22",
    r"(?<=version\":)\d+": "506",
    r"(?<=\"seq\":)\d+|(?<=[?&]since=)\d+": "1",
    r"(?<=address\. Ask again in )\d+": "42",
}
OPERATIONS = {operation["operationId"]: operation for methods in openapi_document()["paths"].values()
              for operation in methods.values()}  # fmt: skip
EXAMPLE = orjson.loads(EXAMPLES.read_bytes())
CONTENTS = {
    **{name: answer["content"] for name, answer in openapi_document()["components"]["responses"].items()},
    **{name: operation["responses"]["200"]["content"] for name, operation in OPERATIONS.items()},
}


def cut(node: Any) -> Any:
    if isinstance(node, dict):
        return {key: cut(part) for key, part in node.items()}
    return [cut(part) for part in node[:ENOUGH]] if isinstance(node, list) else node


def example(request: str, response: Any) -> dict[str, Any]:
    text = response.content.decode()
    for pattern, settled in SETTLED.items():
        text = re.sub(pattern, settled, text)
    whole = orjson.loads(text)
    shown = cut(whole)
    note = "" if shown == whole else f" (lists are cut to {ENOUGH} here)"
    return {"request": f"{request}{note}", "answer": shown}


@pytest.fixture
def refusals(
    api: CheckedClient, monkeypatch: pytest.MonkeyPatch, settings: Settings
) -> dict[str, tuple[str, Callable[[], Any]]]:
    """How to get each of the errors: the request in words, and what it takes."""
    events = "/api/v1/events/"

    def withdrawn() -> Any:
        retract([Claim.objects.get(slug="c000-38-people-killed")], reason="It was published by mistake.")
        return api.get("/api/v1/claims/c000-38-people-killed/")

    def failing(error: Exception) -> Any:
        def fail(*args: Any, **kwargs: Any) -> Any:
            raise error

        api.raise_request_exception = False
        monkeypatch.setattr("incidents.api.events.EventListView.answer", fail)
        return api.get(events)

    def used_up() -> Any:
        settings.REST_RATE_LIMIT = 6000
        nothing_left = Mock(**{"count.return_value": Verdict(allowed=False, left=0)})
        monkeypatch.setattr("eventsapi.rest.throttling.reading", lambda: nothing_left)
        return api.get(events)

    return {
        "InvalidParameter": (f"GET {events}?typ=ASSAULT", lambda: api.get(f"{events}?typ=ASSAULT")),
        "NotFound": (f"GET {events}no-such-event/", lambda: api.get(f"{events}no-such-event/")),
        "MethodNotAllowed": (f"POST {events}", lambda: api.post(events)),
        "NotAcceptable": (f"GET {events}, Accept: image/png", lambda: api.get(events, headers={"Accept": "image/png"})),
        "Gone": ("GET /api/v1/claims/c000-38-people-killed/, had it been retracted", withdrawn),
        "UriTooLong": (f"GET {events}?q=… of 2,001 bytes", lambda: api.get(f"{events}?q={1999 * 'a'}")),
        "InternalError": (f"GET {events}, had the server a fault", lambda: failing(ZeroDivisionError())),
        "Unavailable": (f"GET {events}, had the database stopped", lambda: failing(OperationalError())),
        "TooManyRequests": (f"GET {events}, for the 6,001st time in a minute", used_up),
    }


@pytest.mark.django_db
def test_every_example_is_what_the_api_answers(api: CheckedClient, refusals: Any) -> None:
    api.defaults["HTTP_X_REQUEST_ID"] = "example-request"
    asked = {name: f"/api/v1/{query}" for name, query in QUERIES.items()}
    made = {name: example(f"GET {address}", api.get(address)) for name, address in asked.items()}
    made |= {name: example(request, ask()) for name, (request, ask) in refusals.items()}
    assert out_of_date(EXAMPLES, orjson.dumps(made, option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE)) == [], CURE


@pytest.mark.parametrize("name", CONTENTS)
def test_every_operation_and_every_error_has_an_example_that_its_schema_promises(name: str) -> None:
    content = next(content for kind, content in CONTENTS[name].items() if kind.endswith("json"))
    validator_for(content["schema"]).validate(content["examples"]["real"]["value"])


def test_an_operation_without_an_example_can_be_described_until_it_has_one() -> None:
    new = {"operationId": "getNew", "responses": {"200": {"content": {"application/json": {}}}}}
    bare = {"info": {}, "paths": {"/new/": {"get": new}}, "components": {"responses": {}}}
    assert "examples" not in str(complete(bare, None, None, public=True)["paths"])


def test_every_topic_has_operations_and_every_operation_a_topic() -> None:
    assert {tag for operation in OPERATIONS.values() for tag in operation["tags"]} == TOPICS.keys()
    assert list(TOPICS) == sorted(TOPICS)


def test_the_document_stays_small_enough_to_read(settings: Settings) -> None:
    assert (settings.BASE_DIR / "openapi.yaml").stat().st_size < 450_000
