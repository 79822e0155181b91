"""Walking through the pages of the five lists: whatever the order, the filters, the ties and the gaps, each row that
stays is met once; also while others are published, changed and withdrawn between two pages."""

from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, date, datetime
from typing import Any, NamedTuple
from urllib.parse import parse_qsl, urlencode, urlsplit

import pytest
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from eventsapi.rest.documentation import openapi_document
from incidents.publication.models import DOCUMENT_MODELS, Change
from tests.api.test_lists import LISTS
from tests.published import clear

pytestmark = pytest.mark.django_db

Row = dict[str, Any]
MOMENTS = [datetime(2025, 1, 1, tzinfo=UTC), datetime(2025, 1, 1, 0, 0, 0, 1, tzinfo=UTC)]
DAYS = [None, date(2024, 2, 29), date(2024, 3, 1)]
# What the rows of a list differ in: columns to sort by, then parameters to filter by with their columns.
KEYS: dict[str, dict[str, list[Any]]] = {
    "sources": {"name": ["a", "b"]},
    "actors": {"name": ["a", "b"]},
    "articles": {"published_start": DAYS},
    "events": {"date_start": DAYS, "claim_count": [1, 2]},
    "claims": {"said_start": DAYS},
}
FILTERS: dict[str, dict[str, tuple[str, list[str]]]] = {
    "sources": {"kind": ("kind", ["website", "other"]), "country": ("country", ["DE", "UA"])},
    "actors": {"kind": ("kind", ["person", "state"]), "country": ("country", ["DE", "UA"])},
    "articles": {"language": ("language", ["de", "uk"]), "source": ("source", ["herald", "gazette"])},
    "events": {"type": ("event_type", ["ASSAULT", "AGREE"]), "realis": ("realis", ["actual", "planned"])},
    "claims": {"aspect": ("aspect", ["intent", "damage"]), "speaker": ("speaker", ["envoy", ""])},
}
bounded = settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture])
each_list = pytest.mark.parametrize("name", LISTS)


class Asked(NamedTuple):
    """A query of a list, and what it comes to."""

    ordering: str
    column: str
    filters: dict[str, str]
    columns: dict[str, str]
    size: int

    def address(self, name: str, **more: Any) -> str:
        return (
            f"/api/v1/{name}/?{urlencode({'ordering': self.ordering, 'page_size': self.size, **self.filters, **more})}"
        )

    def key(self, row: Row) -> Any:
        return row[self.column]

    def matches(self, row: Row) -> bool:
        return all(row[column] == value for column, value in self.columns.items())

    def order(self, rows: dict[str, Row]) -> list[str]:
        """The ids of the rows that match, in order: without a key last, ties by the id, whichever way."""
        turned = self.ordering.startswith("-")
        found = [(self.key(row), slug) for slug, row in rows.items() if self.matches(row)]
        keyed = sorted(((key, slug) for key, slug in found if key is not None), reverse=turned)
        keyless = sorted((slug for key, slug in found if key is None), reverse=turned)
        return [slug for _, slug in keyed] + keyless


def contents(name: str) -> st.SearchStrategy[Row]:
    columns = KEYS[name] | dict(FILTERS[name].values()) | {"changed_at": MOMENTS}
    return st.fixed_dictionaries({column: st.sampled_from(values) for column, values in columns.items()})


def tables(name: str) -> st.SearchStrategy[dict[str, Row]]:
    rows = st.dictionaries(st.sampled_from("abcdefghij"), contents(name), min_size=1, max_size=10)
    return rows.map(lambda drawn: {slug: row | {"slug": slug} for slug, row in drawn.items()})


@st.composite
def queries(draw: st.DrawFn, name: str) -> Asked:
    word = draw(st.sampled_from(sorted(LISTS[name].orderings)))
    values = {parameter: st.sampled_from([v for v in pool if v]) for parameter, (_, pool) in FILTERS[name].items()}
    filters = draw(st.fixed_dictionaries({}, optional=values))
    columns = {FILTERS[name][parameter][0]: value for parameter, value in filters.items()}
    size = draw(st.one_of(st.integers(1, 4), st.integers(1, 200)))
    return Asked(draw(st.sampled_from(["", "-"])) + word, LISTS[name].orderings[word], filters, columns, size)


def show(name: str, rows: Iterable[Row], *, version: int) -> None:
    """Publish rows as they are stored, without their records: lists look at nothing else."""
    text = '{{"id":"{slug}"}}'
    DOCUMENT_MODELS[name].objects.bulk_create(
        DOCUMENT_MODELS[name](
            **{"claim_count": 1, **row} if name == "events" else row,
            valid_from=version,
            seq=version,
            snapshot={},
            summary=text.format(**row),
            document=text.format(**row),
        )
        for row in rows
    )
    Change.objects.create(seq=version, op="update", resource=name, slug="a", at=MOMENTS[0], dataset_version=version)


def hide(name: str, slug: str, *, version: int) -> None:
    DOCUMENT_MODELS[name].objects.current().filter(slug=slug).update(valid_to=version)


def pages(address: str, *, way: str = "next", between: Callable[[], object] = bool) -> Iterator[tuple[str, list[str]]]:
    """Address and ids of every page from this one on; `between` is what happens after each."""
    following: str | None = address
    while following:
        here, page = following, Client().get(following).json()
        yield here, [row["id"] for row in page["results"]]
        following = page[way]
        between()


def walked(*args: Any, **kwargs: Any) -> list[str]:
    return [slug for _, slugs in pages(*args, **kwargs) for slug in slugs]


@each_list
@bounded
@given(data=st.data())
def test_a_walk_meets_each_row_once_and_in_order_and_leads_back(name: str, data: st.DataObject) -> None:
    rows, asked = data.draw(tables(name)), data.draw(queries(name))
    clear()
    show(name, rows.values(), version=1)
    forwards = list(pages(asked.address(name)))
    assert [slug for _, slugs in forwards for slug in slugs] == asked.order(rows)
    assert all(len(slugs) == asked.size for _, slugs in forwards[:-1])
    back = [slugs for _, slugs in pages(forwards[-1][0], way="previous")]
    assert [slug for slugs in reversed(back) for slug in slugs] == asked.order(rows)


class Publisher:
    """Publishes one thing after each page; a row of None is a withdrawal."""

    def __init__(self, name: str, rows: dict[str, Row], steps: list[tuple[str, Row | None]]) -> None:
        self.name = name
        self.rows = dict(rows)
        self.version = 1
        self.steps = iter(steps)
        # All contents that each id has had.
        self.histories: dict[str, list[Row | None]] = {slug: [row] for slug, row in rows.items()}

    def step(self) -> None:
        for slug, row in self.steps:
            self.version += 1
            hide(self.name, slug, version=self.version)
            show(self.name, [row | {"slug": slug}] if row else [], version=self.version)
            self.histories.setdefault(slug, [None]).append(row)
            return

    def stayed(self, asked: Asked) -> set[str]:
        """The ids that matched all the time, at the same place in the order."""
        return {
            slug
            for slug, history in self.histories.items()
            if all(row is not None and asked.matches(row) for row in history)
            and len({asked.key({**row, "slug": slug}) for row in history if row}) == 1
        }

    def moved(self, asked: Asked) -> set[str]:
        """The ids that were at several places in the order, one after another."""
        places = {
            slug: {asked.key({**row, "slug": slug}) for row in rows if row} for slug, rows in self.histories.items()
        }
        return {slug for slug, keys in places.items() if len(keys) > 1}


def publishers(name: str) -> st.SearchStrategy[list[tuple[str, Row | None]]]:
    step = st.tuples(st.sampled_from("abcdefghijklmn"), st.one_of(st.none(), contents(name), contents(name)))
    return st.lists(step, min_size=1, max_size=8)


@each_list
@bounded
@given(data=st.data())
def test_what_is_published_between_two_pages_hides_and_repeats_no_row(name: str, data: st.DataObject) -> None:
    rows, asked = data.draw(tables(name)), data.draw(queries(name))
    clear()
    show(name, rows.values(), version=1)
    publisher = Publisher(name, rows, data.draw(publishers(name)))
    met = walked(asked._replace(size=min(asked.size, 3)).address(name), between=publisher.step)
    stayed = publisher.stayed(asked)
    assert [slug for slug in met if slug in stayed] == [slug for slug in asked.order(rows) if slug in stayed]
    assert {slug for slug in met if met.count(slug) > 1} <= publisher.moved(asked)


@each_list
@bounded
@given(data=st.data())
def test_a_walk_through_a_past_version_sees_nothing_of_what_is_published(name: str, data: st.DataObject) -> None:
    rows, asked = data.draw(tables(name)), data.draw(queries(name))
    clear()
    show(name, rows.values(), version=1)
    publisher = Publisher(name, rows, data.draw(publishers(name)))
    assert walked(asked.address(name, as_of=1), between=publisher.step) == asked.order(rows)


@pytest.fixture
def cursors(world: int) -> dict[str, str]:
    """The cursor of the second page of each list."""
    addresses = {name: Client().get(f"/api/v1/{name}/?page_size=1").json()["next"] for name in LISTS}
    return {name: dict(parse_qsl(urlsplit(address).query))["cursor"] for name, address in addresses.items()}


def refuses(name: str, **query: str) -> bool:
    response = Client().get(f"/api/v1/{name}/?{urlencode({'page_size': 1, **query})}")
    return response.status_code == 400


@each_list
def test_a_cursor_serves_no_other_query(name: str, cursors: dict[str, str]) -> None:
    parameters = openapi_document()["paths"][f"/api/v1/{name}/"]["get"]["parameters"]
    shown = {part["name"]: part["schema"]["examples"][0] for part in parameters if part["name"] != "cursor"}
    texts = {key: ",".join(value) if isinstance(value, list) else str(value) for key, value in shown.items()}
    assert not refuses(name, cursor=cursors[name])
    assert [key for key, text in texts.items() if not refuses(name, cursor=cursors[name], **{key: text})] == []


@each_list
def test_a_cursor_serves_no_other_list(name: str, cursors: dict[str, str]) -> None:
    assert [other for other in LISTS if not refuses(other, cursor=cursors[name])] == [name]


@each_list
def test_a_cursor_that_was_changed_serves_nothing(name: str, cursors: dict[str, str]) -> None:
    cursor = cursors[name]
    changed = [cursor[:at] + chr(ord(cursor[at]) ^ 1) + cursor[at + 1 :] for at in range(0, len(cursor), 3)]
    altered = [*changed, cursor[:-1], f"{cursor}A", cursor.swapcase(), f" {cursor}", cursor.replace(".", "..")]
    assert [text for text in altered if not refuses(name, cursor=text)] == []
