from datetime import date
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from eventsapi.rest import paging
from eventsapi.rest.paging import KeysetPaginator
from tests.rest.conftest import Get, faults, ids
from tests.rest.things import Thing, make, make_many

THINGS = "/api/v1/things/"
DAYS = st.sampled_from([date(2024, 1, 1), date(2024, 1, 2), date(2024, 2, 1), None])


def follow(get: Get, url: str | None, *, relation: str = "next") -> list[list[str]]:
    """The ids of every page from this one on."""
    pages = []
    while url is not None:
        response = get(url.removeprefix("http://testserver"))
        pages.append(ids(response))
        url = response.json()[relation]
    return pages


def last_page(get: Get, url: str) -> str:
    while (following := get(url.removeprefix("http://testserver")).json()["next"]) is not None:
        url = following
    return url


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(days=st.lists(DAYS, max_size=12), size=st.integers(1, 5), sign=st.sampled_from(["", "-"]))
def test_a_walk_loses_and_repeats_no_row(get: Get, days: list[date | None], size: int, sign: str) -> None:
    Thing.objects.all().delete()
    make_many([(f"t{number:02}", day) for number, day in enumerate(days)])
    url = f"{THINGS}?ordering={sign}made&page_size={size}"

    forwards = follow(get, url)
    backwards = follow(get, last_page(get, url), relation="previous")

    dated = sorted(((day, f"t{n:02}") for n, day in enumerate(days) if day), reverse=sign == "-")
    undated = sorted((f"t{n:02}" for n, day in enumerate(days) if day is None), reverse=sign == "-")
    walked = [slug for page in forwards for slug in page]
    assert walked == [slug for _, slug in dated] + undated
    assert [slug for page in reversed(backwards) for slug in page] == walked


@pytest.mark.parametrize("ordering", ["made", "-made", "parts", "-weight", "changed", "id", "-id"])
@pytest.mark.parametrize("size", [1, 2, 3, 4, 5, 200])
def test_every_ordering_and_page_size_walks_all_rows(get: Get, ordering: str, size: int) -> None:
    make("a", made=date(2024, 1, 1), parts=3)
    make("b", made=None, parts=None, weight=2)
    make("c", made=date(2024, 1, 1), parts=3)
    make("d", made=date(1999, 1, 1), parts=1, weight="0.125")

    pages = follow(get, f"{THINGS}?ordering={ordering}&page_size={size}")

    assert sorted(slug for page in pages for slug in page) == ["a", "b", "c", "d"]
    assert len(pages) == -(-4 // size)


def test_ties_follow_the_id_and_unknown_values_come_last_either_way(get: Get) -> None:
    make_many([("b", date(2024, 1, 1)), ("a", date(2024, 1, 1)), ("x", None), ("z", date(2023, 1, 1))])

    assert ids(get(f"{THINGS}?ordering=made")) == ["z", "a", "b", "x"]
    assert ids(get(f"{THINGS}?ordering=-made")) == ["b", "a", "z", "x"]


def test_a_row_that_arrives_during_a_walk_shifts_no_page(get: Get) -> None:
    make_many([("a", date(2024, 1, 1)), ("b", date(2024, 1, 2)), ("c", date(2024, 1, 3))])
    first = get(f"{THINGS}?ordering=made&page_size=2").json()

    make("early", made=date(2020, 1, 1))

    assert ids(get(first["next"])) == ["c"]


def test_a_page_whose_rows_have_gone_is_empty_and_leads_nowhere(get: Get) -> None:
    make_many([("a", date(2024, 1, 1)), ("b", date(2024, 1, 2))])
    url = get(f"{THINGS}?page_size=1").json()["next"]
    Thing.objects.all().delete()

    page = get(url).json()

    assert (page["results"], page["next"], page["previous"], page["count"]) == ([], None, None, 0)


def test_the_ends_of_a_list_have_no_neighbour_beyond_them(get: Get) -> None:
    make_many([("a", date(2024, 1, 1)), ("b", date(2024, 1, 2))])
    first = get(f"{THINGS}?page_size=1").json()
    second = get(first["next"]).json()

    assert first["previous"] is None
    assert second["next"] is None
    assert get(second["previous"]).json()["previous"] is None


def test_addresses_are_absolute_and_repeated_in_the_link_header(get: Get) -> None:
    make_many([("a", date(2024, 1, 1)), ("b", date(2024, 1, 2)), ("c", date(2024, 1, 3))])
    middle = get(get(f"{THINGS}?kind=tool&page_size=1").json()["next"])
    body = middle.json()

    assert body["next"].startswith("http://testserver/api/v1/things/?cursor=")
    assert middle.headers["Link"] == f'<{body["next"]}>; rel="next", <{body["previous"]}>; rel="prev"'


def test_a_single_page_has_no_link_header(get: Get) -> None:
    assert "Link" not in get(THINGS).headers


@pytest.mark.parametrize("cursor", ["garbage", "!!!!", "WyJhIl0.c2ln", "bz05OTk5OSZwPTE%3D", "%E2%80%AE", "a" * 1500])
def test_a_cursor_that_was_not_made_here_is_refused(get: Get, cursor: str) -> None:
    response = get(f"{THINGS}?cursor={cursor}")

    assert response.status_code == 400
    assert faults(response) == [("cursor", "invalid_cursor")]


@pytest.mark.parametrize("change", ["kind=toy", "ordering=made", "page_size=2"])
def test_a_cursor_serves_only_the_query_it_was_made_for(get: Get, change: str) -> None:
    make_many([("a", date(2024, 1, 1)), ("b", date(2024, 1, 2))])
    cursor = urlsplit(get(f"{THINGS}?page_size=1").json()["next"]).query.split("&")[0]

    assert faults(get(f"{THINGS}?{cursor}&{change}")) == [("cursor", "invalid_cursor")]


def test_a_cursor_of_a_sort_key_of_another_type_is_refused(get: Get, monkeypatch: pytest.MonkeyPatch) -> None:
    make_many([("a", date(2024, 1, 1)), ("b", date(2024, 1, 2))])
    url = get(f"{THINGS}?page_size=1").json()["next"]
    monkeypatch.setattr("tests.rest.things.ThingList.orderings", {"made": "parts"})

    assert faults(get(url)) == [("cursor", "invalid_cursor")]


@pytest.mark.parametrize("size", ["0", "-1", "201", "99999999999999999999", "1.0", "ten", "１"])
def test_a_page_size_outside_its_limits_is_refused(get: Get, size: str) -> None:
    assert [parameter for parameter, _ in faults(get(f"{THINGS}?page_size={size}"))] == ["page_size"]


@pytest.mark.parametrize("ordering", ["?", "note", "summary", "--made", "made,parts", "made__year", "id;select 1"])
def test_an_ordering_that_is_not_declared_is_refused(get: Get, ordering: str) -> None:
    response = get(THINGS, query_params={"ordering": ordering})

    assert faults(response) == [("ordering", "unknown_word")]
    assert "-made" in response.json()["errors"][0]["allowed"]


def test_the_count_is_exact_up_to_its_limit(get: Get, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(paging, "COUNT_LIMIT", 3)
    make_many([("a", None), ("b", None), ("c", None)])

    body = get(f"{THINGS}?page_size=1").json()

    assert (body["count"], body["count_relation"]) == (3, "eq")


def test_the_count_says_when_there_are_more_than_it_counted(get: Get, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(paging, "COUNT_LIMIT", 3)
    make_many([("a", None), ("b", None), ("c", None), ("d", None)])

    body = get(f"{THINGS}?page_size=1").json()

    assert (body["count"], body["count_relation"]) == (3, "gte")


def test_a_page_takes_one_query_and_the_count_another(get: Get) -> None:
    make_many([(f"t{number}", date(2024, 1, 1)) for number in range(5)])

    with CaptureQueriesContext(
        connection,
    ) as queries:
        get(f"{THINGS}?page_size=2")

    assert len(queries) == 2
    assert "LIMIT 10001" in queries[1]["sql"]


def test_a_list_that_fits_its_page_is_not_counted(get: Get) -> None:
    make_many([("a", date(2024, 1, 1)), ("b", None)])

    with CaptureQueriesContext(connection) as queries:
        body: Any = get(f"{THINGS}?ordering=id").json()

    assert len(queries) == 1
    assert body["count"] == 2


def test_a_deep_page_starts_at_its_row_by_one_comparison(get: Get) -> None:
    make_many([(f"t{number}", date(2024, 1, 1)) for number in range(5)])
    url = get(f"{THINGS}?page_size=2").json()["next"]

    with CaptureQueriesContext(connection) as queries:
        get(url)

    assert "ROW(" in queries[0]["sql"]
    assert "OFFSET" not in queries[0]["sql"]


def test_a_default_ordering_that_is_not_declared_is_named() -> None:
    with pytest.raises(ImproperlyConfigured, match="default_ordering '-made'"):
        KeysetPaginator().fields(orderings={"name": "name"}, default="-made")
