import csv
import re
from io import StringIO
from typing import Any

import orjson
import pytest
from django.conf import settings

from incidents.api.actors import ActorListView
from incidents.api.articles import ArticleListView
from incidents.api.changes import ChangeListView
from incidents.api.claims import ClaimListView
from incidents.api.events import EventListView
from incidents.api.sources import SourceListView
from incidents.api.vocabularies import VocabularyListView
from incidents.exports.columns import columns_of
from incidents.exports.table import CsvRenderer
from tests.api.contract import CheckedClient
from tests.exports.shapes import WholeSerializer

FORMATS = (settings.BASE_DIR / "docs" / "formats.md").read_text(encoding="utf-8")
LISTS = {
    "events": EventListView,
    "claims": ClaimListView,
    "articles": ArticleListView,
    "actors": ActorListView,
    "sources": SourceListView,
    "changes": ChangeListView,
    "vocabularies": VocabularyListView,
}
ROW = {"id": "a", "main": {"id": None, "sizes": []}, "parts": [], "words": {}}


def written(results: list[Any], *, keys: tuple[str, ...] = ()) -> str:
    return b"".join(CsvRenderer().lines([results], serializer=WholeSerializer, keys=keys)).decode()


def rows_of(answer: Any) -> list[dict[str, str]]:
    return list(csv.DictReader(StringIO(answer.getvalue().decode("utf-8"), newline="")))


def test_a_table_has_a_head_and_a_row_for_each_result() -> None:
    assert written([ROW]) == "id,main_id,main_sizes,parts_id,parts_sizes,words\r\na,,,,,\r\n"


def test_a_table_without_results_has_its_head() -> None:
    assert written([]) == "id,main_id,main_sizes,parts_id,parts_sizes,words\r\n"


def test_only_the_keys_that_were_named_have_columns() -> None:
    assert written([{"id": "a"}], keys=("id",)) == "id\r\na\r\n"


def test_stored_texts_are_read() -> None:
    assert written([orjson.Fragment('{"id": "ї"}')], keys=("id",)) == "id\r\nї\r\n"


@pytest.mark.parametrize(
    ("text", "expected"),
    [('say "yes"', '"say ""yes"""'), ("a,b", '"a,b"'), ("one\ntwo", '"one\ntwo"'), ("one\r\ntwo", '"one\r\ntwo"')],
)
def test_signs_of_the_format_are_quoted_and_kept(text: str, expected: str) -> None:
    assert written([{"id": text}], keys=("id",)) == f"id\r\n{expected}\r\n"


@pytest.mark.django_db
@pytest.mark.usefixtures("world")
def test_an_event_is_a_row(api: CheckedClient) -> None:
    [row] = rows_of(api.get("/api/v1/events/?format=csv&type=ASSAULT&actor=northland"))
    assert row["id"] == "strike"
    assert (row["date_edtf"], row["date_start"], row["claim_count"]) == ("2025-11-14", "2025-11-14", "2")
    assert (row["participants_actor_id"], row["participants_role"]) == ("northland|southland", "initiator|target")
    assert row["participants_actor_url"] == "/api/v1/actors/northland/|/api/v1/actors/southland/"
    assert (row["places_place_name"], row["places_place_latitude"]) == ("Grey Harbour", "")
    assert (row["agreement"], row["contested_aspects"]) == ("intent:contested", "intent")


@pytest.mark.django_db
@pytest.mark.usefixtures("world")
def test_fields_choose_the_columns(api: CheckedClient) -> None:
    [row] = rows_of(api.get("/api/v1/events/?format=csv&id=strike&fields=id,date"))
    assert list(row) == ["id", "date_edtf", "date_start", "date_end", "date_precision", "date_note"]


@pytest.mark.parametrize(("name", "view"), LISTS.items())
def test_the_columns_are_those_of_the_documentation(name: str, view: type[Any]) -> None:
    names = [column.name for column in columns_of(view.serializer_class)]
    documented = re.findall(rf"^\| {name} \| (.*) \|$", FORMATS, re.MULTILINE)
    assert documented == [", ".join(f"`{name}`" for name in names)]


@pytest.mark.parametrize("view", LISTS.values())
def test_no_two_columns_have_one_name(view: type[Any]) -> None:
    names = [column.name for column in columns_of(view.serializer_class)]
    assert len(set(names)) == len(names) > 6
