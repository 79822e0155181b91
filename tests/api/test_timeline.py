import pytest

from incidents import aggregates
from incidents.api.events import EventListView
from incidents.api.timeline import EventTimelineView
from tests.api.contract import CheckedClient

pytestmark = pytest.mark.django_db

TIMELINE = "/api/v1/events/timeline/"


def test_the_events_of_the_real_dataset_by_month(api: CheckedClient) -> None:
    answer = api.get(f"{TIMELINE}?interval=month").json()
    assert {bucket["start"]: bucket["count"] for bucket in answer["results"]} == {
        "2022-03-01": 1,
        "2024-01-01": 2,
        "2024-10-01": 3,
        "2024-12-01": 4,
        "2025-06-01": 2,
        "2025-08-01": 1,
        "2025-09-01": 5,
        "2025-10-01": 7,
        "2025-11-01": 3,
    }
    assert (answer["total"], answer["imprecise"], answer["undated"]) == (72, 27, 17)
    assert answer["results"][0]["end"] == "2022-03-31"


@pytest.mark.parametrize(
    ("interval", "first", "buckets", "imprecise"),
    [
        ("day", {"start": "2022-03-10", "end": "2022-03-10", "count": 1}, 5, 48),
        ("week", {"start": "2022-03-07", "end": "2022-03-13", "count": 1}, 4, 43),
        ("year", {"start": "1991-01-01", "end": "1991-12-31", "count": 1}, 5, 24),
    ],
)
def test_a_coarser_interval_places_more_events(
    interval: str, first: dict[str, object], buckets: int, imprecise: int, api: CheckedClient
) -> None:
    answer = api.get(TIMELINE, {"interval": interval}).json()
    assert answer["results"][0] == first
    assert (len(answer["results"]), answer["imprecise"]) == (buckets, imprecise)


@pytest.mark.parametrize("interval", ["day", "week", "month", "year"])
@pytest.mark.parametrize("query", ["", "country=UA", "q=Aliyev", "date_from=2025-10-01", "actor=nothing-like-it"])
def test_everything_adds_up_to_what_the_list_counts(interval: str, query: str, api: CheckedClient) -> None:
    answer = api.get(f"{TIMELINE}?interval={interval}&{query}").json()
    placed = sum(bucket["count"] for bucket in answer["results"])
    assert placed + answer["imprecise"] + answer["undated"] == answer["total"]
    assert answer["total"] == api.get(f"/api/v1/events/?{query}").json()["count"]


def test_without_an_interval_it_is_by_month(api: CheckedClient) -> None:
    assert api.get(TIMELINE).json() == api.get(f"{TIMELINE}?interval=month").json()


def test_it_takes_the_filters_of_the_list() -> None:
    filters = EventListView.filterset_class.fields()
    assert EventTimelineView.declared().keys() == {*filters, "interval", "as_of", "min_version", "format"}


@pytest.mark.parametrize("value", ["decade", "Month", "day,week", "1"])
def test_an_unknown_interval_is_refused_with_those_there_are(value: str, api: CheckedClient) -> None:
    fault = api.get(TIMELINE, {"interval": value}).json()["errors"][0]
    assert (fault["parameter"], fault["code"]) == ("interval", "unknown_word")
    assert fault["allowed"] == ["day", "week", "month", "year"]


def test_too_many_buckets_are_refused_with_the_longer_intervals(
    monkeypatch: pytest.MonkeyPatch, api: CheckedClient
) -> None:
    monkeypatch.setattr(aggregates, "MAX_BUCKETS", 3)
    response = api.get(f"{TIMELINE}?interval=week")
    assert response.status_code == 400
    assert response.json()["errors"][0]["code"] == "out_of_range"
    assert response.json()["errors"][0]["allowed"] == ["month", "year"]


def test_a_past_version_is_drawn_as_it_was(api: CheckedClient) -> None:
    assert api.get(f"{TIMELINE}?as_of=0").json()["total"] == 0
