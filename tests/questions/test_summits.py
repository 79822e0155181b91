"""The summits of the former Soviet states: who stays away and why, who comes, what is planned."""

import pytest

from tests.api.contract import CheckedClient
from tests.questions.asking import every, held, ids, one, quotes, route, speaker

pytestmark = pytest.mark.django_db

REFUSAL = "aliyev-declines-cis-summit-invitation"
INFORMAL = "informal-cis-summit-saint-petersburg"
DUSHANBE = "cis-summit-dushanbe-2025-10"
VISIT = "putin-state-visit-to-tajikistan-2025-10"
PRESENTED = "tokayev-presents-cis-plus"
CALL = "hrw-calls-on-tajikistan-to-arrest-putin"


def test_aliyev_stays_away_for_his_calendar_or_to_send_putin_a_signal(api: CheckedClient) -> None:
    reasons = every(api, "claims", event=REFUSAL, aspect="motive")
    assert [(speaker(claim), claim["speech_act"], (claim["value"] or {}).get("text")) for claim in reasons] == [
        ("analysts-cited-by-dialog-ua", "evaluates", None),
        ("azerbaijan", "explains", "a busy working calendar"),
        ("dmitry-peskov", "explains", "pressure of appointments at the end of the year"),
        (None, "evaluates", "a deliberate political signal to Putin"),
    ]


def test_the_signal_contradicts_both_calendars_and_the_analysts_only_doubt_them(api: CheckedClient) -> None:
    motive = held(api, REFUSAL, "motive")
    assert motive["agreement"] == "contested"
    assert sorted((item["from"]["id"], item["relation"], item["to"]["id"]) for item in motive["relations"]) == [
        ("c000-analysts-reason-unconvincing", "qualifies", "c000-baku-busy-calendar"),
        ("c000-analysts-reason-unconvincing", "qualifies", "c000-peskov-year-end-pressure"),
        ("c000-analysts-reason-unconvincing", "supports", "c000-seen-as-deliberate-signal-to-putin"),
        ("c000-baku-busy-calendar", "contradicts", "c000-seen-as-deliberate-signal-to-putin"),
        ("c000-peskov-year-end-pressure", "contradicts", "c000-seen-as-deliberate-signal-to-putin"),
        ("c000-peskov-year-end-pressure", "repeats", "c000-baku-busy-calendar"),
    ]


def test_the_two_calendars_are_listed_as_one_reason(api: CheckedClient) -> None:
    values = held(api, REFUSAL, "motive")["values"]
    assert ["c000-baku-busy-calendar", "c000-peskov-year-end-pressure"] in [ids(value["claims"]) for value in values]
    assert len(values) == 3


def test_peskov_shows_understanding_and_names_the_end_of_the_year(api: CheckedClient) -> None:
    claims = every(api, "claims", speaker="dmitry-peskov")
    assert sorted((claim["aspect"], claim["speech_mode"]) for claim in claims) == [
        ("motive", "indirect"),
        ("reaction", "indirect"),
    ]
    assert {claim["speaker_text"] for claim in claims} == {"Putins Pressesprecher Dmitri Peskow"}


def test_the_decision_was_made_known_by_the_administration_through_azertag(api: CheckedClient) -> None:
    [claim] = every(api, "claims", speaker="azerbaijan-presidential-administration")
    assert (claim["modality"], route(claim), ids(claim["events"])) == ("negated", ["azertag"], [REFUSAL, INFORMAL])


def test_the_kremlin_had_expected_aliyev(api: CheckedClient) -> None:
    claims = every(api, "claims", speaker="kremlin-representatives-cited-by-000")
    assert quotes(claims) == [
        "Kreml-Vertreter hatten zuvor erklärt, man rechne mit Aliyevs Teilnahme und bereite seinen Besuch vor."
    ]
    assert sorted((claim["speech_act"], claim["modality"]) for claim in claims) == [
        ("asserts", "factual"),
        ("predicts", "planned"),
    ]


def test_four_events_are_only_planned(api: CheckedClient) -> None:
    planned = [event["id"] for event in every(api, "events") if event["realis"] == "planned"]
    assert sorted(planned) == [
        "central-asia-russia-summit-2025-10",
        "cis-summit-documents-to-be-adopted",
        INFORMAL,
        "putin-rahmon-talks-dushanbe-2025-10",
    ]


def test_the_meeting_in_dushanbe_took_place_and_text_002_only_announced_it(api: CheckedClient) -> None:
    assert one(api, "events", DUSHANBE)["realis"] == "actual"
    told = every(api, "claims", event=DUSHANBE, aspect="occurrence")
    assert [(claim["article"]["id"][:3], claim["modality"]) for claim in told] == [
        ("000", "factual"),
        ("002", "planned"),
    ]


def test_the_meeting_in_dushanbe_was_announced_with_about_twenty_subjects(api: CheckedClient) -> None:
    [claim] = every(api, "claims", event=DUSHANBE, aspect="quantity")
    value = claim["value"]
    assert (value["number"], value["qualifier"], value["unit"], claim["modality"]) == (20, "about", "topics", "planned")


def test_its_agenda_holds_security_crime_and_defence_and_perhaps_new_forms(api: CheckedClient) -> None:
    content = every(api, "claims", event=DUSHANBE, aspect="content")
    assert sorted((claim["modality"], (claim["value"] or {}).get("text") or claim["id"]) for claim in content) == [
        ("hypothetical", "c002-cis-plus-might-be-created"),
        ("hypothetical", "c002-sco-might-become-observer"),
        ("planned", "deeper cooperation in defence"),
        ("planned", "security, with the protection of energy and borders"),
        ("planned", "the fight against cross-border crime"),
    ]


def test_a_document_against_extremism_is_expected(api: CheckedClient) -> None:
    [claim] = every(api, "claims", event="cis-summit-documents-to-be-adopted", aspect="content")
    assert (claim["value"]["text"], claim["modality"]) == ("joint measures against extremism", "planned")


def test_cis_plus_is_tokayevs_or_the_kazakhs_initiative_and_lukashenko_welcomes_it(api: CheckedClient) -> None:
    whose = every(api, "claims", event=PRESENTED, aspect="responsibility")
    assert sorted((speaker(claim) or "", claim["value"]["actor"]["id"]) for claim in whose) == [
        ("", "kassym-jomart-tokayev"),
        ("alexander-lukashenko", "kazakhstan"),
    ]
    welcome = every(api, "claims", speaker="alexander-lukashenko")
    assert {claim["speech_mode"] for claim in welcome} == {"direct_quote"}
    assert len(quotes(welcome)) == 1


def test_that_cis_plus_is_created_is_a_possibility_and_no_event(api: CheckedClient) -> None:
    created = one(api, "claims", "c002-cis-plus-might-be-created")
    assert (created["modality"], ids(created["events"])) == ("hypothetical", [DUSHANBE, PRESENTED])
    assert ids(every(api, "events", q='"CIS plus"')) == [
        "cis-summit-dushanbe-2025-10",
        "cis-summit-moscow-2024-10",
        "lukashenko-welcomes-cis-plus",
        "tokayev-presents-cis-plus",
    ]


def test_human_rights_watch_demands_an_arrest_and_ap_expects_none(api: CheckedClient) -> None:
    [demand] = [c for c in every(api, "claims", speaker="human-rights-watch") if c["speech_act"] == "demands"]
    assert (demand["said"]["edtf"], demand["modality"]) == ("2025-10-08", "hypothetical")
    assert quotes([demand]) == [
        "Die Menschenrechtsorganisation Human Rights Watch forderte Tadschikistan am Mittwoch auf, Putin zu verhaften"
    ]
    [answer] = every(api, "claims", event=CALL, aspect="consequence")
    assert (answer["speech_act"], answer["modality"], route(answer)) == ("predicts", "negated", ["ap"])
    assert [(item["claim"]["id"], item["relation"]) for item in answer["relations"] if item["direction"] == "to"] == [
        (demand["id"], "qualifies")
    ]


def test_human_rights_watch_warns_in_its_own_words_of_crimes_and_disregard(api: CheckedClient) -> None:
    quoted = [c for c in every(api, "claims", speaker="human-rights-watch") if c["speech_mode"] == "direct_quote"]
    assert sorted((claim["speech_act"], claim["aspect"]) for claim in quoted) == [
        ("accuses", "responsibility"),
        ("evaluates", "evaluation"),
    ]
    assert quotes(quoted) == [
        "und warnte, dass es andernfalls „völlige Missachtung des Leids der Opfer der Verbrechen der russischen "
        "Streitkräfte in der Ukraine“ zeigen würde."
    ]


def test_tajikistan_is_bound_to_the_court_and_depends_on_russia(api: CheckedClient) -> None:
    [bound] = every(api, "claims", event=VISIT, aspect="legality")
    assert "Tadschikistan ist Mitglied des Internationalen Strafgerichtshofs" in quotes([bound])[0]
    [depends] = [claim for claim in every(api, "claims", event=VISIT, aspect="context") if route(claim) == ["ap"]]
    assert (
        "von engen politischen, wirtschaftlichen und militärischen Beziehungen zu Russland abhängig"
        in quotes([depends])[0]
    )


def test_the_visit_was_to_last_three_days_from_8_october(api: CheckedClient) -> None:
    [length] = every(api, "claims", event=VISIT, aspect="quantity")
    [begin] = every(api, "claims", event=VISIT, aspect="date")
    assert (length["value"]["number"], length["value"]["unit"], begin["value"]["date"]) == (3, "days", "2025-10-08")
    assert one(api, "events", VISIT)["date"]["edtf"] == "2025-10-08/2025-10-10"


def test_what_is_told_of_the_two_rulers_and_their_years_is_exact(api: CheckedClient) -> None:
    context = every(api, "claims", event=VISIT, aspect="context")
    numbers = [claim["value"] for claim in context if (claim["value"] or {}).get("number")]
    assert sorted((value["number"], value["qualifier"], value["unit"]) for value in numbers) == [
        (33, "exact", "years in power"),
        (73, "exact", "years of age"),
    ]


def test_these_states_were_to_come_to_the_meeting_in_dushanbe(api: CheckedClient) -> None:
    came = [(who["actor"]["id"], who["role"]) for who in one(api, "events", DUSHANBE)["participants"]]
    assert sorted(came) == [
        ("armenia", "participant"),
        ("azerbaijan", "participant"),
        ("belarus", "participant"),
        ("cis", "participant"),
        ("emomali-rahmon", "participant"),
        ("ilham-aliyev", "participant"),
        ("tajikistan", "host"),
        ("vladimir-putin", "participant"),
    ]
