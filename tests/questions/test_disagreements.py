"""Where claims contradict one another, within an article and between articles, and how far the rest agrees."""

import pytest

from tests.api.contract import CheckedClient
from tests.questions.asking import every, one

pytestmark = pytest.mark.django_db


def contradictions(api: CheckedClient) -> set[tuple[str, str]]:
    return {
        (claim["id"], link["claim"]["id"])
        for claim in every(api, "claims")
        for link in claim["relations"]
        if (link["relation"], link["direction"]) == ("contradicts", "to")
    }


def test_eight_events_are_contested_each_on_one_aspect(api: CheckedClient) -> None:
    contested = [event for event in every(api, "events") if event["contested_aspects"]]
    assert sorted((event["id"], event["contested_aspects"]) for event in contested) == [
        ("aliyev-declines-cis-summit-invitation", ["motive"]),
        ("azerbaijan-airlines-crash-2024-12", ["responsibility"]),
        ("azerbaijan-airlines-shootdown-2024-12", ["responsibility"]),
        ("azerbaijan-hands-embassy-coordinates-to-russia", ["date"]),
        ("azerbaijani-embassy-strike-2025-11-14", ["intent"]),
        ("putin-acknowledges-responsibility-for-airliner", ["responsibility"]),
        ("putin-apologises-to-aliyev-for-airliner", ["responsibility"]),
        ("strikes-on-azerbaijani-embassy-in-kyiv", ["intent"]),
    ]


def test_seven_pairs_of_claims_contradict_one_another(api: CheckedClient) -> None:
    assert contradictions(api) == {
        ("c000-baku-busy-calendar", "c000-seen-as-deliberate-signal-to-putin"),
        ("c000-peskov-year-end-pressure", "c000-seen-as-deliberate-signal-to-putin"),
        ("c000-putin-admits-russian-responsibility", "c002-putin-took-no-responsibility"),
        ("c001-ministry-coordinates-given-in-2022", "c004-aliyev-coordinates-given-after-first-strike"),
        ("c001-unnamed-strikes-were-accidental", "c004-aliyev-strikes-deliberate"),
        ("c001-unnamed-strikes-were-accidental", "c004-headline-aliyev-russia-hit-embassy-deliberately"),
        ("c004-aliyev-coordinates-given-after-first-strike", "c004-paraphrase-coordinates-before-the-strikes"),
    }


def test_only_004_contradicts_itself_on_what_one_speaker_says(api: CheckedClient) -> None:
    speakers = {claim["id"]: (claim["speaker"] or {}).get("id") for claim in every(api, "claims")}
    within = {pair for pair in contradictions(api) if pair[0][:4] == pair[1][:4]}
    assert {(first[:4], second[:4]) for first, second in within} == {("c000", "c000"), ("c004", "c004")}
    assert [pair for pair in within if speakers[pair[0]] == speakers[pair[1]]] == [
        ("c004-aliyev-coordinates-given-after-first-strike", "c004-paraphrase-coordinates-before-the-strikes")
    ]


def test_every_contradiction_says_why(api: CheckedClient) -> None:
    notes = [
        link["note"]
        for claim in every(api, "claims")
        for link in claim["relations"]
        if (link["relation"], link["direction"]) == ("contradicts", "to")
    ]
    assert len(notes) == 7
    assert all(notes)


@pytest.mark.parametrize(
    ("event", "words"),
    [
        (
            "azerbaijan-airlines-crash-2024-12",
            {
                "casualties": "compatible",
                "cause": "compatible",
                "consequence": "compatible",
                "content": "compatible",
                "context": "single_source",
                "date": "agreed",
                "evaluation": "single_source",
                "intent": "single_source",
                "means": "compatible",
                "occurrence": "agreed",
                "place": "single_source",
                "reaction": "agreed",
                "responsibility": "contested",
            },
        ),
        (
            "azerbaijan-airlines-shootdown-2024-12",
            {
                "casualties": "compatible",
                "cause": "compatible",
                "consequence": "single_source",
                "context": "single_source",
                "date": "agreed",
                "intent": "single_source",
                "means": "compatible",
                "occurrence": "agreed",
                "place": "single_source",
                "quantity": "single_source",
                "responsibility": "contested",
            },
        ),
        (
            "azerbaijani-embassy-strike-2025-11-14",
            {
                "casualties": "single_source",
                "consequence": "compatible",
                "context": "single_source",
                "damage": "compatible",
                "date": "single_source",
                "evaluation": "single_source",
                "foreknowledge": "agreed",
                "intent": "contested",
                "legality": "single_source",
                "means": "single_source",
                "motive": "compatible",
                "occurrence": "compatible",
                "place": "compatible",
                "reaction": "compatible",
                "responsibility": "compatible",
            },
        ),
        (
            "strikes-on-azerbaijani-embassy-in-kyiv",
            {
                "consequence": "single_source",
                "foreknowledge": "agreed",
                "intent": "contested",
                "legality": "single_source",
                "motive": "compatible",
                "occurrence": "agreed",
                "place": "compatible",
                "quantity": "compatible",
                "responsibility": "single_source",
            },
        ),
        (
            "azerbaijan-hands-embassy-coordinates-to-russia",
            {
                "content": "single_source",
                "context": "single_source",
                "date": "contested",
                "foreknowledge": "agreed",
                "occurrence": "agreed",
            },
        ),
        (
            "aliyev-declines-cis-summit-invitation",
            {
                "consequence": "single_source",
                "content": "single_source",
                "evaluation": "single_source",
                "means": "single_source",
                "motive": "contested",
                "occurrence": "single_source",
                "participants": "single_source",
                "reaction": "single_source",
            },
        ),
        (
            "cis-summit-dushanbe-2025-10",
            {
                "content": "compatible",
                "context": "compatible",
                "date": "compatible",
                "motive": "single_source",
                "occurrence": "agreed",
                "participants": "agreed",
                "place": "single_source",
                "quantity": "single_source",
            },
        ),
        (
            "putin-apologises-to-aliyev-for-airliner",
            {
                "content": "single_source",
                "date": "compatible",
                "occurrence": "agreed",
                "reaction": "agreed",
                "responsibility": "contested",
            },
        ),
        (
            "putin-acknowledges-responsibility-for-airliner",
            {"date": "single_source", "occurrence": "single_source", "responsibility": "contested"},
        ),
        (
            "kyiv-attack-2025-11-14",
            {
                "casualties": "compatible",
                "date": "single_source",
                "means": "compatible",
                "occurrence": "single_source",
                "place": "single_source",
                "quantity": "single_source",
            },
        ),
        (
            "kharkiv-consulate-damaged-2022-03-10",
            {"context": "single_source", "damage": "single_source", "date": "single_source", "place": "single_source"},
        ),
        (
            "aliyev-putin-meeting-2025-10",
            {"context": "single_source", "date": "agreed", "occurrence": "agreed", "place": "single_source"},
        ),
        (
            "russian-ambassador-summoned-2025-11-14",
            {"content": "single_source", "date": "single_source", "evaluation": "compatible", "occurrence": "agreed"},
        ),
        (
            "hrw-calls-on-tajikistan-to-arrest-putin",
            {
                "consequence": "single_source",
                "content": "single_source",
                "date": "single_source",
                "evaluation": "single_source",
                "occurrence": "single_source",
            },
        ),
        (
            "aliyev-putin-talks-in-sochi",
            {"content": "compatible", "occurrence": "single_source", "place": "single_source"},
        ),
    ],
)
def test_the_agreement_of_each_aspect_is(event: str, words: dict[str, str], api: CheckedClient) -> None:
    assert one(api, "events", event)["agreement"] == words


def test_casualties_of_the_city_and_of_the_embassy_are_no_contradiction(api: CheckedClient) -> None:
    assert not {pair for pair in contradictions(api) if "c001-no-injuries-reported" in pair}
