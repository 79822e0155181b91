"""How the dates of the texts were read, and what they leave open."""

import pytest

from tests.api.contract import CheckedClient
from tests.questions.asking import every, one, text_number

pytestmark = pytest.mark.django_db


def test_what_is_dated_without_a_year_belongs_to_the_visit_to_russia(api: CheckedClient) -> None:
    yearless = [event for event in every(api, "events") if "XXXX" in (event["date"]["edtf"] or "")]
    assert sorted((event["id"], event["date"]["edtf"]) for event in yearless) == [
        ("aliyev-asks-russia-to-continue-karabakh-efforts", "XXXX-09"),
        ("aliyev-putin-talks-in-sochi", "XXXX-09"),
        ("aliyev-visits-russia-in-september", "XXXX-09-01"),
        ("putin-promises-support-for-karabakh-settlement", "XXXX-09"),
        ("ten-agreements-signed-during-visit", "XXXX-09"),
    ]
    assert {(event["date"]["start"], event["date"]["end"]) for event in yearless} == {(None, None)}


def test_claims_without_a_year_are_of_the_same_visit(api: CheckedClient) -> None:
    claims = every(api, "claims")
    valued = [claim for claim in claims if claim["value"] and "XXXX" in (claim["value"]["date"] or "")]
    said = [claim for claim in claims if "XXXX" in ((claim["said"] or {}).get("edtf") or "")]
    assert [(claim["id"], claim["value"]["date"]) for claim in valued] == [("c003-visit-on-1-september", "XXXX-09-01")]
    assert {(text_number(claim), claim["said"]["edtf"]) for claim in said} == {("003", "XXXX-09")}
    assert len(said) == 5


def test_an_event_without_a_year_is_in_no_span_of_days(api: CheckedClient) -> None:
    found = {event["id"] for event in every(api, "events", date_from="0001-01-01")}
    assert "aliyev-visits-russia-in-september" not in found
    assert "kharkiv-consulate-damaged-2022-03-10" in found


def test_the_possible_slip_is_kept_as_printed_and_marked(api: CheckedClient) -> None:
    date = one(api, "events", "putin-tells-aliyev-of-two-missiles-2025-09")["date"]
    assert (date["edtf"], date["start"], date["precision"]) == ("2025-09-09?", "2025-09-09", "day")
    assert "prints 9 September" in date["note"]
    assert "it may be a slip for 9 October" in date["note"]
    assert "The brief meeting in China of September, whose day no text gives, is not excluded." in date["note"]


def test_all_that_hangs_on_the_slip_is_marked_as_uncertain(api: CheckedClient) -> None:
    events = [event["id"] for event in every(api, "events") if event["date"]["edtf"] == "2025-09-09?"]
    said = [claim["id"] for claim in every(api, "claims") if (claim["said"] or {}).get("edtf") == "2025-09-09?"]
    assert sorted(events) == ["putin-promises-compensation-for-airliner", "putin-tells-aliyev-of-two-missiles-2025-09"]
    assert sorted(said) == [
        "c002-putin-drones-had-entered-airspace",
        "c002-putin-missiles-exploded-beside-plane",
        "c002-putin-missiles-were-russian",
        "c002-putin-promised-compensation",
        "c002-putin-two-missiles",
    ]


@pytest.mark.parametrize(
    ("event", "date", "words"),
    [
        ("belousov-visits-russian-base-in-tajikistan", "2025-10-08", "says Wednesday"),
        ("hrw-calls-on-tajikistan-to-arrest-putin", "2025-10-08", "says Wednesday"),
        ("cis-heads-of-government-meeting-minsk-2025-09", "2025-09-21~/2025-09-30", "says the end of September"),
        ("tokayev-presents-cis-plus", "2024-10~", "says about a year ago"),
        ("azerbaijan-protests-over-yekaterinburg-deaths", "2025-06~", "says the beginning of the summer"),
        ("russia-criticises-arrest-of-journalists", "2025-06~", "the beginning of the summer"),
        ("azerbaijan-airlines-crash-2024-12", "2024-12", "December of last year in text 002"),
        ("aliyev-putin-meeting-2024-10", "2024-10", "says in October a year ago"),
        ("aliyev-putin-meeting-sco-summit-2025-09", "2025-09", "says September"),
        ("political-dispute-with-russia-last-year", "[2024,2025]", "says last year"),
        ("azerbaijani-embassy-strike-2025-11-14", "2025-11-13/2025-11-14", "in the night to 14 November 2025"),
        ("aliyev-calls-embassy-strikes-deliberate-in-munich", "2025-11-14/..", "does not date the conference"),
        (
            "drone-strikes-near-embassy-after-2025-08",
            "[2025-08..2025-11]",
            "says only later than the strikes of August 2025, in the same sentence, and calls the series of November "
            "2025 the latest",
        ),
        ("azerbaijan-hands-embassy-coordinates-to-russia", "[2022..]", "nothing the texts say sets an end"),
        ("cis-summit-dushanbe-2025-10", "2025-10-10?", "announces it for 10 October"),
        ("russian-ambassador-summoned-2025-11-14", "2025-11-14", "gives 14 November without a year"),
    ],
)
def test_a_relative_date_is_resolved_and_the_note_says_how(
    event: str, date: str, words: str, api: CheckedClient
) -> None:
    told = one(api, "events", event)["date"]
    assert told["edtf"] == date
    assert words in told["note"]


def test_what_no_text_dates_has_no_date(api: CheckedClient) -> None:
    assert sorted(event["id"] for event in every(api, "events") if event["date"]["edtf"] is None) == [
        "alleged-coup-plan-in-mehdiyev-circle",
        "azerbaijan-buys-russian-arms",
        "azerbaijan-china-economic-cooperation",
        "azerbaijan-diversifies-foreign-partnerships",
        "azerbaijan-reduces-dependence-on-russia",
        "azerbaijan-russia-economic-cooperation",
        "azerbaijani-media-debate-csto-accession",
        "earlier-actions-against-georgia-moldova-czechia",
        "former-soviet-republics-loosen-ties-with-moscow",
        "minsk-group-mediation-over-karabakh",
        "nagorno-karabakh-conflict",
        "russian-invasion-of-ukraine",
    ]


def test_nine_dates_are_approximate_and_three_uncertain(api: CheckedClient) -> None:
    dates = {event["id"]: event["date"]["edtf"] or "" for event in every(api, "events")}
    assert sorted(event for event, date in dates.items() if "?" in date) == [
        "cis-summit-dushanbe-2025-10",
        "putin-promises-compensation-for-airliner",
        "putin-tells-aliyev-of-two-missiles-2025-09",
    ]
    assert sorted((date, event) for event, date in dates.items() if "~" in date) == [
        ("../2025-06~", "russian-journalists-arrested-in-azerbaijan"),
        ("../2025-06~", "yekaterinburg-police-raid"),
        ("2024-01~", "azerbaijan-limits-russian-role-in-karabakh"),
        ("2024-10~", "cis-summit-moscow-2024-10"),
        ("2024-10~", "tokayev-presents-cis-plus"),
        ("2025-06~", "azerbaijan-protests-over-yekaterinburg-deaths"),
        ("2025-06~", "russia-criticises-arrest-of-journalists"),
        ("2025-09-21~/2025-09-30", "cis-heads-of-government-meeting-minsk-2025-09"),
        ("2025-10~/..", "mehdiyev-associates-arrested"),
    ]


def test_in_the_week_of_the_embassy_strike_these_may_have_been_under_way(api: CheckedClient) -> None:
    days = every(api, "events", date_from="2025-11-10", date_to="2025-11-16", type="ASSAULT")
    assert sorted(event["id"] for event in days) == [
        "azerbaijani-embassy-strike-2025-11-14",
        "drone-strikes-near-embassy-after-2025-08",
        "kyiv-attack-2025-11-14",
        "tajik-civil-war",
    ]


def test_the_apology_was_made_then_or_later_and_the_promise_was_part_of_it(api: CheckedClient) -> None:
    apology = one(api, "events", "putin-apologises-to-aliyev-for-airliner")
    promise = one(api, "events", "putin-promises-to-clear-up-airliner-case")
    assert (apology["date"]["start"], apology["date"]["end"]) == ("2024-12-01", "2025-10-31")
    assert (promise["date"]["start"], promise["date"]["end"]) == ("2024-12-01", "2025-10-31")
    assert promise["part_of"]["id"] == apology["id"]
