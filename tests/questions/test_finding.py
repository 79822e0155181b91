"""Events by country, kind and actor; what has no place or no point on the map; what is only alleged."""

import pytest

from tests.api.contract import CheckedClient
from tests.questions.asking import every, ids, one, speaker

pytestmark = pytest.mark.django_db


def test_one_event_is_only_alleged(api: CheckedClient) -> None:
    alleged = [event["id"] for event in every(api, "events") if event["realis"] == "alleged"]
    assert alleged == ["alleged-coup-plan-in-mehdiyev-circle"]
    [claim] = every(api, "claims", event=alleged[0])
    assert (speaker(claim), claim["speech_act"]) == (None, "accuses")


def test_the_accusation_and_the_arrests_are_events_of_their_own(api: CheckedClient) -> None:
    assert {event["id"]: event["realis"] for event in every(api, "events", actor="ramiz-mehdiyev")} == {
        "mehdiyev-circle-accused-of-coup-plan": "actual",
        "mehdiyev-associates-arrested": "actual",
    }


@pytest.mark.parametrize(
    ("country", "events"),
    [
        (
            "KZ",
            ["azerbaijan-airlines-crash-2024-12", "azerbaijan-airlines-diversion-to-aktau-2024-12"],
        ),
        ("BY", ["cis-heads-of-government-meeting-minsk-2025-09"]),
        ("CN", ["aliyev-putin-meeting-sco-summit-2025-09", "sco-summit-china-2025-09"]),
        ("DE", ["aliyev-calls-embassy-strikes-deliberate-in-munich"]),
        (
            "TJ",
            [
                "aliyev-putin-meeting-2025-10",
                "belousov-visits-russian-base-in-tajikistan",
                "cis-summit-dushanbe-2025-10",
                "putin-rahmon-talks-dushanbe-2025-10",
                "putin-state-visit-to-tajikistan-2025-10",
                "tajik-civil-war",
            ],
        ),
        (
            "AZ",
            [
                "azerbaijan-limits-russian-role-in-karabakh",
                "nagorno-karabakh-conflict",
                "russian-journalists-arrested-in-azerbaijan",
            ],
        ),
        (
            "RU",
            [
                "aliyev-asks-russia-to-continue-karabakh-efforts",
                "aliyev-putin-talks-in-sochi",
                "aliyev-visits-russia-in-september",
                "azerbaijan-airlines-shootdown-2024-12",
                "cis-summit-moscow-2024-10",
                "informal-cis-summit-saint-petersburg",
                "putin-promises-support-for-karabakh-settlement",
                "tokayev-presents-cis-plus",
                "ukrainian-drone-attack-on-north-caucasus-2024-12",
                "yekaterinburg-police-raid",
            ],
        ),
        ("AM", []),
    ],
)
def test_a_country_has_these_events(country: str, events: list[str], api: CheckedClient) -> None:
    assert ids(every(api, "events", country=country)) == events


@pytest.mark.parametrize(
    ("kind", "events"),
    [
        ("AID", ["azerbaijani-humanitarian-aid-to-ukraine"]),
        ("REJECT", ["aliyev-declines-cis-summit-invitation"]),
        ("PROTEST", []),
        (
            "REQUEST",
            ["aliyev-asks-russia-to-continue-karabakh-efforts", "hrw-calls-on-tajikistan-to-arrest-putin"],
        ),
        (
            "COERCE",
            ["mehdiyev-associates-arrested", "russian-journalists-arrested-in-azerbaijan", "yekaterinburg-police-raid"],
        ),
        (
            "ACCUSE",
            [
                "aliyev-blames-russia-for-shootdown",
                "aliyev-calls-embassy-strikes-deliberate-in-munich",
                "azerbaijan-protests-over-yekaterinburg-deaths",
                "icc-warrant-against-putin-2023",
                "mehdiyev-circle-accused-of-coup-plan",
                "russia-criticises-arrest-of-journalists",
                "russian-ambassador-summoned-2025-11-14",
            ],
        ),
        (
            "CONCEDE",
            [
                "putin-acknowledges-responsibility-for-airliner",
                "putin-apologises-to-aliyev-for-airliner",
                "putin-promises-compensation-for-airliner",
                "putin-tells-aliyev-of-two-missiles-2025-09",
                "russia-admits-targeting-airliner",
            ],
        ),
        (
            "ASSAULT",
            [
                "azerbaijan-airlines-shootdown-2024-12",
                "azerbaijani-embassy-strike-2025-11-14",
                "drone-strikes-near-embassy-after-2025-08",
                "drone-strikes-on-socar-facility-2025-08",
                "kharkiv-consulate-damaged-2022-03-10",
                "kinzhal-strike-near-embassy-2024-01",
                "kyiv-attack-2025-11-14",
                "russian-invasion-of-ukraine",
                "tajik-civil-war",
                "ukrainian-drone-attack-on-north-caucasus-2024-12",
            ],
        ),
    ],
)
def test_a_kind_of_event_has_these(kind: str, events: list[str], api: CheckedClient) -> None:
    assert ids(every(api, "events", type=kind)) == events


@pytest.mark.parametrize(
    ("actor", "events"),
    [
        ("dmitry-peskov", ["kremlin-plays-down-aliyev-refusal"]),
        ("socar", ["drone-strikes-on-socar-facility-2025-08"]),
        ("nato", ["aliyev-meets-nato-delegation", "aliyev-stresses-closer-nato-ties"]),
        ("volodymyr-zelenskyy", []),
        (
            "china",
            ["azerbaijan-china-economic-cooperation"],
        ),
        (
            "emomali-rahmon",
            [
                "central-asia-russia-summit-2025-10",
                "cis-summit-dushanbe-2025-10",
                "putin-rahmon-talks-dushanbe-2025-10",
                "putin-state-visit-to-tajikistan-2025-10",
            ],
        ),
        (
            "ukraine",
            [
                "azerbaijani-humanitarian-aid-to-ukraine",
                "kyiv-attack-2025-11-14",
                "russian-invasion-of-ukraine",
                "ukrainian-drone-attack-on-north-caucasus-2024-12",
            ],
        ),
    ],
)
def test_an_actor_takes_part_in_these(actor: str, events: list[str], api: CheckedClient) -> None:
    assert ids(every(api, "events", actor=actor)) == events


def test_countries_are_places_without_a_point_on_the_map(api: CheckedClient) -> None:
    places = [item["place"] for event in every(api, "events") for item in event["places"]]
    assert {place["id"] for place in places if place["latitude"] is None} == {
        "azerbaijan",
        "china",
        "russia",
        "tajikistan",
        "ukraine",
    }
    assert {place["precision"] for place in places if place["latitude"] is None} == {6}


@pytest.mark.parametrize(
    "event",
    [
        "azerbaijan-hands-embassy-coordinates-to-russia",
        "russian-ambassador-summoned-2025-11-14",
        "central-asia-russia-summit-2025-10",
        "putin-apologises-to-aliyev-for-airliner",
        "putin-tells-aliyev-of-two-missiles-2025-09",
        "aliyev-putin-meeting-2024-10",
        "aliyev-meets-nato-delegation",
        "ten-agreements-signed-during-visit",
        "icc-warrant-against-putin-2023",
        "hrw-calls-on-tajikistan-to-arrest-putin",
    ],
)
def test_an_event_that_no_text_places_has_no_place(event: str, api: CheckedClient) -> None:
    assert one(api, "events", event)["places"] == []


def test_every_attack_has_a_place_and_four_meetings_have_none(api: CheckedClient) -> None:
    assert [event["id"] for event in every(api, "events", type="ASSAULT") if not event["places"]] == []
    assert ids([event for event in every(api, "events", type="CONSULT") if not event["places"]]) == [
        "aliyev-meets-nato-delegation",
        "aliyev-putin-meeting-2024-10",
        "central-asia-russia-summit-2025-10",
        "minsk-group-mediation-over-karabakh",
    ]


def test_a_capital_that_stands_for_a_government_is_no_place(api: CheckedClient) -> None:
    places = [(item["place"]["id"], event["id"]) for event in every(api, "events") for item in event["places"]]
    assert [place for place in places if place[0] == "baku"] == []
    assert sorted(event for place, event in places if place == "moscow") == [
        "cis-summit-moscow-2024-10",
        "tokayev-presents-cis-plus",
    ]


def test_two_died_in_yekaterinburg_and_three_journalists_were_arrested(api: CheckedClient) -> None:
    [dead] = every(api, "claims", event="yekaterinburg-police-raid", aspect="casualties")
    [arrested] = every(api, "claims", event="russian-journalists-arrested-in-azerbaijan", aspect="quantity")
    assert (dead["value"]["number"], dead["value"]["qualifier"]) == (2, "exact")
    assert (arrested["value"]["number"], arrested["value"]["qualifier"]) == (3, "exact")


def test_tens_of_thousands_dead_in_the_civil_war_are_no_number(api: CheckedClient) -> None:
    [dead] = every(api, "claims", event="tajik-civil-war", aspect="casualties")
    assert (dead["value"]["type"], dead["value"]["number"]) == ("text", None)
    assert dead["value"]["text"] == "tens of thousands of people killed"


def related(api: CheckedClient, relation: str) -> list[tuple[str, str]]:
    """The pairs of events that a relation joins, from the event that has it to the other."""
    return sorted(
        (event["id"], link["event"]["id"])
        for event in every(api, "events")
        for link in one(api, "events", event["id"])["relations"]
        if link["relation"] == relation
    )


def test_three_events_are_told_as_the_cause_of_another(api: CheckedClient) -> None:
    assert related(api, "causes") == [
        ("azerbaijan-airlines-crash-2024-12", "azerbaijan-russia-tensions"),
        ("kyiv-attack-2025-11-14", "azerbaijani-embassy-strike-2025-11-14"),
        ("political-dispute-with-russia-last-year", "russia-admits-targeting-airliner"),
    ]


def test_an_event_follows_another_only_where_a_text_tells_it_so(api: CheckedClient) -> None:
    assert related(api, "follows") == [
        ("aliyev-visits-russia-in-september", "azerbaijani-media-debate-csto-accession"),
        ("azerbaijan-airlines-shootdown-2024-12", "ukrainian-drone-attack-on-north-caucasus-2024-12"),
        ("azerbaijani-embassy-strike-2025-11-14", "aliyev-meets-nato-delegation"),
        ("central-asia-russia-summit-2025-10", "putin-rahmon-talks-dushanbe-2025-10"),
        ("cis-summit-dushanbe-2025-10", "cis-heads-of-government-meeting-minsk-2025-09"),
        ("drone-strikes-near-embassy-after-2025-08", "drone-strikes-on-socar-facility-2025-08"),
        ("former-soviet-republics-loosen-ties-with-moscow", "russian-invasion-of-ukraine"),
        ("hrw-calls-on-tajikistan-to-arrest-putin", "icc-warrant-against-putin-2023"),
        ("kharkiv-consulate-damaged-2022-03-10", "azerbaijani-humanitarian-aid-to-ukraine"),
        ("mehdiyev-circle-accused-of-coup-plan", "aliyev-putin-meeting-2025-10"),
        ("putin-acknowledges-responsibility-for-airliner", "azerbaijan-airlines-shootdown-2024-12"),
        ("russia-admits-targeting-airliner", "azerbaijan-airlines-shootdown-2024-12"),
        ("tajik-civil-war", "collapse-of-the-soviet-union"),
    ]
