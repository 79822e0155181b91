"""What is answered by a view that has answered before is what would be answered without it."""

from collections.abc import Callable, Iterator
from typing import Any
from unittest.mock import Mock

import pytest
from django.db import OperationalError, ProgrammingError, connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pytest_django import Settings

from eventsapi.rest import counters
from eventsapi.rest.recurring import PLAIN, forms, forms_of, split
from tests.rest.conftest import Get, faults, ids
from tests.rest.playing import THINGS, played
from tests.rest.things import NEWEST, Version, make, version

Failing = Callable[[Exception], None]
# All that a view may know when it answers the next request: none of it is of one request.
READ = {"query", "place", "order", "key_field", "listing", "names_have_moved", "is_again"}


@pytest.fixture(autouse=True)
def recurring(things: None, settings: Settings) -> Iterator[None]:
    settings.REST_KEPT_FORMS = 50
    settings.ALLOWED_HOSTS = ["testserver", "mirror.example"]
    forms_of.cache_clear()
    yield
    forms_of.cache_clear()


@pytest.fixture
def unread(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever reads a query from here on fails."""
    monkeypatch.setattr("eventsapi.rest.strict.check", None)


def cursors(get: Get, address: str) -> list[str]:
    """The pages of a list, as the server leads from one to the next."""
    found = []
    while address:
        found.append(address)
        address = get(address).json()["next"]
    return found


def environs(asked: str, **more: str) -> dict[str, str | None]:
    path, _, query = asked.removeprefix("http://testserver").partition("?")
    return {"PATH_INFO": path, "QUERY_STRING": query, **more}


def test_pages_are_answered_without_reading_the_query_again(get: Get, request: pytest.FixtureRequest) -> None:
    for number in range(7):
        make(f"thing-{number}", parts=number)
    first, second, third, last = cursors(get, f"{THINGS}?kind=tool&ordering=parts&page_size=2")
    request.getfixturevalue("unread")
    assert [ids(get(page)) for page in (third, first, last, second)] == [
        ["thing-4", "thing-5"],
        ["thing-0", "thing-1"],
        ["thing-6"],
        ["thing-2", "thing-3"],
    ]


def test_records_are_answered_by_the_view_that_answered_another(get: Get, request: pytest.FixtureRequest) -> None:
    make("a", document='{"id": "a"}')
    make("b", document='{"id": "b"}')
    get(f"{THINGS}a/")
    request.getfixturevalue("unread")
    response = get(f"{THINGS}b/")
    assert response.content == b'{"id": "b"}'
    assert response.resolver_match.kwargs == {"id": "b"}


ONES: list[dict[str, str | None]] = [
    environs(f"{THINGS}?ordering=parts&page_size=2"),
    environs(f"{THINGS}?page_size=2&kind=tool,toy"),
    environs(f"{THINGS}?min_version=7&page_size=2"),
    environs(f"{THINGS}?maker=anna&page_size=2"),
    environs(f"{THINGS}?q=thing&page_size=2"),
    environs(f"{THINGS}?id=old-hammer,thing-1"),
    environs(f"{THINGS}thing-1/"),
    environs(f"{THINGS}thing-1/?format=json"),
]
OTHERS: list[dict[str, str | None]] = [
    {},
    {"HTTP_HOST": "mirror.example"},
    {"HTTP_HOST": "unknown.example"},
    {"HTTP_HOST": None, "SERVER_PORT": "80"},
    {"SCRIPT_NAME": "/x"},
    {"HTTP_ACCEPT": "application/json;q=0.5"},
    {"HTTP_ACCEPT": "text/html"},
    {"HTTP_ACCEPT_ENCODING": "gzip"},
    {"HTTP_ORIGIN": "https://a.example"},
    {"HTTP_ORIGIN": "http://["},
    {"HTTP_IF_NONE_MATCH": '"another"'},
    {"HTTP_IF_NONE_MATCH": "*"},
    {"HTTP_IF_MODIFIED_SINCE": "Wed, 01 May 2024 12:00:00 GMT"},
    {"HTTP_COOKIE": "sessionid=a", "HTTP_AUTHORIZATION": "Basic YTpi"},
    {"wsgi.url_scheme": "https"},
    {"REQUEST_METHOD": "HEAD"},
    {"REQUEST_METHOD": "OPTIONS"},
    {"REQUEST_METHOD": "POST"},
    {"QUERY_STRING": "cursor=abc"},
    {"PATH_INFO": "/api/v1/things/<slug:id>/", "QUERY_STRING": ""},
    {"PATH_INFO": "api/v1/things/<slug:id>/", "QUERY_STRING": ""},
    {"PATH_INFO": f"{THINGS}thing-2/"},
    {"PATH_INFO": f"{THINGS}nothing/"},
    {"PATH_INFO": f"{THINGS}old-hammer/"},
    {"PATH_INFO": f"{THINGS}bad-saw/"},
    {"PATH_INFO": f"{THINGS}A_B/"},
    {"PATH_INFO": f"{THINGS}thing-1"},
    {"PATH_INFO": "/nowhere/"},
]


@pytest.mark.parametrize("one", ONES, ids=lambda one: f"{one['PATH_INFO']}?{one['QUERY_STRING']}")
def test_what_recurs_is_answered_as_if_it_did_not(settings: Settings, one: dict[str, str | None]) -> None:
    for number in range(9):
        make(f"thing-{number}", parts=number, makers=["anna"])
    asked = [one, *(one | other for other in OTHERS), one, *(one | other for other in OTHERS)]
    recurring = [played(environ) for environ in asked]
    settings.REST_KEPT_FORMS = 0
    assert recurring == [played(environ) for environ in asked]
    assert recurring[0][0] == 200


def test_what_a_cursor_may_look_like_is_answered_as_if_it_did_not_recur(get: Get, settings: Settings) -> None:
    for number in range(9):
        make(f"thing-{number}", parts=number)
    page, other = (
        cursors(get, f"{THINGS}?{query}&page_size=2")[1] for query in ("ordering=parts", "ordering=-parts&kind=tool")
    )
    query, cursor = page.partition("?")[2], page.partition("cursor=")[2].partition("&")[0]
    strange = [
        query,
        other.partition("?")[2],
        query.replace("cursor=", "cursor=x"),
        query.replace(cursor, ""),
        query.replace(cursor, cursor[:-3] + "%41" + cursor[-3:]),
        query.replace(cursor, f"{cursor}&cursor={cursor}"),
        query.replace(cursor, f"{cursor}&xcursor={cursor}"),
        query.replace("cursor=", "Cursor="),
        query.replace("cursor=", "cursor"),
        query.replace("cursor=", "%63ursor="),
        query.replace(cursor, f"{cursor}&&"),
        query.replace(cursor, f"{cursor}\N{LATIN SMALL LETTER E WITH ACUTE}"),
        query.replace(cursor, "a" * 1501),
        f"ordering=parts&page_size=2&cursor={cursor}",
        f"cursor={cursor}&page_size=2&ordering=parts",
        f"cursor={cursor}",
        query.replace("&", ";"),
    ]
    asked = [environs(f"{THINGS}?{query}") for query in strange * 2]
    recurring = [played(environ) for environ in asked]
    settings.REST_KEPT_FORMS = 0
    assert recurring == [played(environ) for environ in asked]


@pytest.mark.parametrize(
    ("query", "cursor", "rest"),
    [
        ("", None, ""),
        ("kind=tool", None, "kind=tool"),
        ("cursor=ab", "ab", ""),
        ("a=1&cursor=ab.c-_:9&b=2", "ab.c-_:9", "a=1&b=2"),
        ("cursor=ab&cursor=cd", None, None),
        ("cursor=", None, None),
        ("cursor", None, None),
        ("xcursor=ab", None, None),
        ("cursor=a%2Bb", None, None),
        ("cursor=a+b", None, None),
    ],
)
def test_a_cursor_is_told_apart_only_where_it_is_plain(query: str, cursor: str | None, rest: str | None) -> None:
    assert split(query) == (cursor, rest)


def test_the_cursors_that_this_server_writes_are_plain(get: Get) -> None:
    make("a", name="Ə", parts=1)
    make("b", parts=2)
    for word in ("made", "-parts", "weight", "changed", "id"):
        following = get(f"{THINGS}?ordering={word}&page_size=1").json()["next"]
        assert PLAIN.fullmatch(following.partition("cursor=")[2].partition("&")[0])


def test_rows_are_read_each_time_and_named_by_their_version(get: Get, monkeypatch: pytest.MonkeyPatch) -> None:
    make("a")
    before = get(THINGS)
    make("b")
    monkeypatch.setattr(type(NEWEST), "read", lambda *_: Version(8, version().changed_at, 8, {}))
    after = get(THINGS)
    assert (sorted(ids(before)), sorted(ids(after))) == (["a"], ["a", "b"])
    assert (before.headers["Dataset-Version"], after.headers["Dataset-Version"]) == ("7", "8")
    assert before.headers["ETag"] != after.headers["ETag"]


@pytest.fixture
def failing(monkeypatch: pytest.MonkeyPatch) -> Failing:
    """Whatever is read with its version fails so from here on."""

    def fail(error: Exception) -> None:
        monkeypatch.setattr(type(NEWEST), "read", Mock(side_effect=error))

    return fail


def test_a_database_that_is_away_is_told(get: Get, failing: Failing) -> None:
    make("a")
    get(THINGS)
    failing(OperationalError("gone"))
    refused = get(THINGS)
    assert (refused.status_code, refused.headers["Retry-After"]) == (503, "5")
    assert refused.headers["Content-Security-Policy"].startswith("base-uri 'none'")


@pytest.mark.parametrize("error", [ProgrammingError("no such column"), RuntimeError("of ours")])
def test_a_mistake_of_ours_is_told_as_one_with_the_headers_for_scripts(
    get: Get, failing: Failing, error: Exception
) -> None:
    make("a")
    origin = {"Origin": "https://a.example"}
    get(THINGS, headers=origin)
    failing(error)
    response = get(THINGS, headers=origin)
    assert (response.status_code, response.headers["Access-Control-Allow-Origin"]) == (500, "*")


def test_a_record_that_is_not_there_is_looked_for_twice_at_most(get: Get) -> None:
    make("a")
    get(f"{THINGS}a/")
    with CaptureQueriesContext(connection) as made:
        assert get(f"{THINGS}none/").status_code == 404
    assert len(made) == 2


def test_where_an_id_was_merged_rows_are_read_for_what_it_leads_to_at_once(get: Get) -> None:
    make("hammer")
    address = f"{THINGS}?id=old-hammer"
    get(address)
    with CaptureQueriesContext(connection) as made:
        assert ids(get(address)) == ["hammer"]
    assert len(made) == 1


def test_the_log_says_which_view_was_away_and_why(get: Get, failing: Failing, caplog: pytest.LogCaptureFixture) -> None:
    make("a")
    get(THINGS)
    failing(OperationalError("gone"))
    assert get(THINGS).resolver_match.route == "api/v1/things/"
    assert [str(record.exc_info[1]) for record in caplog.records if record.exc_info] == ["gone"]


def test_nothing_of_one_request_is_left_for_another(get: Get) -> None:
    make("a")
    get(f"{THINGS}?kind=tool&page_size=1")
    get(f"{THINGS}a/")
    views: list[Any] = [form.view for form in forms()._kept.values()]
    assert len(views) == 2
    for view in views:
        assert vars(view).keys() <= READ
        assert "cursor" not in view.query.values


def test_who_asks_too_often_is_refused_all_the_same(
    get: Get, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("eventsapi.rest.throttling.time.time", lambda: 1_700_000_000.5)
    get(THINGS)
    settings.REST_RATE_LIMIT = 2
    counters.reading.cache_clear()
    assert [get(THINGS).status_code for _ in range(3)] == [200, 200, 429]


def test_only_so_many_forms_are_held(get: Get, settings: Settings) -> None:
    settings.REST_KEPT_FORMS = 2
    for query in ("", "?kind=tool", "?kind=toy"):
        get(f"{THINGS}{query}")
    assert [asked.query for asked in forms()._kept] == ["kind=tool", "kind=toy"]


def test_a_request_of_unusual_length_is_not_held(get: Get) -> None:
    get(THINGS, headers={"Accept": f"application/json, {'x' * 1000}/y"})
    assert not forms()._kept


@pytest.mark.parametrize("address", [f"{THINGS}none/", f"{THINGS}?nope=1", f"{THINGS}?format=lines"])
def test_what_failed_or_is_no_json_is_not_held(get: Get, address: str) -> None:
    get(address)
    assert not forms()._kept


def test_a_cursor_of_another_list_is_refused_by_name(get: Get) -> None:
    make("a", parts=1)
    make("b", parts=2)
    page = get(f"{THINGS}?ordering=parts&page_size=1").json()["next"]
    get(f"{THINGS}?ordering=weight&page_size=1")
    assert faults(get(page.replace("ordering=parts", "ordering=weight"))) == [("cursor", "invalid_cursor")]


def test_head_has_no_body_and_the_same_headers(get: Get) -> None:
    make("a")
    length = get(THINGS).headers["Content-Length"]
    head = Client().head(THINGS)
    assert (head.content, head.headers["Content-Length"]) == (b"", length)
