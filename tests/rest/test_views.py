import orjson
import pytest
from django.db import connection
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext
from rest_framework.request import Request

from eventsapi.rest.strict import StrictAPIView
from eventsapi.rest.views import StoredDetailView
from tests.rest.conftest import Get, ids
from tests.rest.things import Thing, make

THINGS = "/api/v1/things/"


def test_a_list_joins_the_stored_texts_as_they_are(get: Get) -> None:
    make("a", summary='{"id": "a",   "n": 1.10, "text": "\\u0259"}')

    response = get(THINGS)

    assert response.headers["Content-Type"] == "application/json; charset=utf-8"
    assert response.content.decode() == (
        '{"count":1,"count_relation":"eq","next":null,"previous":null,'
        '"results":[{"id": "a",   "n": 1.10, "text": "\\u0259"}]}'
    )


def test_an_empty_list_has_all_its_keys(get: Get) -> None:
    assert get(THINGS).json() == {"count": 0, "count_relation": "eq", "next": None, "previous": None, "results": []}


def test_a_detail_is_the_stored_text_and_takes_one_query(get: Get) -> None:
    make("a", document='{"id": "a"}')

    with CaptureQueriesContext(connection) as queries:
        response = get(f"{THINGS}a/")

    assert response.content == b'{"id": "a"}'
    assert len(queries) == 1


def test_a_merged_id_moves_on_with_its_query(get: Get) -> None:
    response = get(f"{THINGS}old-hammer/?format=json")

    assert response.status_code == 308
    assert response.headers["Location"] == "/api/v1/things/hammer/?format=json"
    assert response.headers["Dataset-Version"] == "7"


def test_a_merged_id_moves_on_without_a_query(get: Get) -> None:
    assert get(f"{THINGS}old-hammer/").headers["Location"] == "/api/v1/things/hammer/"


@pytest.mark.parametrize("slug", ["-1", "1_0", "NaN", "000000000001", "9223372036854775808", "..%2f..%2fadmin"])
def test_an_id_that_does_not_exist_is_not_found(get: Get, slug: str) -> None:
    assert get(f"{THINGS}{slug}/").status_code == 404


def test_an_address_without_its_slash_is_mended_with_its_query(get: Get) -> None:
    response = get("/api/v1/things?kind=toy")

    assert (response.status_code, response.headers["Location"]) == (301, "/api/v1/things/?kind=toy")


def test_a_head_request_is_answered_like_a_get_without_a_body(things: None) -> None:
    make("a")

    response = Client().head(f"{THINGS}a/")

    assert (response.status_code, response.content) == (200, b"")
    assert response.headers["ETag"] == Client().get(f"{THINGS}a/").headers["ETag"]


def test_options_names_the_methods(things: None) -> None:
    response = Client().options(THINGS)

    assert (response.status_code, response.content) == (204, b"")
    assert response.headers["Allow"] == "GET, HEAD, OPTIONS"


def test_a_preflight_from_anywhere_is_allowed(things: None) -> None:
    headers = {"Origin": "https://notebook.example", "Access-Control-Request-Method": "GET"}

    response = Client().options(THINGS, headers=headers)

    assert response.status_code == 200
    assert response.headers["Access-Control-Allow-Origin"] == "*"


def test_any_site_may_read_and_see_the_headers_but_not_as_somebody(get: Get) -> None:
    response = get(THINGS, headers={"Origin": "https://evil.example"})

    assert response.headers["Access-Control-Allow-Origin"] == "*"
    assert "Dataset-Version" in response.headers["Access-Control-Expose-Headers"]
    assert "Access-Control-Allow-Credentials" not in response.headers


@pytest.mark.parametrize("path", [THINGS, f"{THINGS}a/", "/nowhere", "/livez", "/api/v1/crash/"])
def test_no_answer_sets_a_cookie_whatever_was_sent(things: None, path: str) -> None:
    client = Client(raise_request_exception=False)

    response = client.get(path, headers={"Cookie": "sessionid=%00; csrftoken=broken", "Authorization": "Basic !!!"})

    assert not response.cookies
    assert "cookie" not in response.headers.get("Vary", "").lower()


def test_the_cost_of_a_list_does_not_grow_with_its_rows(get: Get) -> None:
    for number in range(30):
        make(f"t{number:02}", made=None)

    with CaptureQueriesContext(connection) as few:
        ids(get(f"{THINGS}?page_size=3"))
    with CaptureQueriesContext(connection) as many:
        ids(get(f"{THINGS}?page_size=29"))

    assert len(few) == len(many)


def test_a_view_that_lacks_its_answer_is_named() -> None:
    with pytest.raises(NotImplementedError, match="StrictAPIView needs an answer"):
        StrictAPIView().answer(Request(RequestFactory().get("/")))


def test_a_detail_without_hooks_knows_no_moved_ids(things: None) -> None:
    view = StoredDetailView(queryset=Thing.objects.all())

    assert (view.successor("old-hammer"), view.withdrawal("bad-saw")) == (None, None)


def test_stored_texts_are_not_parsed(get: Get) -> None:
    make("a", summary="{not json}")

    with pytest.raises(orjson.JSONDecodeError):
        orjson.loads(get(THINGS).content)
