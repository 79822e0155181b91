"""Whatever the filter: a file has the rows of JSON in the order of JSON."""

from urllib.parse import parse_qsl, urlencode

import pytest
from django.test import Client

from tests.exports.test_formats import ids_in_csv, ids_in_lines
from tests.filters.asking import names
from tests.filters.cases import FINDS

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("world")]


# The first row of the table for every filter of every list.
FIRST = list(
    {(resource, names(query)[0]): (resource, query, found) for resource, query, found in reversed(FINDS)}.values()
)


@pytest.mark.parametrize(("resource", "query", "found"), FIRST)
def test_files_have_the_rows_of_json_whatever_the_filter(
    resource: str, query: str, found: set[str], client: Client
) -> None:
    address = f"/api/v1/{resource}/?{urlencode(parse_qsl(query))}"
    shown = [row["id"] for row in client.get(address).json()["results"]]
    assert set(shown) == found
    assert ids_in_csv(client.get(f"{address}&format=csv")) == shown
    assert ids_in_lines(client.get(f"{address}&format=jsonl")) == shown
