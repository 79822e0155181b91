"""The details of single records; events have tests of their own."""

import pytest

from incidents.api.urls import urlpatterns
from incidents.models import Actor, Claim, Source
from incidents.publication.invariants import RESERVED
from incidents.publication.merging import merge
from incidents.publication.publishing import retract
from tests.api.contract import CheckedClient
from tests.published import of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("world")]


def test_a_claim_shows_who_says_it_in_which_words(api: CheckedClient) -> None:
    claim = api.get("/api/v1/claims/aimed/").json()
    article = {"id": "report", "title": "Report", "url": "/api/v1/articles/report/"}
    assert claim["speaker"] == {"id": "envoy", "name": "Olha Wyshnewa", "url": "/api/v1/actors/envoy/"}
    assert claim["said"]["edtf"] == "2025-11-16"
    assert claim["evidence"] == [
        {
            "article": article,
            "quote": "Die Botschaft wurde getroffen.",
            "start": 35,
            "end": 65,
            "prefix": "u protestierte. Moskau schwieg. ",
            "suffix": "",
            "language": "de",
            "status": "verified",
        }
    ]


@pytest.mark.parametrize(("claim", "other", "direction"), [("aimed", "astray", "to"), ("astray", "aimed", "from")])
def test_a_relation_is_listed_on_both_its_claims(claim: str, other: str, direction: str, api: CheckedClient) -> None:
    [relation] = api.get(f"/api/v1/claims/{claim}/").json()["relations"]
    assert (relation["claim"]["id"], relation["relation"], relation["aspect"]) == (other, "contradicts", "intent")
    assert relation["direction"] == direction


def test_a_claim_in_the_voice_of_the_article_has_no_speaker(api: CheckedClient) -> None:
    claim = api.get("/api/v1/claims/astray/").json()
    assert (claim["speaker"], claim["speaker_text"], claim["said"], claim["value"]) == (None, None, None, None)


def test_an_article_never_shows_its_text(api: CheckedClient) -> None:
    response = api.get("/api/v1/articles/column/")
    assert response.json()["text_length"] == 65
    assert b"Baku protestierte. Moskau schwieg." not in response.content


def test_an_article_lists_its_claims_and_their_events(api: CheckedClient) -> None:
    article = api.get("/api/v1/articles/column/").json()
    assert [claim["id"] for claim in article["claims"]] == ["astray"]
    assert [event["id"] for event in article["events"]] == ["strike"]


def test_an_actor_shows_every_spelling_of_its_name(api: CheckedClient) -> None:
    actor = api.get("/api/v1/actors/envoy/").json()
    assert {name["name"]: name["script"] for name in actor["names"]} == {
        "Olha Wyshnewa": "Latn",
        "Ольга Вишнева": "Cyrl",
    }


def test_a_source_shows_what_sort_of_publisher_it_is(api: CheckedClient) -> None:
    source = api.get("/api/v1/sources/herald/").json()
    assert (source["name"], source["kind"], source["country"]) == ("Herald", "newspaper", None)


@pytest.mark.parametrize(
    "address", ["/api/v1/sources/", "/api/v1/articles/", "/api/v1/actors/", "/api/v1/events/", "/api/v1/claims/"]
)
@pytest.mark.parametrize("slug", ["nothing-like-it", "Aimed", "a" * 81, "%C3%A9", "..%2F", "aimed'--"])
def test_what_never_existed_is_not_found(address: str, slug: str, api: CheckedClient) -> None:
    response = api.get(f"{address}{slug}/")
    assert response.status_code == 404
    assert response.json()["type"] == "/problems/not-found"


def test_a_merged_source_redirects(api: CheckedClient) -> None:
    merge(of(Source, "gazette"), into=of(Source, "herald"), reason="The same paper.")
    response = api.get("/api/v1/sources/gazette/")
    assert (response.status_code, response.headers["Location"]) == (308, "/api/v1/sources/herald/")


def test_a_merged_actor_redirects(api: CheckedClient) -> None:
    merge(of(Actor, "southland"), into=of(Actor, "northland"), reason="The same state.")
    assert api.get("/api/v1/actors/southland/").headers["Location"] == "/api/v1/actors/northland/"


def test_a_retracted_claim_is_gone(api: CheckedClient) -> None:
    retract([of(Claim, "astray")], reason="Misread.")
    response = api.get("/api/v1/claims/astray/")
    assert response.status_code == 410
    assert response.json()["detail"] == "Misread."
    assert api.get("/api/v1/claims/aimed/").json()["relations"] == []


def test_an_id_means_a_record_of_its_own_resource_only(api: CheckedClient) -> None:
    retract([of(Claim, "astray")], reason="Misread.")
    assert api.get("/api/v1/events/astray/").status_code == 404


# 2. Words of addresses


def test_no_address_hides_a_record() -> None:
    """Every word that stands in an address where an id could stand is one that no record can have."""
    parts = [str(pattern.pattern).split("/") for pattern in urlpatterns]
    assert {words[1] for words in parts if len(words) == 3 and "<" not in words[1]} == RESERVED


# 3. In other formats, and in part


@pytest.mark.parametrize(
    ("address", "keys"),
    [
        ("/api/v1/claims/aimed/?fields=id,aspect", {"id", "aspect"}),
        ("/api/v1/claims/aimed/?fields=id&include=evidence", {"id", "evidence"}),
        ("/api/v1/articles/column/?fields=id,claims", {"id", "claims"}),
        ("/api/v1/actors/envoy/?fields=names", {"names"}),
        ("/api/v1/sources/herald/?fields=kind,country", {"kind", "country"}),
        ("/api/v1/events/strike/?fields=relations", {"relations"}),
        ("/api/v1/events/strike/?fields=id&include=evidence,provenance", {"id", "evidence", "provenance"}),
    ],
)
def test_a_detail_can_be_cut_to_some_of_its_keys(address: str, keys: set[str], api: CheckedClient) -> None:
    assert set(api.get(address).json()) == keys


def test_a_key_that_a_detail_lacks_is_refused_with_those_it_has(api: CheckedClient) -> None:
    [fault] = api.get("/api/v1/sources/herald/?fields=claims").json()["errors"]
    assert (fault["parameter"], fault["code"]) == ("fields", "unknown_word")
    assert "state_controlled" in fault["allowed"]


def test_what_is_included_in_a_detail_is_what_the_list_includes(api: CheckedClient) -> None:
    everything = "include=relations,claims,evidence,articles,participants,provenance"
    [listed] = api.get(f"/api/v1/events/?id=strike&{everything}").json()["results"]
    detail = api.get(f"/api/v1/events/strike/?{everything}").json()
    assert detail == listed
    assert [claim["statement"] for claim in detail["claims"]] == ["It was aimed at.", "It went astray."]


def test_a_merged_id_moves_on_with_what_was_asked(api: CheckedClient) -> None:
    merge(of(Actor, "southland"), into=of(Actor, "northland"), reason="The same state.")
    moved = api.get("/api/v1/actors/southland/?fields=id&format=csv")
    assert moved.headers["Location"] == "/api/v1/actors/northland/?fields=id&format=csv"
