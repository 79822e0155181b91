"""The Azerbaijan Airlines plane of December 2024: deaths, causes, who is held responsible, what was admitted."""

import pytest

from tests.api.contract import CheckedClient
from tests.questions.asking import Record, every, held, ids, one, quotes, route, speaker, text_number

pytestmark = pytest.mark.django_db

CRASH = "azerbaijan-airlines-crash-2024-12"
SHOT = "azerbaijan-airlines-shootdown-2024-12"
DIVERTED = "azerbaijan-airlines-diversion-to-aktau-2024-12"
ADMISSION = "putin-acknowledges-responsibility-for-airliner"
APOLOGY = "putin-apologises-to-aliyev-for-airliner"
PLANE = f"{CRASH},{SHOT},{DIVERTED}"
MISSILES = (
    "Am 9. September sagte Putin laut Reuters zu Alijew, dass zwei russische Raketen neben einem Flugzeug der "
    "Azerbaijan Airlines explodiert seien, nachdem ukrainische Drohnen in den russischen Luftraum eingedrungen waren."
)


def test_the_dead_are_38_people_or_at_least_38_passengers(api: CheckedClient) -> None:
    tolls = every(api, "claims", event=PLANE, aspect="casualties")
    given = [(claim["value"], text_number(claim)) for claim in tolls]
    assert [(toll["number"], toll["qualifier"], toll["unit"], text) for toll, text in given] == [
        (38, "exact", "people killed", "000"),
        (38, "at_least", "passengers killed", "002"),
    ]


def test_the_two_tolls_are_compatible_and_one_qualifies_the_other(api: CheckedClient) -> None:
    tolls = held(api, CRASH, "casualties")
    assert tolls["agreement"] == "compatible"
    assert [(item["from"]["id"], item["relation"], item["to"]["id"]) for item in tolls["relations"]] == [
        ("c000-38-people-killed", "qualifies", "c002-at-least-38-passengers-killed")
    ]


def test_russia_is_held_responsible_by_the_author_by_aliyev_and_by_russia_itself(api: CheckedClient) -> None:
    claims = every(api, "claims", event=SHOT, aspect="responsibility")
    assert [(text_number(claim), speaker(claim), claim["speech_act"], claim["modality"]) for claim in claims] == [
        ("000", None, "asserts", "factual"),
        ("000", "vladimir-putin", "admits", "factual"),
        ("001", "russia", "admits", "factual"),
        ("002", "ilham-aliyev", "accuses", "factual"),
        ("002", "vladimir-putin", "admits", "factual"),
        ("002", None, "asserts", "negated"),
    ]
    assert [claim["value"]["actor"]["id"] for claim in claims if claim["value"]] == ["russia"] * 5


@pytest.mark.parametrize("event", [APOLOGY, ADMISSION])
def test_whether_putin_took_responsibility_is_contested(event: str, api: CheckedClient) -> None:
    contested = held(api, event, "responsibility")
    assert contested["agreement"] == "contested"
    [(first, second)] = [(item["from"]["id"], item["to"]["id"]) for item in contested["relations"]]
    assert quotes([one(api, "claims", first)]) == [
        "Putin erkannte später öffentlich Russlands Verantwortung an und entschuldigte sich bei Aliyev, wobei er "
        "Aufklärung zusicherte."
    ]
    assert quotes([one(api, "claims", second)]) == [
        "Putin entschuldigte sich damals für den „tragischen Vorfall“, übernahm jedoch keine Verantwortung."
    ]


def admitted(api: CheckedClient, **filters: str) -> list[Record]:
    return [claim for claim in every(api, "claims", **filters) if claim["speech_act"] == "admits"]


def test_all_that_anybody_admits_concerns_the_plane(api: CheckedClient) -> None:
    claims = admitted(api)
    assert [(speaker(claim), claim["aspect"], text_number(claim), route(claim)) for claim in claims] == [
        ("vladimir-putin", "responsibility", "000", []),
        ("russia", "responsibility", "001", ["the-moscow-times"]),
        ("russia", "intent", "001", ["the-moscow-times"]),
        ("vladimir-putin", "means", "002", ["reuters"]),
        ("vladimir-putin", "responsibility", "002", ["reuters"]),
    ]
    assert ids(claims) == ids(admitted(api, event=PLANE))


def test_putin_admitted_two_russian_missiles_beside_the_plane(api: CheckedClient) -> None:
    [means] = [claim for claim in admitted(api, speaker="vladimir-putin") if claim["aspect"] == "means"]
    assert means["value"]["text"] == "two Russian missiles that exploded beside the plane"
    assert quotes([means]) == [MISSILES]
    [number] = every(api, "claims", event=SHOT, aspect="quantity")
    assert (number["value"]["number"], number["value"]["unit"]) == (2, "missiles")


def test_two_remarks_say_that_no_responsibility_was_admitted(api: CheckedClient) -> None:
    remarks = [claim for claim in every(api, "claims", aspect="responsibility") if claim["modality"] == "negated"]
    assert [(text_number(claim), speaker(claim), claim["speech_act"]) for claim in remarks] == [
        ("001", None, "asserts"),
        ("002", None, "asserts"),
    ]
    assert [ids(claim["events"]) for claim in remarks] == [
        ["azerbaijani-embassy-strike-2025-11-14"],
        [CRASH, SHOT, ADMISSION, APOLOGY],
    ]


def test_nobody_denies_anything(api: CheckedClient) -> None:
    assert [claim["id"] for claim in every(api, "claims") if claim["speech_act"] == "denies"] == []


def test_russia_called_its_targeting_accidental_and_left_the_diversion_unexplained(api: CheckedClient) -> None:
    [intent] = every(api, "claims", event=SHOT, aspect="intent")
    assert (speaker(intent), intent["value"]["text"], route(intent)) == ("russia", "accidental", ["the-moscow-times"])
    [diversion] = every(api, "claims", event=DIVERTED, aspect="motive")
    assert (speaker(diversion), diversion["modality"]) == ("nigar-hasanova", "negated")
    assert quotes([diversion]) == [
        "ohne jedoch zu erklären, warum die Maschine nach Aktau statt auf einen russischen Flugplatz umgeleitet worden "
        "war."
    ]


def test_a_russian_air_defence_system_or_two_missiles_hit_it_and_these_are_compatible(api: CheckedClient) -> None:
    means = held(api, SHOT, "means")
    assert means["agreement"] == "compatible"
    assert sorted(value["value"]["text"] for value in means["values"]) == [
        "a Russian air defence system",
        "two Russian missiles that exploded beside the plane",
    ]


def test_both_accounts_of_the_cause_tell_of_ukrainian_drones(api: CheckedClient) -> None:
    causes = every(api, "claims", event=SHOT, aspect="cause")
    assert [(speaker(claim), claim["value"]["text"]) for claim in causes] == [
        (None, "while a Ukrainian drone attack was being repelled"),
        ("vladimir-putin", "after Ukrainian drones had entered Russian airspace"),
    ]


def test_the_apology_is_agreed_by_two_articles_and_its_date_is_not_known(api: CheckedClient) -> None:
    apology = one(api, "events", APOLOGY)
    assert [article["id"][:3] for article in apology["articles"]] == ["000", "002"]
    assert (apology["agreement"]["occurrence"], apology["agreement"]["reaction"]) == ("agreed", "agreed")
    assert apology["date"]["edtf"] == "[2024-12..2025-10]"
    said = every(api, "claims", event=APOLOGY, aspect="date")
    assert [claim["value"]["text"] for claim in said] == ["later", "at that time"]


def test_putin_promised_clarification_compensation_and_help_with_a_settlement(api: CheckedClient) -> None:
    promises = [c for c in every(api, "claims", speaker="vladimir-putin") if c["speech_act"] == "promises"]
    assert [route(claim) for claim in promises] == [[], ["reuters"], ["tass"]]
    assert quotes(promises) == [
        "Putin erkannte später öffentlich Russlands Verantwortung an und entschuldigte sich bei Aliyev, wobei er "
        "Aufklärung zusicherte.",
        "Gleichzeitig versprach er Entschädigungen für alle, die von dem Vorfall betroffen waren.",
        "Daraufhin versicherte Putin, Russland werde als Ko-Vorsitzende der Minsker-Gruppe weiterhin „alle mögliche "
        "Unterstützung für die friedliche Beilegung dieses Konflikts leisten.“",
    ]


def test_it_was_bound_for_grozny_sent_to_aktau_and_crashed_there(api: CheckedClient) -> None:
    where = {
        (place["place"]["id"], place["role"], event)
        for event in (SHOT, DIVERTED, CRASH)
        for place in one(api, "events", event)["places"]
    }
    assert where == {
        ("grozny", "destination", SHOT),
        ("aktau", "destination", DIVERTED),
        ("aktau", "occurred_at", CRASH),
    }


def test_it_was_an_embraer_190_and_crashed_later_than_it_was_hit_according_to_one_text(api: CheckedClient) -> None:
    context = every(api, "claims", event=CRASH, aspect="context")
    assert [(claim["id"], (claim["value"] or {}).get("text"), text_number(claim)) for claim in context] == [
        ("c002-crash-later-than-shootdown", None, "002"),
        ("c002-plane-was-an-embraer-190", "Embraer 190", "002"),
    ]


def test_it_cooled_relations_and_still_weighs_in_baku(api: CheckedClient) -> None:
    follows = every(api, "claims", event=CRASH, aspect="consequence")
    assert [(text_number(claim), route(claim)) for claim in follows] == [
        ("000", ["dialog-ua"]),
        ("000", ["dialog-ua"]),
        ("002", []),
    ]
    assert held(api, CRASH, "consequence")["agreement"] == "compatible"


def test_three_sources_give_the_same_month(api: CheckedClient) -> None:
    date = held(api, CRASH, "date")
    assert (date["agreement"], date["claim_count"], date["independent_source_count"]) == ("agreed", 3, 3)
    assert [value["value"]["date"] for value in date["values"]] == ["2024-12"]
