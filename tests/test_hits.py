"""What a search over everything finds in the real dataset, and which words show why."""

from unittest.mock import Mock

import pytest
from django.db import connection
from hypothesis import given, settings
from hypothesis import strategies as st
from pytest_django import DjangoAssertNumQueries, Settings

from incidents import hits, search
from incidents.hits import Hit
from incidents.publication.models import PublishedSource

pytestmark = pytest.mark.django_db

STRIKE = "azerbaijani-embassy-strike-2025-11-14"


def first(query: str, resource: str) -> dict[str, object]:
    """The best hit of a kind as it is sent, with the words that are highlighted in place of their offsets."""
    found, _ = hits.best(query, resources=[resource])
    sent = hits.shown(query, found[:1])[0]
    text = sent["snippet"]["text"]
    return {
        "id": sent["id"],
        "field": sent["field"],
        "marked": [text[start:end] for start, end in sent["snippet"]["highlights"]],
    }


@pytest.mark.parametrize(
    ("query", "resource", "slug", "field", "marked"),
    [
        ("Алієв Munich", "events", "aliyev-calls-embassy-strikes-deliberate-in-munich", "title", ["Aliyev", "Munich"]),
        ("Botschaftszaun", "events", STRIKE, "quote", ["Botschaftszauns"]),
        (
            '"part of the embassy fence"',
            "claims",
            "c001-embassy-fence-destroyed",
            "statement",
            ["Part of the embassy fence"],
        ),
        ("Botschaftsz", "claims", "c001-embassy-fence-destroyed", "quote", ["Botschaftszauns"]),
        ("Selenski", "actors", "volodymyr-zelenskyy", "name", ["Selenskyj"]),
        ("tragic incident", "claims", "c002-putin-called-it-tragic-incident", "statement", ["tragic", "incident"]),
    ],
)
def test_it_finds_and_shows(query: str, resource: str, slug: str, field: str, marked: list[str]) -> None:
    assert first(query, resource) == {"id": slug, "field": field, "marked": marked}


def test_all_kinds_are_found_at_once_and_counted() -> None:
    found, total = hits.best("Putin", resources=hits.RESOURCES)
    of_kinds = [hits.best("Putin", resources=[resource])[1] for resource in hits.RESOURCES]
    assert {hit.resource for hit in found} == {"actors", "articles", "claims", "events"}
    assert total == len(found) == sum(of_kinds)


def test_the_best_come_first_and_equal_ones_by_kind_and_id() -> None:
    found, _ = hits.best("Putin", resources=hits.RESOURCES)
    assert found == sorted(found, key=lambda hit: (-hit.score, hit.resource, hit.id))
    assert all(0 <= hit.score < 1 for hit in found)


def test_no_more_than_the_best_200_are_listed() -> None:
    found, total = hits.best("a or b or -xylophone", resources=hits.RESOURCES)
    assert (len(found), total > 400) == (200, True)


def test_without_kinds_nothing_is_found() -> None:
    assert hits.best("Putin", resources=[]) == ([], 0)


def test_a_record_that_was_withdrawn_meanwhile_is_left_out() -> None:
    gone = Hit(resource="claims", id="never-was", score=0.5)
    actor = Hit(resource="actors", id="china", score=0.4)
    assert [sent["id"] for sent in hits.shown("China", [gone, actor])] == ["china"]


@pytest.mark.parametrize("size", [1, 50])
def test_it_takes_four_queries_at_most_to_find_and_two_to_show(
    size: int, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_max_num_queries(4):
        found, _ = hits.best("Putin or Botschaft", resources=hits.RESOURCES)
    with django_assert_max_num_queries(2):
        assert len(hits.shown("Putin or Botschaft", found[:size])) == size


def test_a_snippet_is_never_from_the_text_of_an_article() -> None:
    found, _ = hits.best("Aserbaidschan or Russland or Putin", resources=["articles"])
    assert found
    assert {sent["field"] for sent in hits.shown("Aserbaidschan or Russland or Putin", found)} <= {"title", "name"}


@settings(max_examples=50)
@given(st.text(alphabet="abdeknorstu ABZäß\"'-&|!():*<>\\/\n0189😀шא", max_size=200))
def test_no_text_is_wrong(text: str) -> None:
    found, total = hits.best(text, resources=hits.RESOURCES)
    assert len(found) <= total
    assert len(hits.shown(text, found[:5])) == len(found[:5])


# Some words are common and most are rare, as in any text: that is what the planner goes by.
MANY_SOURCES = """
    INSERT INTO publication_publishedsource (slug, seq, changed_at, snapshot, mentions, document, summary, search,
                                             words_digest, name, kind, country, languages, valid_from)
    SELECT 'many-' || n, 1, now(), '{}', '{}', repeat(md5(n::text), 20), '',
           to_tsvector('simple', 'report ' || md5(n::text)), '', md5(n::text), '', '', '{}', 1
    FROM generate_series(1, 40000) AS n
"""


def test_words_are_found_by_an_index_in_a_large_table() -> None:
    with connection.cursor() as cursor:
        cursor.execute(MANY_SOURCES)
        cursor.execute("ANALYZE publication_publishedsource")
    rare = search.matching(PublishedSource.objects.current(), '"Botschaftszaun"').explain()
    common = search.matching(PublishedSource.objects.current(), "report").explain()
    assert "Index Scan using publication_publishedsource_pkey" in rare
    assert "search" in common
    assert "= ANY" not in common


def test_where_more_match_than_are_compared_they_are_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    _, exact = hits.best("Aserbaidschan", resources=["claims"])
    monkeypatch.setattr(hits, "COMPARED", hits.best("Aserbaidschan", resources=["claims"])[1])
    assert hits.best("Aserbaidschan", resources=["claims"])[1] == exact > 0


def test_what_a_search_finds_is_counted_once_for_an_edition(
    monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest
) -> None:
    configured: Settings = request.getfixturevalue("settings")
    configured.REST_KEPT_COUNTS = 10
    asked = Mock(return_value=700)
    monkeypatch.setattr(hits, "counted", asked)
    monkeypatch.setattr(hits, "COMPARED", hits.best("Aserbaidschan", resources=["claims"])[1])
    editions = ["first", "first", "second"]
    found = [hits.best("Aserbaidschan", resources=["claims"], edition=edition)[1] for edition in editions]
    assert found == [700, 700, 700]
    assert asked.call_count == 2
