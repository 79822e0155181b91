"""Strikes on Azerbaijani facilities in Ukraine: what was hit, when, how, and what is said to lie behind it."""

import pytest

from tests.api.contract import CheckedClient
from tests.questions.asking import Record, every, held, ids, one, quotes, speaker

pytestmark = pytest.mark.django_db

EMBASSY = "azerbaijani-embassy-strike-2025-11-14"
ROW = "strikes-on-azerbaijani-embassy-in-kyiv"


def strikes(api: CheckedClient) -> list[Record]:
    """In the order of their dates; of two that begin alike, the one that may have ended later is the later."""
    found = every(api, "events", type="ASSAULT", country="UA", actor="azerbaijan")
    return sorted(found, key=lambda event: (event["date"]["start"], event["date"]["end"]))


def test_five_strikes_are_told_from_2022_to_november_2025(api: CheckedClient) -> None:
    assert [(event["date"]["edtf"], event["id"]) for event in strikes(api)] == [
        ("2022-03-10", "kharkiv-consulate-damaged-2022-03-10"),
        ("2024-01", "kinzhal-strike-near-embassy-2024-01"),
        ("2025-08", "drone-strikes-on-socar-facility-2025-08"),
        ("[2025-08..2025-11]", "drone-strikes-near-embassy-after-2025-08"),
        ("2025-11-13/2025-11-14", EMBASSY),
    ]


def test_three_of_the_five_hit_the_embassy_or_its_surroundings(api: CheckedClient) -> None:
    assert [(event["id"], event["part_of"]["id"]) for event in strikes(api)] == [
        ("kharkiv-consulate-damaged-2022-03-10", "strikes-on-azerbaijani-facilities-in-ukraine"),
        ("kinzhal-strike-near-embassy-2024-01", ROW),
        ("drone-strikes-on-socar-facility-2025-08", "strikes-on-azerbaijani-facilities-in-ukraine"),
        ("drone-strikes-near-embassy-after-2025-08", ROW),
        (EMBASSY, ROW),
    ]
    assert one(api, "events", ROW)["part_of"]["id"] == "strikes-on-azerbaijani-facilities-in-ukraine"


def test_only_two_strikes_are_laid_to_russia_by_a_text(api: CheckedClient) -> None:
    begun = {
        event["id"]: [who["actor"]["id"] for who in event["participants"] if who["role"] == "initiator"]
        for event in strikes(api)
    }
    assert begun == {
        "kharkiv-consulate-damaged-2022-03-10": [],
        "kinzhal-strike-near-embassy-2024-01": ["russia"],
        "drone-strikes-on-socar-facility-2025-08": [],
        "drone-strikes-near-embassy-after-2025-08": [],
        EMBASSY: ["russia"],
    }


@pytest.mark.parametrize(
    ("event", "weapons"),
    [
        ("kinzhal-strike-near-embassy-2024-01", ["Kinzhal missile"]),
        ("drone-strikes-on-socar-facility-2025-08", ["drones"]),
        ("drone-strikes-near-embassy-after-2025-08", ["drones"]),
        (EMBASSY, ["missiles and drones"]),
    ],
)
def test_the_weapon_of_each_strike_is_told(event: str, weapons: list[str], api: CheckedClient) -> None:
    claims = every(api, "claims", event=event, aspect="means")
    assert [claim["value"]["text"] for claim in claims] == weapons


def test_no_text_says_what_damaged_the_consulate_in_kharkiv(api: CheckedClient) -> None:
    assert every(api, "claims", event="kharkiv-consulate-damaged-2022-03-10", aspect="means") == []


@pytest.mark.parametrize(
    ("event", "damaged"),
    [
        (
            "kharkiv-consulate-damaged-2022-03-10",
            ["Am 10. März 2022 wurde das Honorarkonsulat in Charkiw schwer beschädigt"],
        ),
        (
            "drone-strikes-near-embassy-after-2025-08",
            ["schlugen später erneut in Botschaftsnähe ein, wobei mehrere diplomatische Gebäude beschädigt wurden."],
        ),
        (
            EMBASSY,
            [
                "die jüngste Raketen- und Drohnenserie einen Teil des Botschaftszauns zerstört",
                "umliegende Gebäude sowie Autos beschädigt hatte",
            ],
        ),
    ],
)
def test_the_damage_of_each_strike_is_told(event: str, damaged: list[str], api: CheckedClient) -> None:
    assert quotes(every(api, "claims", event=event, aspect="damage")) == damaged


@pytest.mark.parametrize(
    ("event", "told"),
    [
        ("kharkiv-consulate-damaged-2022-03-10", "kurz nachdem Baku humanitäre Hilfe in die Ukraine geschickt hatte."),
        (
            "kinzhal-strike-near-embassy-2024-01",
            "als Aserbaidschan versuchte, Russlands Rolle in Bergkarabach zu begrenzen.",
        ),
        (
            "drone-strikes-on-socar-facility-2025-08",
            "während der Spannungen über einen Flugzeugabsturz im Dezember 2024",
        ),
        (EMBASSY, "kurz nachdem Präsident Ilham Alijew eine NATO-Delegation getroffen"),
    ],
)
def test_each_strike_is_told_with_a_strain_between_the_two_states(event: str, told: str, api: CheckedClient) -> None:
    assert told in " ".join(quotes(every(api, "claims", event=event, aspect="context")))


def test_aliyev_counts_three_strikes_and_two_after_the_coordinates(api: CheckedClient) -> None:
    counted = every(api, "claims", event=ROW, aspect="quantity")
    assert [(claim["value"]["number"], claim["value"]["unit"], claim["speech_mode"]) for claim in counted] == [
        (3, "strikes on the embassy", "direct_quote"),
        (2, "strikes on the embassy after the coordinates were handed over", "direct_quote"),
        (3, "strikes on the missions", "indirect"),
    ]
    assert {speaker(claim) for claim in counted} == {"ilham-aliyev"}


def test_the_city_had_dead_and_injured_and_the_embassy_no_reported_injuries(api: CheckedClient) -> None:
    [embassy] = every(api, "claims", event=EMBASSY, aspect="casualties")
    whole = every(api, "claims", event="kyiv-attack-2025-11-14", aspect="casualties")
    assert ids(whole) == [embassy["id"], "c004-dead-and-injured-in-the-attack"]
    city = one(api, "claims", "c004-dead-and-injured-in-the-attack")
    assert (quotes([city]), city["modality"]) == (["bei den Beschüssen gab es Tote und Verletzte."], "factual")
    assert (quotes([embassy]), embassy["modality"]) == (["Verletzte wurden nicht gemeldet."], "negated")
    assert city["value"] is None
    assert embassy["value"] is None
    assert [(item["claim"]["id"], item["relation"]) for item in embassy["relations"]] == [(city["id"], "qualifies")]
    assert held(api, "kyiv-attack-2025-11-14", "casualties")["agreement"] == "compatible"


def test_moscow_has_neither_admitted_nor_denied_the_embassy_strike(api: CheckedClient) -> None:
    claims = every(api, "claims", event=EMBASSY, aspect="responsibility")
    assert [(speaker(claim), claim["speech_act"], claim["modality"], quotes([claim])) for claim in claims] == [
        (None, "asserts", "negated", ["Moskau hat keine Verantwortung eingeräumt"]),
        (
            "ilham-aliyev",
            "accuses",
            "factual",
            ["Aliyev: Russland hat die Botschaft Aserbaidschans in Kiew gezielt getroffen"],
        ),
    ]
    assert held(api, EMBASSY, "responsibility")["agreement"] == "compatible"


def test_the_embassy_was_hit_or_something_close_to_it_was(api: CheckedClient) -> None:
    where = held(api, EMBASSY, "place")
    assert where["agreement"] == "compatible"
    assert sorted(quotes([claim for value in where["values"] for claim in value["claims"]])) == [
        "Nach Angaben offizieller Stellen gehörte auch die aserbaidschanische Botschaft zu den getroffenen Objekten.",
        "eine weitere Explosion in der Nähe der diplomatischen Vertretung Bakus in Kiew eingeschlagen war",
    ]


def test_zelenskyy_speaks_of_hundreds_of_drones_and_missiles_and_of_zircon(api: CheckedClient) -> None:
    claims = every(api, "claims", speaker="volodymyr-zelenskyy")
    assert {claim["aspect"]: claim["value"]["text"] for claim in claims} == {
        "quantity": "hundreds of attack drones and missiles",
        "means": "drones and missiles, Zircon among them",
    }
    assert ids(claims[0]["events"]) == ids(claims[1]["events"]) == ["kyiv-attack-2025-11-14"]


def test_azerbaijan_answered_by_a_summons_and_a_note_and_by_nothing_else(api: CheckedClient) -> None:
    answered = [
        event["id"]
        for event in every(api, "events", actor="azerbaijan")
        for link in one(api, "events", event["id"])["relations"]
        if (link["event"]["id"], link["relation"]) == (EMBASSY, "responds_to")
    ]
    assert answered == ["russian-ambassador-summoned-2025-11-14"]
    aliyev = every(api, "claims", event=EMBASSY, aspect="reaction", speaker="ilham-aliyev")
    assert quotes(aliyev) == [
        "Wir haben ausschließlich diplomatische Schritte unternommen.",
        "Weitere Maßnahmen können wir nicht ergreifen",
        "— Ilham Alijew, Präsident Aserbaidschans",
    ]


def test_two_articles_tell_of_the_summons_and_one_of_the_protest_note(api: CheckedClient) -> None:
    summons = one(api, "events", "russian-ambassador-summoned-2025-11-14")
    assert [article["id"][:3] for article in summons["articles"]] == ["001", "004"]
    assert summons["agreement"]["occurrence"] == "agreed"
    assert quotes(every(api, "claims", event=summons["id"], aspect="content")) == [
        "Als Reaktion rief das aserbaidschanische Außenministerium den russischen Botschafter zur Rede und übergab "
        "eine Protestnote"
    ]
