"""Programs are answered in English, byte by byte the same, whatever language they ask for."""

from typing import Any

import pytest
from django.utils.translation import override

from incidents.codebook import codebook
from incidents.vocabularies import VOCABULARIES, describe
from tests.api.contract import CheckedClient
from tests.api.test_routes import ROUTES

pytestmark = pytest.mark.django_db

GERMAN = {"Accept-Language": "de", "Cookie": "django_language=de"}
OTHERS = [
    "/api/v1/openapi.json",
    "/api/v1/openapi.yaml",
    "/api/docs/",
    "/problems/not-found",
    "/api/v1/events/?format=csv",
    "/api/v1/events/facets/?by=country",
    "/api/v1/events/?date_from=soon",
    "/api/v1/events/nothing-of-the-kind/",
    "/nowhere",
    "/readyz",
]


def told(response: Any) -> tuple[int, bytes, dict[str, str]]:
    # Everything but the one id that each request has, which problems repeat.
    headers = {name: value for name, value in response.headers.items() if name != "X-Request-ID"}
    body = b"".join(response) if response.streaming else response.content
    return response.status_code, body.replace(response.headers["X-Request-ID"].encode(), b""), headers


@pytest.mark.parametrize("path", [*(route.path for route in ROUTES.values()), *OTHERS])
def test_no_answer_depends_on_the_language(path: str, api: CheckedClient, world: int) -> None:
    plain, german = api.get(path), api.get(path, headers=GERMAN)
    assert told(german) == told(plain)
    assert "Content-Language" not in german.headers
    assert not {"Accept-Language", "Cookie"} & {*german.headers.get("Vary", "").split(", ")}
    assert not german.cookies


def test_the_codebook_and_the_vocabularies_are_english_in_every_language() -> None:
    plain, words = codebook(), [describe(vocabulary) for vocabulary in VOCABULARIES.values()]
    with override("de"):
        assert [describe(vocabulary) for vocabulary in VOCABULARIES.values()] == words
        assert "| `denies` | Denies |" in codebook()
    assert "| `denies` | Denies |" in plain
