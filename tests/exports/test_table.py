import csv
import re
from io import StringIO
from typing import Any

import orjson
import pytest
from django.conf import settings

from incidents.api.actors import ActorListView
from incidents.api.articles import ArticleDetailView, ArticleListView
from incidents.api.changes import ChangeListView
from incidents.api.claims import ClaimListView
from incidents.api.coverage import EventCoverageView
from incidents.api.disagreements import EventDisagreementsView
from incidents.api.events import EventDetailView, EventListView
from incidents.api.facets import EventFacetsView
from incidents.api.match import ActorMatchView
from incidents.api.search import SearchView
from incidents.api.sources import SourceListView
from incidents.api.timeline import EventTimelineView
from incidents.api.vocabularies import VocabularyDetailView, VocabularyListView
from incidents.exports.columns import columns_of
from incidents.exports.table import CsvRenderer
from tests.api.contract import CheckedClient
from tests.exports.shapes import WholeSerializer

FORMATS = (settings.BASE_DIR / "docs" / "formats.md").read_text(encoding="utf-8")
TABLES: dict[str, type[Any]] = {
    "events": EventListView,
    "claims": ClaimListView,
    "articles": ArticleListView,
    "actors": ActorListView,
    "sources": SourceListView,
    "changes": ChangeListView,
    "vocabularies": VocabularyListView,
    "a vocabulary": VocabularyDetailView,
    "disagreements": EventDisagreementsView,
    "coverage": EventCoverageView,
    "facets": EventFacetsView,
    "timeline": EventTimelineView,
    "search": SearchView,
    "match": ActorMatchView,
}
# What a record by itself has besides what it has in its list.
BESIDES = {"an event": (EventDetailView, EventListView), "an article": (ArticleDetailView, ArticleListView)}
ROW = {"id": "a", "main": {"id": None, "sizes": []}, "parts": [], "words": {}}


def written(results: list[Any], *, keys: tuple[str, ...] = ()) -> str:
    return b"".join(CsvRenderer().lines([results], serializer=WholeSerializer, keys=keys)).decode()


def columns(view: type[Any]) -> list[str]:
    return [column.name for column in columns_of(view.row_serializer or view.serializer_class)]


def documented(name: str) -> list[str]:
    """The columns that the documentation names."""
    [row] = re.findall(rf"^\| {name} \| (`.*`) \|$", FORMATS, re.MULTILINE)
    return re.findall(r"`(\w+)`", row)


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
    [
        ('say "yes"', '"say ""yes"""'),
        ("a,b", '"a,b"'),
        ("a;b", '"a;b"'),
        ("a\tb", '"a\tb"'),
        ("one\ntwo", '"one\ntwo"'),
        ("one\r\ntwo", '"one\r\ntwo"'),
    ],
)
def test_signs_of_the_format_and_what_spreadsheets_take_for_them_are_quoted_and_kept(text: str, expected: str) -> None:
    assert written([{"id": text}], keys=("id",)) == f"id\r\n{expected}\r\n"


def test_a_row_of_one_unknown_value_is_no_empty_line() -> None:
    assert written([{"id": None}], keys=("id",)) == 'id\r\n""\r\n'


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


@pytest.mark.parametrize(("name", "view"), TABLES.items())
def test_the_columns_are_those_of_the_documentation(name: str, view: type[Any]) -> None:
    assert documented(name) == columns(view)


@pytest.mark.parametrize(("name", "views"), BESIDES.items())
def test_the_columns_of_a_record_are_those_of_its_list_and_the_documented_ones(
    name: str, views: tuple[type[Any], type[Any]]
) -> None:
    detail, listed = map(columns, views)
    assert detail == [*listed, *documented(name)]


@pytest.mark.parametrize("view", TABLES.values())
def test_no_two_columns_have_one_name(view: type[Any]) -> None:
    assert len(set(columns(view))) == len(columns(view)) > 2
