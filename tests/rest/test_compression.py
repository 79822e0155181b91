import gzip

import pytest
from django.test import Client
from pytest_django import Settings

from tests.rest.conftest import Get
from tests.rest.things import make

THINGS = "/api/v1/things/"
GZIP = {"Accept-Encoding": "gzip"}


@pytest.fixture(autouse=True)
def _fifty(things: None) -> None:
    for number in range(50):
        make(f"thing-{number}")


def test_an_answer_is_compressed_for_who_accepts_it(get: Get) -> None:
    plain, packed = get(THINGS), get(THINGS, headers=GZIP)
    assert packed.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(packed.content) == plain.content
    assert len(packed.content) < len(plain.content)
    assert "Content-Encoding" not in plain.headers


def test_caches_are_told_that_the_encoding_matters(get: Get) -> None:
    assert "Accept-Encoding" in get(THINGS, headers=GZIP).headers["Vary"]


def test_the_same_answer_has_the_same_bytes(get: Get) -> None:
    assert get(THINGS, headers=GZIP).content == get(THINGS, headers=GZIP).content


def test_its_tag_is_weak_and_spares_the_next_answer(get: Get) -> None:
    tag = get(THINGS, headers=GZIP).headers["ETag"]
    assert tag == f"W/{get(THINGS).headers['ETag']}"
    assert get(THINGS, headers={**GZIP, "If-None-Match": tag}).status_code == 304


def test_what_is_asked_for_with_head_has_the_same_headers_and_no_body(client: Client) -> None:
    head = client.head(THINGS, headers=GZIP)
    assert (head.headers["Content-Encoding"], head.content) == ("gzip", b"")


def test_pages_are_never_compressed(client: Client, settings: Settings) -> None:
    settings.ROOT_URLCONF = "eventsapi.urls"
    assert "Content-Encoding" not in client.get("/admin/login/", headers=GZIP).headers


@pytest.mark.parametrize("refused", ["gzip;q=0", "br, GZIP ; q=0.000", "gzip;q=0, identity"])
def test_who_refuses_gzip_by_weight_is_not_sent_it(get: Get, refused: str) -> None:
    answer = get(THINGS, headers={"Accept-Encoding": refused})
    assert "Content-Encoding" not in answer.headers
    assert "Accept-Encoding" in answer.headers["Vary"]
