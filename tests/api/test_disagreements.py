from typing import Any

import pytest

from tests.api.contract import CheckedClient

pytestmark = pytest.mark.django_db

EMBASSY = "/api/v1/events/azerbaijani-embassy-strike-2025-11-14/disagreements/"


def aspects(answer: dict[str, Any]) -> dict[str, Any]:
    return {item["aspect"]: item for item in answer["aspects"]}


@pytest.fixture
def embassy(api: CheckedClient) -> dict[str, Any]:
    """What the real dataset holds about the strike of November 2025."""
    return aspects(api.get(EMBASSY).json())


def claim(aspect: dict[str, Any], slug: str) -> Any:
    """The claim of that id, and the value it is listed under."""
    return next((item, value["value"]) for value in aspect["values"] for item in value["claims"] if item["id"] == slug)


def test_it_shows_who_calls_the_embassy_strike_deliberate_in_german_words(embassy: dict[str, Any]) -> None:
    held, value = claim(embassy["intent"], "c004-aliyev-strikes-deliberate")
    assert embassy["intent"]["agreement"] == "contested"
    assert value["text"] == "deliberate"
    assert held["speaker"]["name"] == "Ilham Aliyev"
    assert "absichtlich" in " ".join(item["quote"] for item in held["evidence"])


def test_it_shows_who_calls_it_possibly_accidental(embassy: dict[str, Any]) -> None:
    accident, _ = claim(embassy["intent"], "c001-unnamed-strikes-were-accidental")
    maybe, _ = claim(embassy["intent"], "c004-aliyev-first-strike-maybe-a-mistake")
    assert accident["evidence"][0]["quote"] == "Behauptungen über versehentliche Angriffe"
    assert maybe["modality"] == "hypothetical"
    assert maybe["evidence"][0]["quote"] == "Nach dem ersten dachten wir, es könnte ein Versehen gewesen sein."


def test_it_shows_that_responsibility_is_unacknowledged_and_not_denied(embassy: dict[str, Any]) -> None:
    silent, _ = claim(embassy["responsibility"], "c001-moscow-has-admitted-no-responsibility")
    assert silent["speaker"] is None
    assert silent["modality"] == "negated"
    assert silent["speech_act"] == "asserts"
    assert silent["evidence"][0]["quote"] == "Moskau hat keine Verantwortung eingeräumt"


def test_it_shows_how_the_claims_stand_to_one_another(embassy: dict[str, Any]) -> None:
    stated = {(item["from"]["id"], item["relation"], item["to"]["id"]) for item in embassy["intent"]["relations"]}
    assert ("c001-unnamed-strikes-were-accidental", "contradicts", "c004-aliyev-strikes-deliberate") in stated


def test_the_most_disputed_aspect_comes_first(api: CheckedClient) -> None:
    words = [item["agreement"] for item in api.get(EMBASSY).json()["aspects"]]
    assert words == sorted(words, key=["contested", "compatible", "agreed", "single_source"].index)
