from typing import Any

import pytest

from eventsapi.rest.documentation import openapi_document


def links(path: str) -> dict[str, Any]:
    answer = openapi_document()["paths"][path]["get"]["responses"]["200"]
    return {name: link["parameters"] for name, link in answer.get("links", {}).items()}


FIRST = {"id": "$response.body#/results/0/id"}
SAME = {"id": "$response.body#/id"}


@pytest.mark.parametrize(
    ("path", "leads_to"),
    [
        ("/api/v1/events/", {"getEvent": FIRST}),
        ("/api/v1/claims/", {"getClaim": FIRST}),
        ("/api/v1/events/{id}/", {"getEventDisagreements": SAME, "getEventCoverage": SAME}),
        ("/api/v1/actors/match/", {"getActor": {"id": "$response.body#/results/0/actor/id"}}),
        ("/api/v1/dataset/", {}),
    ],
)
def test_an_answer_leads_to_what_its_ids_name(path: str, leads_to: dict[str, Any]) -> None:
    assert links(path) == leads_to


@pytest.mark.parametrize(
    ("path", "name", "told"),
    [
        ("/api/v1/events/", "getEvent", "For the first result, where there is one."),
        ("/api/v1/events/{id}/", "getEventCoverage", "For this record."),
    ],
)
def test_a_link_says_of_which_record_it_is(path: str, name: str, told: str) -> None:
    answer = openapi_document()["paths"][path]["get"]["responses"]["200"]
    assert answer["links"][name]["description"] == told
