"""The visit to Russia and the talks in Sochi: agreements, sums, hopes."""

import pytest

from tests.api.contract import CheckedClient
from tests.questions.asking import every, held, ids, one, quotes, route, speaker

pytestmark = pytest.mark.django_db

TRADE = "azerbaijan-russia-economic-cooperation"
TALKS = "aliyev-putin-talks-in-sochi"
ARMS = "azerbaijan-buys-russian-arms"
SOCHI = "003-talks-between-baku-and-moscow-in-sochi"


def test_ten_agreements_were_signed(api: CheckedClient) -> None:
    [claim] = every(api, "claims", event="ten-agreements-signed-during-visit", aspect="quantity")
    value = claim["value"]
    assert (value["number"], value["qualifier"], value["unit"]) == (10, "exact", "agreements signed")
    assert speaker(claim) is None


def test_every_figure_of_the_text_has_its_qualifier_and_speaker(api: CheckedClient) -> None:
    figures = [claim for claim in every(api, "claims", article=SOCHI) if (claim["value"] or {}).get("number")]
    told = [(speaker(claim), *(claim["value"][key] for key in ("number", "qualifier", "type"))) for claim in figures]
    assert sorted(told, key=str) == [
        ("ilham-aliyev", 5_000_000_000, "at_least", "money"),
        ("vladimir-putin", 20, "exact", "percentage"),
        ("vladimir-putin", 34, "at_least", "percentage"),
        ("vladimir-putin", 34, "exact", "percentage"),
        (None, 10, "exact", "quantity"),
    ]


def test_the_arms_cost_more_than_five_billion_us_dollars(api: CheckedClient) -> None:
    [claim] = every(api, "claims", event=ARMS, aspect="quantity")
    assert (claim["value"]["unit"], claim["value"]["qualifier"]) == ("USD", "at_least")
    assert quotes([claim]) == [
        "Laut Alijew hat Aserbaidschan bislang Waffen aus Russland für mehr als 5 Mrd. USD gekauft."
    ]


def test_putin_corrects_himself_in_one_breath(api: CheckedClient) -> None:
    corrections = [
        (claim["id"], link["claim"]["id"])
        for claim in every(api, "claims")
        for link in claim["relations"]
        if (link["relation"], link["direction"]) == ("corrects", "to")
    ]
    assert corrections == [("c003-putin-trade-grew-over-34-percent", "c003-putin-trade-grew-34-percent")]
    assert "um 34 Prozent - sogar über 34 Prozent" in quotes([one(api, "claims", corrections[0][0])])[0]


def test_the_three_percentages_are_compatible(api: CheckedClient) -> None:
    growth = held(api, TRADE, "quantity")
    assert growth["agreement"] == "compatible"
    assert sorted((item["from"]["id"], item["relation"], item["to"]["id"]) for item in growth["relations"]) == [
        ("c003-putin-civil-industry-sales-20-percent", "qualifies", "c003-putin-trade-grew-34-percent"),
        ("c003-putin-civil-industry-sales-20-percent", "qualifies", "c003-putin-trade-grew-over-34-percent"),
        ("c003-putin-trade-grew-over-34-percent", "corrects", "c003-putin-trade-grew-34-percent"),
    ]


def test_five_subjects_were_on_the_table_and_one_is_unclear(api: CheckedClient) -> None:
    content = every(api, "claims", event=TALKS, aspect="content")
    assert [(claim["value"]["text"], route(claim)) for claim in content if claim["value"]] == [
        ("the conflict over Nagorno-Karabakh", []),
        ("military-technical cooperation", []),
        ("deeper economic cooperation", ["press-reports-cited-by-003"]),
        ("regional questions, the conflict over Nagorno-Karabakh among them", ["press-reports-cited-by-003"]),
    ]
    [unclear] = [claim for claim in content if speaker(claim) is None and not claim["value"]]
    assert quotes([unclear]) == ["Es bleibt unklar, ob dieses Thema bei den Gesprächen angesprochen wurde."]
    assert unclear["modality"] == "hypothetical"


def test_aliyev_hopes_expects_and_predicts(api: CheckedClient) -> None:
    said = every(api, "claims", speaker="ilham-aliyev", article=SOCHI)
    unreal = [claim for claim in said if claim["modality"] != "factual"]
    assert sorted((claim["speech_act"], claim["modality"], claim["aspect"]) for claim in unreal) == [
        ("asserts", "hypothetical", "content"),
        ("demands", "hypothetical", "content"),
        ("predicts", "hypothetical", "consequence"),
        ("predicts", "hypothetical", "consequence"),
        ("promises", "planned", "content"),
    ]


def test_accession_to_the_csto_is_a_subject_of_the_media_and_no_event(api: CheckedClient) -> None:
    debate = one(api, "events", "azerbaijani-media-debate-csto-accession")
    possible = one(api, "claims", "c003-csto-accession-is-possible")
    assert (possible["modality"], ids(possible["events"])) == ("hypothetical", [debate["id"]])
    assert (speaker(possible), every(api, "claims", speaker="azerbaijani-media-named-in-003")) == (None, [])
    assert ids(every(api, "events", actor="csto")) == [debate["id"]]


def test_the_talks_were_in_sochi_during_the_visit_to_russia(api: CheckedClient) -> None:
    talks = one(api, "events", TALKS)
    assert [(place["place"]["id"], place["role"]) for place in talks["places"]] == [("sochi", "occurred_at")]
    assert talks["part_of"]["id"] == "aliyev-visits-russia-in-september"
    assert "bei den Verhandlungen in Sotchi" in quotes(every(api, "claims", event=TALKS, aspect="place"))


def test_putin_calls_the_figures_very_good_while_001_speaks_of_estrangement(api: CheckedClient) -> None:
    judged = every(api, "claims", event=TRADE, aspect="evaluation")
    assert {speaker(claim) for claim in judged} == {"vladimir-putin"}
    links = one(api, "claims", "c003-putin-relations-develop")["relations"]
    assert ("c001-former-ally-estranged", "qualifies", "to") in {
        (item["claim"]["id"], item["relation"], item["direction"]) for item in links
    }
