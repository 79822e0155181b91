"""What the two presidents said in their own words, where they met, and under which names they are found."""

import pytest

from tests.api.contract import CheckedClient
from tests.questions.asking import Record, every, ids, one, quotes, route, text_number

pytestmark = pytest.mark.django_db

FIRST = "Nach dem ersten dachten wir, es könnte ein Versehen gewesen sein."
THEN = (
    "Dann haben wir der russischen Seite die Koordinaten unserer diplomatischen Vertretungen – der konsularischen "
    "Abteilung, des Kulturzentrums, der Botschaft – übermittelt."
)
SIGNED = "— Ilham Alijew, Präsident Aserbaidschans"


def named(api: CheckedClient, name: str) -> str:
    """The one actor who goes by that name."""
    [actor] = [actor for actor in every(api, "actors") if name in {item["name"] for item in actor["names"]}]
    return str(actor["id"])


def verbatim(api: CheckedClient, actor: str) -> list[Record]:
    return [claim for claim in every(api, "claims", speaker=actor) if claim["speech_mode"] == "direct_quote"]


@pytest.mark.parametrize(
    "name", ["Alijew", "Alijews", "Aliyev", "Aliyevs", "Ilham Aliyev", "Ilham Alijew", "Ільгам Алієв", "İlham Əliyev"]
)
def test_every_spelling_is_ilham_aliyev(name: str, api: CheckedClient) -> None:
    assert named(api, name) == "ilham-aliyev"


@pytest.mark.parametrize("name", ["Putin", "Putins", "Wladimir Putin", "Vladimir Putin", "Kremlchef", "Владимир Путин"])
def test_every_name_is_vladimir_putin(name: str, api: CheckedClient) -> None:
    assert named(api, name) == "vladimir-putin"


@pytest.mark.parametrize(
    ("name", "actor"),
    [
        ("Peskow", "dmitry-peskov"),
        ("Dmitri Peskow", "dmitry-peskov"),
        ("Rachmon", "emomali-rahmon"),
        ("Wolodymyr Selenskyj", "volodymyr-zelenskyy"),
        ("Andrej Belousov", "andrei-belousov"),
        ("Kasym-Schomart Tokajew", "kassym-jomart-tokayev"),
        ("Alexander Lukaschenko", "alexander-lukashenko"),
        ("GUS", "cis"),
        ("OVKS", "csto"),
        ("Minsker-Gruppe", "osce-minsk-group"),
        ("Kreml", "russia"),
        ("Moskau", "russia"),
        ("Baku", "azerbaijan"),
    ],
)
def test_the_name_a_text_prints_finds_its_actor(name: str, actor: str, api: CheckedClient) -> None:
    assert named(api, name) == actor


@pytest.mark.parametrize("name", ["Alijew", "Aliyev", "Алієв", "Əliyev"])
def test_every_spelling_finds_all_events_that_aliyev_takes_part_in(name: str, api: CheckedClient) -> None:
    taking_part = every(api, "events", actor="ilham-aliyev")
    assert len(taking_part) == 17
    assert {event["id"] for event in taking_part} <= {event["id"] for event in every(api, "events", q=name)}


@pytest.mark.parametrize("name", ["Putin", "Kremlchef", "Путин"])
def test_every_name_finds_all_events_that_putin_takes_part_in(name: str, api: CheckedClient) -> None:
    taking_part = every(api, "events", actor="vladimir-putin")
    assert len(taking_part) == 17
    assert {event["id"] for event in taking_part} <= {event["id"] for event in every(api, "events", q=name)}


def test_peskow_finds_the_two_events_he_speaks_about(api: CheckedClient) -> None:
    found = ["aliyev-declines-cis-summit-invitation", "kremlin-plays-down-aliyev-refusal"]
    assert ids(every(api, "events", q="Peskow")) == found


@pytest.mark.parametrize("name", ["Alijew", "Aliyev", "Ільгам Алієв"])
def test_aliyev_is_quoted_verbatim_in_text_004_only(name: str, api: CheckedClient) -> None:
    quoted = verbatim(api, named(api, name))
    assert {text_number(claim) for claim in quoted} == {"004"}
    assert quotes(quoted) == [
        "Auf unsere Botschaft in der Ukraine wurden drei Angriffe verübt.",
        FIRST,
        f"{FIRST} {THEN}",
        THEN,
        "Trotz dessen gab es zwei weitere Angriffe",
        SIGNED,
        "Wir haben ausschließlich diplomatische Schritte unternommen.",
        "Weitere Maßnahmen können wir nicht ergreifen",
        SIGNED,
    ]


@pytest.mark.parametrize("name", ["Putin", "Wladimir Putin", "Kremlchef"])
def test_putin_is_quoted_verbatim_in_text_003_only(name: str, api: CheckedClient) -> None:
    quoted = verbatim(api, named(api, name))
    assert {text_number(claim) for claim in quoted} == {"003"}
    assert quotes(quoted) == [
        "„Die Beziehungen zwischen Aserbaidschan und Russland entwickeln sich sowohl auf politischer als auch auf "
        "wirtschaftlicher Ebene.",
        "Im vergangenen Jahr wuchs der Handel zwischen unseren Ländern um 34 Prozent",
        "Im vergangenen Jahr wuchs der Handel zwischen unseren Ländern um 34 Prozent - sogar über 34 Prozent",
        "Im vergangenen Jahr wuchs der Handel zwischen unseren Ländern um 34 Prozent - sogar über 34 Prozent -, "
        "während in den ersten sechs Monaten dieses Jahres der Absatz von Produkten der zivilen Industrie um 20 "
        "Prozent wuchs.",
        "Das sind sehr gute Indikatoren“, erklärte Putin.",
        "Daraufhin versicherte Putin, Russland werde als Ko-Vorsitzende der Minsker-Gruppe weiterhin „alle mögliche "
        "Unterstützung für die friedliche Beilegung dieses Konflikts leisten.“",
    ]


def test_besides_the_presidents_only_lukashenko_and_human_rights_watch_are_quoted(api: CheckedClient) -> None:
    quoted = [claim for claim in every(api, "claims") if claim["speech_mode"] == "direct_quote"]
    assert {(claim["speaker"]["id"], text_number(claim)) for claim in quoted} == {
        ("ilham-aliyev", "004"),
        ("vladimir-putin", "003"),
        ("alexander-lukashenko", "002"),
        ("human-rights-watch", "002"),
    }


def taking_part(api: CheckedClient, event: str) -> set[str]:
    return {who["actor"]["id"] for who in one(api, "events", event)["participants"]}


def test_the_presidents_met_four_times(api: CheckedClient) -> None:
    both = {"ilham-aliyev", "vladimir-putin"}
    meetings = [e for e in every(api, "events", type="CONSULT") if taking_part(api, e["id"]) == both]
    assert sorted((event["date"]["edtf"], event["id"]) for event in meetings) == [
        ("2024-10", "aliyev-putin-meeting-2024-10"),
        ("2025-09", "aliyev-putin-meeting-sco-summit-2025-09"),
        ("2025-10", "aliyev-putin-meeting-2025-10"),
        ("XXXX-09", "aliyev-putin-talks-in-sochi"),
    ]


def test_tass_tells_of_two_meetings_and_the_texts_themselves_of_the_other_two(api: CheckedClient) -> None:
    def told(event: str) -> list[tuple[str, list[str]]]:
        return [(text_number(claim), route(claim)) for claim in every(api, "claims", event=event, aspect="occurrence")]

    assert told("aliyev-putin-meeting-2024-10") == [("002", ["tass"])]
    assert told("aliyev-putin-meeting-sco-summit-2025-09") == [("002", ["tass"])]
    assert told("aliyev-putin-meeting-2025-10") == [("000", []), ("001", ["the-moscow-times"])]
    assert told("aliyev-putin-talks-in-sochi") == [("003", [])]


def test_the_brief_meeting_in_china_qualifies_that_they_last_met_a_year_ago(api: CheckedClient) -> None:
    brief = one(api, "claims", "c002-tass-meeting-in-september-was-brief")
    assert [(item["relation"], item["claim"]["id"]) for item in brief["relations"] if item["direction"] == "to"] == [
        ("qualifies", "c002-tass-last-met-in-october-a-year-ago")
    ]


@pytest.mark.parametrize(
    ("event", "met"),
    [
        ("aliyev-meets-nato-delegation", {"ilham-aliyev", "nato"}),
        ("putin-rahmon-talks-dushanbe-2025-10", {"vladimir-putin", "emomali-rahmon"}),
        ("aliyev-putin-talks-in-sochi", {"ilham-aliyev", "vladimir-putin"}),
        ("aliyev-visits-russia-in-september", {"ilham-aliyev", "vladimir-putin", "russia"}),
        (
            "central-asia-russia-summit-2025-10",
            {"vladimir-putin", "emomali-rahmon", "kazakhstan", "kyrgyzstan", "turkmenistan", "uzbekistan"},
        ),
        (
            "putin-state-visit-to-tajikistan-2025-10",
            {"vladimir-putin", "emomali-rahmon", "andrei-belousov", "tajikistan"},
        ),
    ],
)
def test_who_met_whom_is_told(event: str, met: set[str], api: CheckedClient) -> None:
    assert taking_part(api, event) == met
