from typing import Any

import pytest
from django.test import Client
from django.urls import get_resolver

from incidents.api.index import ADDRESSES
from tests.api.contract import CheckedClient

pytestmark = pytest.mark.django_db

# An id that exists for each resource of which the index names a template, and a value for each parameter.
EXISTING = {
    "{?by}": "?by=source",
    "{?interval}": "?interval=year",
    "{?name}": "?name=Alijev",
    "{?q}": "?q=embassy",
    "{name}": "event_type",
    "sources/{id}": "sources/reuters",
    "articles/{id}": "articles/001-azerbaijan-russia-tensions-after-embassy-strike",
    "actors/{id}": "actors/ilham-aliyev",
    "events/{id}": "events/azerbaijani-embassy-strike-2025-11-14",
    "claims/{id}": "claims/c004-aliyev-strikes-deliberate",
}


def routes() -> set[str]:
    """Every route below /api/, as a template."""
    ways: Any = get_resolver().reverse_dict.values()
    found = {f"/{way[0][0][0]}" for way in ways}
    return {route.replace("%(id)s", "{id}").replace("%(name)s", "{name}") for route in found if route[:5] == "/api/"}


def test_it_names_every_address_of_the_api(api: CheckedClient) -> None:
    named = {template.partition("{?")[0] for template in api.get("/api/v1/").json().values()}
    assert named == routes() - {"/api/v1/"}


@pytest.mark.parametrize("template", ADDRESSES.values(), ids=ADDRESSES)
def test_every_address_it_names_answers(template: str, client: Client) -> None:
    for part, real in EXISTING.items():
        template = template.replace(part, real)
    assert client.get(template).status_code == 200
