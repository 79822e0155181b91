from typing import Any

import pytest

from incidents.models import Actor, Claim, Event
from incidents.publication.merging import merge
from incidents.publication.publishing import publish, retract
from tests import builders
from tests.api.contract import CheckedClient
from tests.published import of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("world")]

STRIKE = "/api/v1/events/strike/"
SUMMARY = {
    "id": "strike",
    "url": STRIKE,
    "title": "The embassy is hit",
    "summary": None,
    "event_type": "ASSAULT",
    "mode": None,
    "quad_class": "material_conflict",
    "realis": "actual",
    "date": {"edtf": "2025-11-14", "start": "2025-11-14", "end": "2025-11-14", "precision": "day", "note": None},
    "places": [
        {
            "place": {
                "id": "harbour",
                "name": "Grey Harbour",
                "country": "UA",
                "latitude": None,
                "longitude": None,
                "precision": 6,
            },
            "role": "occurred_at",
        }
    ],
    "participants": [
        {"actor": {"id": "northland", "name": "Northland", "url": "/api/v1/actors/northland/"}, "role": "initiator"},
        {"actor": {"id": "southland", "name": "Southland", "url": "/api/v1/actors/southland/"}, "role": "target"},
    ],
    "part_of": None,
    "agreement": {"intent": "contested"},
    "contested_aspects": ["intent"],
    "claim_count": 2,
    "article_count": 2,
    "source_count": 2,
    "independent_source_count": 2,
}
DETAIL = {
    "relations": [],
    "claims": [
        {"id": "aimed", "title": "It was aimed at.", "url": "/api/v1/claims/aimed/"},
        {"id": "astray", "title": "It went astray.", "url": "/api/v1/claims/astray/"},
    ],
    "articles": [
        {"id": "column", "title": "Column", "url": "/api/v1/articles/column/"},
        {"id": "report", "title": "Report", "url": "/api/v1/articles/report/"},
    ],
}


def ids(response: Any) -> list[str]:
    return [row["id"] for row in response.json()["results"]]


def test_a_list_shows_all_keys_of_each_event_and_null_for_what_is_unknown(api: CheckedClient) -> None:
    answer = api.get("/api/v1/events/", {"type": "ASSAULT", "actor": "northland"}).json()
    row = answer["results"][0]
    assert {key: value for key, value in row.items() if key != "updated_at"} == SUMMARY
    assert answer == {"count": 1, "count_relation": "eq", "next": None, "previous": None, "results": [row]}


def test_a_detail_adds_relations_claims_and_articles(api: CheckedClient) -> None:
    answer = api.get(STRIKE).json()
    assert answer.pop("updated_at").endswith("Z")
    assert answer == SUMMARY | DETAIL


def test_a_disagreement_of_two_claims_in_full(api: CheckedClient) -> None:
    answer = api.get("/api/v1/events/strike/disagreements/").json()
    [intent] = answer["aspects"]
    assert (intent["aspect"], intent["agreement"], intent["claim_count"]) == ("intent", "contested", 2)
    assert [[held["id"] for held in value["claims"]] for value in intent["values"]] == [["aimed"], ["astray"]]
    [relation] = intent["relations"]
    assert relation == {
        "from": {"id": "aimed", "title": "It was aimed at.", "url": "/api/v1/claims/aimed/"},
        "to": {"id": "astray", "title": "It went astray.", "url": "/api/v1/claims/astray/"},
        "relation": "contradicts",
        "note": "They differ.",
    }


@pytest.mark.parametrize(
    ("ordering", "expected"),
    [
        ("date", ["talks", "strike", "siege", "rumour", "truce"]),
        ("-date", ["siege", "strike", "talks", "truce", "rumour"]),
        ("-claim_count", ["strike", "truce", "talks", "siege", "rumour"]),
        ("claim_count", ["rumour", "siege", "talks", "truce", "strike"]),
        ("id", ["rumour", "siege", "strike", "talks", "truce"]),
        ("updated_at", ["rumour", "siege", "strike", "talks", "truce"]),
    ],
)
def test_events_come_in_the_order_asked_for(ordering: str, expected: list[str], api: CheckedClient) -> None:
    assert ids(api.get("/api/v1/events/", {"ordering": ordering})) == expected


def test_the_newest_events_come_first(api: CheckedClient) -> None:
    assert api.get("/api/v1/events/").json() == api.get("/api/v1/events/?ordering=-date").json()


def test_a_merged_id_redirects_for_good_to_the_event_at_the_end_of_the_chain(api: CheckedClient) -> None:
    merge(of(Event, "siege"), into=of(Event, "talks"), reason="The same.")
    merge(of(Event, "talks"), into=of(Event, "strike"), reason="The same.")
    response = api.get("/api/v1/events/siege/disagreements/", {"format": "json"})
    assert response.status_code == 308
    assert response.headers["Location"] == "/api/v1/events/strike/disagreements/?format=json"


@pytest.mark.parametrize("address", ["/api/v1/events/rumour/", "/api/v1/events/rumour/disagreements/"])
def test_a_retracted_event_is_gone_and_says_why(address: str, api: CheckedClient) -> None:
    retract([of(Event, "rumour"), of(Claim, "rumour-told")], reason="Nobody said it.")
    response = api.get(address)
    assert response.status_code == 410
    assert response.json()["detail"] == "Nobody said it."


def test_a_retracted_event_that_is_published_again_answers_again(api: CheckedClient) -> None:
    both = [of(Event, "rumour"), of(Claim, "rumour-told")]
    retract(both, reason="Nobody said it.")
    publish(both)
    assert api.get("/api/v1/events/rumour/").status_code == 200


def test_a_draft_answers_like_what_never_existed(api: CheckedClient) -> None:
    builders.event("draft")
    asked = {"X-Request-ID": "the-same-id"}
    draft, never = (api.get(f"/api/v1/events/{slug}/", headers=asked) for slug in ("draft", "never"))
    assert draft.status_code == never.status_code == 404
    assert draft.content.replace(b"draft", b"never") == never.content
    differing = {name for name, value in draft.headers.items() if never.headers[name] != value}
    assert differing <= {"RateLimit"}


def test_an_edit_is_invisible_until_it_is_published(api: CheckedClient) -> None:
    event = of(Event, "strike")
    event.title = "Edited"
    event.save()
    assert api.get(STRIKE).json()["title"] == "The embassy is hit"
    publish([event])
    assert api.get(STRIKE).json()["title"] == "Edited"


def test_a_new_name_of_a_participant_shows_at_once(api: CheckedClient) -> None:
    actor = of(Actor, "northland")
    actor.name = "Kingdom of Northland"
    actor.save()
    publish([actor])
    assert api.get(STRIKE).json()["participants"][0]["actor"]["name"] == "Kingdom of Northland"
