"""Who is meant by a name; the spellings are those of the real dataset."""

import pytest
from django.db import connection
from django.db.models import Q
from hypothesis import given
from hypothesis import strategies as st

from incidents import matching, names
from incidents.matching import Candidate
from incidents.publication.actor_names import PublishedActorName
from incidents.publication.publishing import publish
from tests import builders

pytestmark = pytest.mark.django_db


def match(name: str, *, narrowed: Q | None = None) -> list[Candidate]:
    return matching.candidates(name, narrowed=narrowed or Q(), limit=20)


@pytest.mark.parametrize(
    ("name", "actor", "score", "spelling"),
    [
        ("Ilham Aliyev", "ilham-aliyev", 1, "Ilham Aliyev"),
        ("ILHAM ALIYEV", "ilham-aliyev", 1, "Ilham Aliyev"),
        ("Ільгам Алієв", "ilham-aliyev", 1, "Ільгам Алієв"),
        ("Ilham Eliyev", "ilham-aliyev", 1, "İlham Əliyev"),
        ("中国", "china", 1, "中国"),
        ("Alijev", "ilham-aliyev", 0.97, "Alijew"),
        ("Alyev", "ilham-aliyev", 0.97, "Alijew"),
        ("Aliev", "ilham-aliyev", 0.97, "Alijew"),
        ("Ильхам Алиев", "ilham-aliyev", 0.97, "Ilham Alijew"),
        ("Selenski", "volodymyr-zelenskyy", 0.97, "Selenskyj"),
        ("Tokaev", "kassym-jomart-tokayev", 0.97, "Tokajew"),
        ("Aliyev Ilham", "ilham-aliyev", 0.96, "Ilham Aliyev"),
        ("Kazakstan", "kazakhstan", 0.947, "Kazakhstan"),
        ("Zelenskyy", "volodymyr-zelenskyy", 0.9, "Volodymyr Zelenskyy"),
        ("Putn", "vladimir-putin", 0.889, "Putin"),
        ("Rachmonov", "emomali-rahmon", 0.875, "Rachmon"),
    ],
)
def test_the_best_candidate_is(name: str, actor: str, score: float, spelling: str) -> None:
    best = match(name)[0]
    assert (best.id, best.score, best.name) == (actor, score, spelling)


def test_a_candidate_tells_the_spelling_that_fits_and_whose_it_is() -> None:
    assert match("Алієв", narrowed=Q(actor__kind="person")) == [
        Candidate(
            score=0.97, id="ilham-aliyev", actor_name="Ilham Aliyev", actor_kind="person", country="AZ",
            name="Alijew", language="de", script="Latn", kind="transliteration",
        )
    ]  # fmt: skip


def test_every_actor_is_a_candidate_once_the_best_first() -> None:
    assert [(found.id, found.score) for found in match("Putin")] == [
        ("vladimir-putin", 1),
        ("dmitry-peskov", 0.818),
        ("russia", 0.818),
    ]


@pytest.mark.parametrize("name", ["Merz", "Iran", "Embassy", "a", "—", "", "!!!", "'", "%", "_", "\\", "x" * 200, "🛰"])
def test_nobody_is_meant_by(name: str) -> None:
    assert match(name) == []


def test_what_was_replaced_or_is_a_draft_is_no_candidate() -> None:
    actor = builders.actor("quibble", name="Quibbleton")
    assert match("Quibbleton") == []
    publish([actor])
    actor.names.update(name="Zanzoria", search_key="zanzoria")
    actor.name = "Zanzoria"
    actor.save()
    publish([actor])
    assert (match("Quibbleton"), [found.id for found in match("Zanzoria")]) == ([], ["quibble"])


@pytest.mark.parametrize("name", ["Müller", "Mueller", "MULLER"])
def test_a_name_with_an_umlaut_is_matched_in_every_way_to_write_it(name: str) -> None:
    publish([builders.actor("mueller", name="Müller")])
    assert [(found.id, found.score) for found in match(name)] == [("mueller", 1)]


@given(st.text(max_size=200))
def test_no_name_is_wrong(name: str) -> None:
    found = match(name.replace("\0", ""))
    assert [one.score for one in found] == sorted((one.score for one in found), reverse=True)
    assert all(matching.THRESHOLD <= one.score <= 1 for one in found)


@given(st.text(min_size=1, max_size=30), st.text(min_size=1, max_size=30))
def test_a_score_is_1_for_the_same_key_alone_and_never_more(one: str, other: str) -> None:
    given_key, stored_key = names.search_key(one) or "a", names.search_key(other) or "b"
    assert 0 <= matching.score(given_key, stored_key) <= 1
    assert (matching.score(given_key, stored_key) == 1) == (given_key == stored_key)


def test_a_spelling_is_called_by_the_name() -> None:
    assert str(PublishedActorName.objects.get(search_key="putin")) == "Putin"


def test_the_names_are_proposed_by_an_index() -> None:
    with connection.cursor() as cursor:
        # The planner reads a table as small as this one from end to end, unless it must not.
        cursor.execute("SET LOCAL enable_seqscan = off")
    plan = matching.proposed(["ilham aliyev"]).explain()
    for index in ("publishedactorname_search_key", "publishedactorname_loose_key"):
        assert f"Bitmap Index Scan on {index}" in plan
