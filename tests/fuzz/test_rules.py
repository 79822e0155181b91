from typing import Any

import pytest

from tests.fuzz.rules import MAX_QUERY_BYTES, size, sound


@pytest.mark.parametrize(
    ("query", "kept"),
    [
        ({"q": "war", "type": ["AID"]}, {"q": "war", "type": ["AID"]}),
        ({"q": " "}, {"q": "blank"}),
        ({"as_of": 10}, {"as_of": 3}),
        ({"min_version": 10}, {"min_version": 3}),
        ({"value_min": 1e-7}, {"value_min": 0.0}),
        ({"date_from": "2025-01-02", "date_to": "2025-01-01"}, {"date_from": "2025-01-01", "date_to": "2025-01-02"}),
        ({"bbox": "0,9.5,1,-10"}, {"bbox": "0,-10,1,9.5"}),
        ({"near": "1,2"}, {}),
        ({"near": "1,2", "radius_km": 3}, {"near": "1,2", "radius_km": 3}),
        ({"date_match": "within"}, {}),
        ({"date_match": "within", "date_to": "2025-01-01"}, {"date_match": "within", "date_to": "2025-01-01"}),
        ({"affiliated": True, "speaker": ["a"]}, {"speaker": ["a"]}),
        ({"format": "csv", "page_size": 3, "fields": ["id"]}, {"format": "csv", "fields": ["id"]}),
    ],
)
def test_a_query_is_changed_where_it_breaks_a_rule(query: dict[str, Any], kept: dict[str, Any]) -> None:
    assert sound(query, resource="events", newest=6) == kept


@pytest.mark.parametrize("value", [["a" * 80] * 100, ",".join(["a" * 80] * 100)])
def test_a_query_that_is_too_long_keeps_whole_members(value: Any) -> None:
    kept = sound({"id": value, "q": "ю" * 200}, resource="claims", newest=0)
    assert size(kept) <= MAX_QUERY_BYTES
    assert set(kept["id"].split(",") if isinstance(value, str) else kept["id"]) == {"a" * 80}
    assert kept["q"].startswith("ю")
