"""What no claim and no event lacks; how many claims, articles and sources stand behind an event, counted by hand."""

from collections import Counter

import pytest

from tests.api.contract import CheckedClient
from tests.questions.asking import every, one, text_number

pytestmark = pytest.mark.django_db


def test_each_text_has_its_claims(api: CheckedClient) -> None:
    assert Counter(text_number(claim) for claim in every(api, "claims")) == {
        "000": 59,
        "001": 78,
        "002": 119,
        "003": 36,
        "004": 52,
    }


@pytest.mark.parametrize("key", ["events", "aspect", "speech_act", "statement", "evidence"])
def test_no_claim_is_without(key: str, api: CheckedClient) -> None:
    assert [claim["id"] for claim in every(api, "claims") if not claim[key]] == []


def test_every_one_of_the_72_events_has_a_claim(api: CheckedClient) -> None:
    claims_of = Counter(event["id"] for claim in every(api, "claims") for event in claim["events"])
    told = {event["id"]: event["claim_count"] for event in every(api, "events")}
    assert len(told) == 72
    assert [event for event, number in told.items() if number < 1] == []
    assert told == claims_of


@pytest.mark.parametrize(
    ("event", "counts"),
    [
        # 000: 7; The Moscow Times in 001: 2; 002: 8 and Reuters: 4
        ("azerbaijan-airlines-shootdown-2024-12", (21, 3, 3, 4)),
        # 000: 8 and Dialog.ua: 2; The Moscow Times in 001: 4; 002: 12 and Reuters: 4
        ("azerbaijan-airlines-crash-2024-12", (30, 3, 3, 5)),
        # 000: 5; 002: 4
        ("putin-apologises-to-aliyev-for-airliner", (9, 2, 2, 2)),
        # 000: 3; 002: 1
        ("putin-acknowledges-responsibility-for-airliner", (4, 2, 2, 2)),
        # Reuters in 002: 6
        ("putin-tells-aliyev-of-two-missiles-2025-09", (6, 1, 1, 1)),
        # Euronews in 001: 2; 004: 8
        ("kyiv-attack-2025-11-14", (10, 2, 2, 2)),
        # 001: 6, Euronews: 5 and The Moscow Times: 3; 004: 27
        ("azerbaijani-embassy-strike-2025-11-14", (41, 2, 2, 4)),
        # 001: 1 and The Moscow Times: 5; 004: 19
        ("strikes-on-azerbaijani-embassy-in-kyiv", (25, 2, 2, 3)),
        # The Moscow Times in 001: 4
        ("kharkiv-consulate-damaged-2022-03-10", (4, 1, 1, 1)),
        # The Moscow Times in 001: 3; 004: 7
        ("azerbaijan-hands-embassy-coordinates-to-russia", (10, 2, 2, 2)),
        # Euronews in 001: 2; 004: 5
        ("russian-ambassador-summoned-2025-11-14", (7, 2, 2, 2)),
        # 000: 4; The Moscow Times in 001: 2
        ("aliyev-putin-meeting-2025-10", (6, 2, 2, 2)),
        # 000: 14, Dialog.ua: 2 and Azertag: 1
        ("aliyev-declines-cis-summit-invitation", (17, 1, 1, 3)),
        # 003: 7, press reports: 2 and TASS: 2
        ("aliyev-putin-talks-in-sochi", (11, 1, 1, 3)),
        # 002: 4 and AP: 1
        ("hrw-calls-on-tajikistan-to-arrest-putin", (5, 1, 1, 2)),
    ],
)
def test_an_event_counts_its_claims_articles_publishers_and_independent_sources(
    event: str, counts: tuple[int, int, int, int], api: CheckedClient
) -> None:
    told = one(api, "events", event)
    names = ("claim_count", "article_count", "source_count", "independent_source_count")
    assert tuple(told[name] for name in names) == counts
