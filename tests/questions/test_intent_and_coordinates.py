"""Whether the strikes on the embassy were meant, and when Russia was told where it is."""

import pytest

from tests.api.contract import CheckedClient
from tests.questions.asking import every, held, ids, quotes, route, speaker, text_number

pytestmark = pytest.mark.django_db

EMBASSY = "azerbaijani-embassy-strike-2025-11-14"
ROW = "strikes-on-azerbaijani-embassy-in-kyiv"
HANDOVER = "azerbaijan-hands-embassy-coordinates-to-russia"

MUNICH = (
    "Auf der Münchner Sicherheitskonferenz erklärte Präsident Ilham Alijew unmissverständlich: Aserbaidschan wertet "
    "die Angriffe auf seine diplomatischen Vertretungen in Kiew als absichtlich."
)


@pytest.mark.parametrize("event", [EMBASSY, ROW])
def test_only_aliyev_says_outright_that_the_strikes_were_deliberate(event: str, api: CheckedClient) -> None:
    claims = every(api, "claims", event=event, aspect="intent")
    outright = [claim for claim in claims if claim["value"] and claim["value"]["text"] == "deliberate"]
    assert {(speaker(claim), claim["speech_act"]) for claim in outright} == {("ilham-aliyev", "accuses")}
    assert quotes(outright) == ["Aliyev: Russland hat die Botschaft Aserbaidschans in Kiew gezielt getroffen", MUNICH]


def test_the_author_of_004_and_hasanova_lean_towards_intent(api: CheckedClient) -> None:
    claims = every(api, "claims", event=EMBASSY, aspect="intent")
    leaning = [claim for claim in claims if claim["speech_act"] == "evaluates"]
    assert sorted((text_number(claim), speaker(claim) or "the author") for claim in leaning) == [
        ("001", "nigar-hasanova"),
        ("004", "the author"),
        ("004", "the author"),
    ]
    assert quotes(leaning) == [
        "Das aserbaidschanische Außenministerium sagt, Moskau habe 2022 seine diplomatischen Koordinaten erhalten – "
        "was Zweifel an Behauptungen über versehentliche Angriffe aufkommen lässt.",
        "Nach der Übermittlung der Koordinaten diplomatischer Einrichtungen wiederholten sich die Angriffe — das wirkt "
        "nicht wie ein Zufall, sondern wie ein Signal des Kremls.",
        "Wiederholte Angriffe nach einer solchen Übermittlung stärken die These einer Absichtlichkeit",
    ]


def test_unnamed_parties_say_accident_and_aliyev_grants_it_of_the_first_strike(api: CheckedClient) -> None:
    claims = every(api, "claims", event=EMBASSY, aspect="intent")
    other = [claim for claim in claims if claim["value"] and claim["value"]["text"] != "deliberate"]
    assert [(speaker(claim), claim["value"]["text"], claim["modality"], quotes([claim])) for claim in other] == [
        ("unnamed-claimants-of-accident", "accidental", "factual", ["Behauptungen über versehentliche Angriffe"]),
        (
            "ilham-aliyev",
            "possibly accidental, the first strike only",
            "hypothetical",
            ["Nach dem ersten dachten wir, es könnte ein Versehen gewesen sein."],
        ),
    ]


@pytest.mark.parametrize("event", [EMBASSY, ROW])
def test_the_intent_is_contested_between_the_unnamed_and_aliyev(event: str, api: CheckedClient) -> None:
    intent = held(api, event, "intent")
    assert (intent["agreement"], intent["claim_count"]) == ("contested", 7)
    opposed = [item for item in intent["relations"] if item["relation"] == "contradicts"]
    assert sorted((item["from"]["id"], item["to"]["id"]) for item in opposed) == [
        ("c001-unnamed-strikes-were-accidental", "c004-aliyev-strikes-deliberate"),
        ("c001-unnamed-strikes-were-accidental", "c004-headline-aliyev-russia-hit-embassy-deliberately"),
    ]


def test_no_russian_voice_is_heard_on_the_embassy_strikes(api: CheckedClient) -> None:
    russian = every(api, "claims", event=f"{EMBASSY},{ROW}", speaker="russia,vladimir-putin,dmitry-peskov")
    assert russian == []


def test_the_coordinates_were_handed_over_in_2022_or_after_the_first_or_before_all_strikes(api: CheckedClient) -> None:
    claims = every(api, "claims", event=HANDOVER, aspect="date")
    versions = [
        (speaker(claim), claim["speech_mode"], claim["value"]["date"] or claim["value"]["text"], text_number(claim))
        for claim in claims
    ]
    assert versions == [
        ("azerbaijan-foreign-ministry", "indirect", "2022", "001"),
        ("ilham-aliyev", "direct_quote", "after the first of three strikes on the embassy", "004"),
        ("ilham-aliyev", "indirect", "before the three strikes", "004"),
    ]


def test_the_verbatim_version_contradicts_the_other_two_and_the_author_writes_as_it_does(api: CheckedClient) -> None:
    date = held(api, HANDOVER, "date")
    stated = [(item["from"]["id"], item["relation"], item["to"]["id"]) for item in date["relations"]]
    assert date["agreement"] == "contested"
    assert sorted(stated) == [
        ("c001-ministry-coordinates-given-in-2022", "contradicts", "c004-aliyev-coordinates-given-after-first-strike"),
        ("c001-ministry-coordinates-given-in-2022", "supports", "c004-paraphrase-coordinates-before-the-strikes"),
        (
            "c004-aliyev-coordinates-given-after-first-strike",
            "contradicts",
            "c004-paraphrase-coordinates-before-the-strikes",
        ),
        ("c004-strikes-repeated-after-coordinates", "qualifies", "c004-paraphrase-coordinates-before-the-strikes"),
        ("c004-strikes-repeated-after-coordinates", "supports", "c004-aliyev-coordinates-given-after-first-strike"),
    ]


def test_that_the_coordinates_were_handed_over_at_all_is_agreed_by_two_sources(api: CheckedClient) -> None:
    handed = held(api, HANDOVER, "occurrence")
    assert (handed["agreement"], handed["independent_source_count"]) == ("agreed", 2)
    assert sorted(claim["id"] for value in handed["values"] for claim in value["claims"]) == [
        "c001-ministry-coordinates-received",
        "c004-aliyev-coordinates-handed-over",
    ]


def test_the_ministry_aliyev_and_the_author_say_that_russia_knew(api: CheckedClient) -> None:
    claims = every(api, "claims", event=ROW, aspect="foreknowledge")
    assert [(speaker(claim), route(claim)) for claim in claims] == [
        ("azerbaijan-foreign-ministry", ["the-moscow-times"]),
        ("ilham-aliyev", []),
        (None, []),
    ]


def test_the_coordinates_were_those_of_three_addresses(api: CheckedClient) -> None:
    [claim] = every(api, "claims", event=HANDOVER, aspect="content")
    assert claim["value"]["text"] == "consular section, cultural centre and embassy"
    assert "der konsularischen Abteilung, des Kulturzentrums, der Botschaft" in quotes([claim])[0]


def test_what_lies_behind_the_strikes_is_a_signal_or_leverage(api: CheckedClient) -> None:
    motives = every(api, "claims", event=EMBASSY, aspect="motive")
    assert [(speaker(claim), claim["value"]["text"], claim["modality"]) for claim in motives] == [
        ("analysts-cited-by-004", "leverage on states between Moscow and the West", "hypothetical"),
        (None, "a signal from the Kremlin", "hypothetical"),
    ]


def test_strikes_on_missions_are_called_illegal_by_the_author_alone(api: CheckedClient) -> None:
    legality = every(api, "claims", event=EMBASSY, aspect="legality")
    assert {(speaker(claim), text_number(claim)) for claim in legality} == {(None, "004")}
    assert "Angriffe auf diplomatische Einrichtungen sind nach internationalem Recht verboten" in quotes(legality)
    assert ids(legality) == [
        "c004-repetition-changes-legal-and-political-logic",
        "c004-strikes-on-missions-are-illegal",
    ]
