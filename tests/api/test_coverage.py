from typing import Any

import pytest

from incidents.models import Article, Claim, Event
from incidents.publication.merging import merge
from incidents.publication.publishing import publish, retract
from tests import builders
from tests.api.contract import CheckedClient
from tests.published import of

pytestmark = pytest.mark.django_db

EMBASSY = "/api/v1/events/azerbaijani-embassy-strike-2025-11-14/coverage/"


@pytest.fixture
def embassy(api: CheckedClient) -> Any:
    """Who reports what about the strike of November 2025, in the real dataset."""
    return api.get(EMBASSY).json()


def row(matrix: dict[str, Any], article: str) -> dict[str, Any]:
    """The cells of one article by aspect."""
    found = next(item for item in matrix["articles"] if item["article"]["id"].startswith(article))
    return {cell["aspect"]: cell for cell in found["aspects"]}


def test_it_shows_which_articles_report_the_event(embassy: dict[str, Any]) -> None:
    assert embassy["title"] == "Strike damages the Azerbaijani embassy in Kyiv"
    assert [(item["article"]["id"], item["source"]["id"]) for item in embassy["articles"]] == [
        ("001-azerbaijan-russia-tensions-after-embassy-strike", "unnamed-publisher-001"),
        ("004-aliyev-says-embassy-was-hit-deliberately", "unnamed-publisher-004"),
    ]


@pytest.mark.parametrize(
    ("aspect", "first", "second"),
    [
        ("casualties", "reports", "silent"),
        ("damage", "reports", "silent"),
        ("foreknowledge", "reports", "reports"),
        ("intent", "reports", "reports"),
        ("legality", "silent", "reports"),
        ("motive", "silent", "reports"),
    ],
)
def test_it_shows_what_one_article_reports_and_the_other_is_silent_on(
    aspect: str, first: str, second: str, embassy: dict[str, Any]
) -> None:
    assert row(embassy, "001")[aspect]["coverage"] == first
    assert row(embassy, "004")[aspect]["coverage"] == second


def test_a_cell_names_its_claims(embassy: dict[str, Any]) -> None:
    assert row(embassy, "004")["intent"]["claims"][0] == {
        "id": "c004-aliyev-first-strike-maybe-a-mistake",
        "title": "After the first of the three strikes Azerbaijan thought that it might have been a mistake.",
        "url": "/api/v1/claims/c004-aliyev-first-strike-maybe-a-mistake/",
    }


def test_the_matrix_is_full(embassy: dict[str, Any]) -> None:
    assert embassy["aspects"] == sorted(embassy["aspects"])
    assert {tuple(row(embassy, item["article"]["id"])) for item in embassy["articles"]} == {tuple(embassy["aspects"])}


def test_a_cell_reports_where_it_has_claims(embassy: dict[str, Any]) -> None:
    cells = [cell for item in embassy["articles"] for cell in item["aspects"]]
    assert {(cell["coverage"], bool(cell["claims"])) for cell in cells} == {("reports", True), ("silent", False)}


def test_the_matrix_of_every_event_holds_each_of_its_claims_once(api: CheckedClient) -> None:
    for event in api.get("/api/v1/events/?page_size=200").json()["results"]:
        matrix = api.get(f"{event['url']}coverage/").json()
        detail = api.get(event["url"]).json()
        claims = [claim for item in matrix["articles"] for cell in item["aspects"] for claim in cell["claims"]]
        assert sorted(claim["id"] for claim in claims) == sorted(claim["id"] for claim in detail["claims"])
        assert [item["article"] for item in matrix["articles"]] == detail["articles"]
        assert matrix["aspects"] == list(detail["agreement"])


@pytest.mark.usefixtures("world")
def test_a_small_matrix(api: CheckedClient) -> None:
    publish([builders.claim("also", of=of(Event, "strike"), where=of(Article, "report"))])
    matrix = api.get("/api/v1/events/strike/coverage/").json()
    assert matrix["aspects"] == ["intent", "occurrence"]
    shown = {
        item["article"]["id"]: [[claim["id"] for claim in cell["claims"]] for cell in item["aspects"]]
        for item in matrix["articles"]
    }
    assert shown == {"column": [["astray"], []], "report": [["aimed"], ["also"]]}


@pytest.mark.usefixtures("world")
def test_a_merged_event_moves_on(api: CheckedClient) -> None:
    merge(of(Event, "siege"), into=of(Event, "strike"), reason="The same.")
    response = api.get("/api/v1/events/siege/coverage/")
    assert (response.status_code, response.headers["Location"]) == (308, "/api/v1/events/strike/coverage/")


@pytest.mark.usefixtures("world")
def test_a_retracted_event_is_gone_and_says_why(api: CheckedClient) -> None:
    retract([of(Event, "rumour"), of(Claim, "rumour-told")], reason="Nobody said it.")
    response = api.get("/api/v1/events/rumour/coverage/")
    assert (response.status_code, response.json()["detail"]) == (410, "Nobody said it.")


@pytest.mark.parametrize("slug", ["nothing-like-it", "facets", "x" * 80])
def test_what_never_existed_is_not_found(slug: str, api: CheckedClient) -> None:
    assert api.get(f"/api/v1/events/{slug}/coverage/").status_code == 404
