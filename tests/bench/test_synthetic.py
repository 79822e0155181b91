import re
from collections import Counter
from itertools import islice
from typing import Any

import pytest

from benchmarks import happenings
from benchmarks.synthetic import Dataset
from incidents.dataset.schema import SPEC_BY_LABEL
from incidents.dates import parse

DATASET = Dataset(600)
RECORDS: list[Any] = list(DATASET.records())


def fields_of(model: str) -> list[dict[str, Any]]:
    return [record["fields"] for record in RECORDS if record["model"] == f"incidents.{model}"]


def test_the_same_seed_makes_the_same_records() -> None:
    assert list(islice(Dataset(600).records(), 500)) == RECORDS[:500]


def test_another_seed_makes_others() -> None:
    assert list(islice(Dataset(600, seed=7).records(), 500)) != RECORDS[:500]


def test_any_event_can_be_made_without_those_before_it() -> None:
    alone = list(DATASET.happened(range(250, 251)))
    assert alone == [record for record in DATASET.happened(range(300)) if record in alone]


def test_every_field_is_one_that_fixtures_have() -> None:
    strange = {
        (record["model"], name)
        for record in RECORDS
        for name in record["fields"]
        if name not in SPEC_BY_LABEL[record["model"]].fields
    }
    assert strange == set()


def test_every_record_refers_to_earlier_ones_only() -> None:
    known: set[str] = set()
    for record in RECORDS:
        given = [value for value in record["fields"].values() if isinstance(value, list) and value]
        flat = [item[0] if isinstance(item, list) else item for value in given for item in value]
        assert {name for name in flat if name[-7:].isdigit()} <= known
        known.add(record["fields"].get("slug", ""))


def test_a_few_actors_take_part_in_a_large_share_of_events() -> None:
    counts = Counter(item["actor"][0] for item in fields_of("eventparticipant"))
    assert sum(count for _, count in counts.most_common(3)) > 0.2 * counts.total()


def test_a_few_days_hold_a_large_share_of_events() -> None:
    days = Counter(item["date"] for item in fields_of("event") if "date" in item)
    assert sum(count for _, count in days.most_common(15)) > 0.1 * days.total()


def test_some_dates_are_missing_some_imprecise_and_all_can_be_read() -> None:
    dates = [item.get("date", "") for item in fields_of("event")]
    shapes = {re.sub(r"\d", "9", date): date for date in dates}
    assert 0.01 < dates.count("") / len(dates) < 0.1
    assert set(shapes) == {"", "9999-99-99", "9999-99", "9999", "9999-99-99~", "9999-99-99/9999-99-99", "9999-99-99/.."}
    assert all(parse(date).start for date in shapes.values() if date)


def test_names_are_long_and_in_several_scripts() -> None:
    assert max(len(item["name"]) for item in fields_of("actor")) > 150
    assert {item["script"] for item in fields_of("actorname")} == {"Arab", "Cyrl", "Geor", "Grek"}


@pytest.mark.parametrize("article", [0, 1, 77, 149])
def test_every_quote_stands_once_in_the_text_of_its_article(article: int) -> None:
    [(_, text)] = DATASET.texts(range(article, article + 1))
    made = happenings.claims_in(DATASET.seed, article, DATASET.sizes)
    assert [text.count(claim.quote) for claim in made] == [1] * len(made)


def test_every_claim_stands_in_one_article() -> None:
    told = sum(len(happenings.claims_in(DATASET.seed, number, DATASET.sizes)) for number in range(150))
    assert told == len(fields_of("claim")) > DATASET.events
