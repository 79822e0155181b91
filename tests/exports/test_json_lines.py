import orjson
import pytest

from incidents.exports.json_lines import JsonLinesRenderer
from tests.api.contract import CheckedClient
from tests.exports.shapes import WholeSerializer


def test_each_result_is_a_line() -> None:
    batches = [[{"id": "a\nb"}, orjson.Fragment('{"id":"c"}')], []]
    pieces = list(JsonLinesRenderer().lines(batches, serializer=WholeSerializer, keys=()))
    assert pieces == [b'{"id":"a\\nb"}\n{"id":"c"}\n', b""]


@pytest.mark.django_db
@pytest.mark.usefixtures("world")
@pytest.mark.parametrize("query", ["", "fields=id,title", "include=claims", "fields=id&include=relations"])
def test_a_line_is_what_json_shows(query: str, api: CheckedClient) -> None:
    lines = api.get(f"/api/v1/events/?format=jsonl&{query}").getvalue().splitlines()
    assert [orjson.loads(line) for line in lines] == api.get(f"/api/v1/events/?{query}").json()["results"]
