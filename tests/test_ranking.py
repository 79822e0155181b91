"""Which of very many rows are compared, and how they are counted. The rows are sources, written one after the other."""

from collections.abc import Sequence

import pytest
from django.utils.timezone import now

from incidents import blocks, ranking
from incidents.blocks import steps_from
from incidents.publication.models import BLOCK_SIZE, PublishedSource
from incidents.publication.search_words import Words
from incidents.ranking import counted, ranked
from incidents.search import query_of

pytestmark = pytest.mark.django_db


def write(slug: str, words: str, *, valid_from: int = 1, valid_to: int | None = None) -> None:
    vector = Words(english=(words,), german=(), names=()).vector()
    shown = {"name": slug, "snapshot": {}, "search": vector, "changed_at": now(), "seq": valid_from}
    PublishedSource.objects.create(slug=slug, valid_from=valid_from, valid_to=valid_to, **shown)


@pytest.fixture(autouse=True)
def _three_are_compared(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ranking, "COMPARED", 3)
    monkeypatch.setattr(ranking, "NEWEST_FIRST", "ORDER BY id + 0 DESC LIMIT 3")


@pytest.fixture
def _one_row_is_a_block(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(blocks, "BLOCK_SIZE", 1)
    monkeypatch.setattr(blocks, "STEPS", (1, 2))


def best(text: str, *, version: int | None = None) -> Sequence[str]:
    return [row.slug for row in ranked(query_of(text), resources=["sources"], version=version).rows]


def count(text: str, *, version: int | None = None, limit: int = 100) -> int:
    return counted(query_of(text), resources=["sources"], version=version, limit=limit)


def test_the_best_come_first() -> None:
    write("long", "The zeppelin rose over the harbour of a town in the north.")
    write("short", "A zeppelin rose.")
    assert best("zeppelin") == ["short", "long"]


def test_of_more_than_are_compared_the_newest_are() -> None:
    for slug, words in (
        ("first", "zeppelin"),
        ("second", "zeppelin rose"),
        ("third", "zeppelin"),
        ("last", "zeppelin"),
    ):
        write(slug, words)
    assert best("zeppelin") == ["last", "third", "second"]
    assert count("zeppelin") == 4


@pytest.mark.usefixtures("_one_row_is_a_block")
def test_steps_leave_out_no_row_and_take_none_twice() -> None:
    for number in range(9):
        write(f"source-{number}", "zeppelin" if number % 4 == 0 else "airship")
    assert sorted(best("zeppelin")) == ["source-0", "source-4", "source-8"]
    assert (count("zeppelin or airship"), count("zeppelin or airship", limit=5)) == (9, 5)


def test_beginnings_are_asked_for_where_few_have_the_word_whole() -> None:
    write("whole", "zeppelin")
    write("hall", "zeppelinhalle")
    assert (sorted(best("zeppelin")), best('"zeppelin"')) == (["hall", "whole"], ["whole"])
    assert (count("zeppelin"), count('"zeppelin"')) == (2, 1)


def test_beginnings_are_passed_over_where_enough_have_the_word_whole() -> None:
    for slug in ("one", "two", "three"):
        write(slug, "zeppelin")
    write("hall", "zeppelinhalle")
    assert best("zeppelin") == ["one", "three", "two"]
    assert (count("zeppelin"), count("zeppelin", limit=3)) == (4, 3)


def test_the_past_is_searched_as_it_was() -> None:
    write("kept", "zeppelin", valid_from=1)
    write("gone", "zeppelin", valid_from=2, valid_to=4)
    write("new", "zeppelin", valid_from=5)
    assert [sorted(best("zeppelin", version=version)) for version in (1, 3, 4)] == [
        ["kept"],
        ["gone", "kept"],
        ["kept"],
    ]
    assert (sorted(best("zeppelin")), count("zeppelin", version=3)) == (["kept", "new"], 2)


@pytest.mark.parametrize("text", ["", "the and", "-", "!!!"])
def test_a_text_without_words_finds_nothing(text: str) -> None:
    assert (best(text), count(text)) == ([], 0)


def test_without_kinds_nothing_is_found() -> None:
    assert ranked(query_of("zeppelin"), resources=[], version=None).rows == []


@pytest.mark.parametrize(
    ("newest", "steps"),
    [
        (0, [range(1)]),
        (1, [range(2)]),
        (4, [range(3, 5), range(3)]),
        (400, [range(399, 401), range(383, 399), range(127, 383), range(127)]),
    ],
)
def test_steps_grow_from_the_newest_block_down_to_the_first(newest: int, steps: list[range]) -> None:
    assert list(steps_from(newest)) == steps


def test_the_index_on_words_has_blocks_of_the_same_size() -> None:
    [index] = [index for index in PublishedSource._meta.indexes if index.name == "publishedsource_search"]
    assert str(index.expressions[1]) == f"Func(F(id) / Value({BLOCK_SIZE}), template=ARRAY[%(expressions)s])"


def test_a_text_that_can_only_begin_a_word_finds_what_begins_so() -> None:
    write("embassy", "embassy")
    query = query_of("emb")._replace(whole="")
    assert [row.slug for row in ranked(query, resources=["sources"], version=None).rows] == ["embassy"]
