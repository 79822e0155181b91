from dataclasses import replace
from fractions import Fraction

import pytest

from incidents.dataset.readings.figures import agreeing, compare, kappa, together
from incidents.dataset.readings.pairing import Pair
from incidents.dataset.readings.reading import Reading, Relation, Words
from incidents.dataset.sentences import Span
from tests.dataset.readings.making import claim, some

NEAR, FAR = (0, 10), (100, 110)


def given(*aspects: tuple[str, str]) -> list[Pair]:
    return [(claim("a", aspect=one), claim("c", aspect=other)) for one, other in aspects]


def test_kappa_is_agreement_beyond_chance() -> None:
    # Cohen's own kind of example: 0.7 observed, 0.5 to be expected.
    labels = [("date", "date")] * 20 + [("date", "place")] * 5 + [("place", "date")] * 10 + [("place", "place")] * 15
    assert agreeing(given(*labels), "aspect") == 35
    assert kappa(given(*labels), "aspect") == Fraction(2, 5)


def test_kappa_of_readers_who_always_agree_is_one() -> None:
    assert kappa(given(("date", "date"), ("place", "place")), "aspect") == 1


def test_kappa_falls_below_nothing_where_they_agree_less_than_by_chance() -> None:
    assert kappa(given(("date", "place"), ("place", "date")), "aspect") == -1


@pytest.mark.parametrize("labels", [[], [("date", "date"), ("date", "date")]])
def test_there_is_no_kappa_where_nothing_was_to_choose(labels: list[tuple[str, str]]) -> None:
    assert kappa(given(*labels), "aspect") is None


def test_a_name_that_may_mean_two_counts_as_the_one_that_the_other_reader_means() -> None:
    either = replace(claim("a"), labels={"speaker": frozenset({"x", "y"})})
    assert kappa([(either, claim("c", speaker="y")), (claim("a"), claim("c"))], "speaker") == 1


def test_claims_are_counted_on_both_sides() -> None:
    second = [claim("a1", at=NEAR), claim("a2", at=NEAR), claim("a3", at=(50, 60))]
    found = compare(
        Reading(article="report", claims=second),
        some(claims={"report": [claim("c1", at=NEAR), claim("c2", at=FAR)]}),
    )
    assert (found.quoted_too, found.quoted_by_second) == (2, 1)
    assert [(one.name, other.name) for one, other in found.pairs] == [("a1", "c1")]
    assert [item.name for item in found.alone()] == ["a2", "a3"]
    assert [item.name for item in found.unanswered()] == ["c2"]


def related(kind: str, *dataset: tuple[str, str, str], other: str | Words = "a2") -> tuple[set[str], set[str]] | None:
    """What the dataset makes of `a1 kind a2`, in that direction and in the other."""
    second = [claim("a1", at=NEAR), claim("a2", at=FAR), claim("a3", at=(50, 60))]
    reading = Reading(article="report", claims=second, relations=[Relation(one="a1", kind=kind, other=other)])
    first = {"report": [claim("c1", at=NEAR), claim("c2", at=FAR)]}
    comparison = compare(reading, some(claims=first, relations=frozenset(dataset)))
    assert comparison.stated == 1
    return next(((set(found.forth), set(found.back)) for found in comparison.relations), None)


def test_relations_are_looked_up_between_the_claims_in_their_place() -> None:
    assert related("supports", ("c1", "supports", "c2")) == ({"supports"}, set())
    assert related("supports", ("c2", "qualifies", "c1")) == (set(), {"qualifies"})
    assert related("supports") == (set(), set())


def test_a_symmetric_relation_has_both_directions() -> None:
    assert related("contradicts", ("c2", "contradicts", "c1")) == ({"contradicts"}, set())


def test_a_relation_may_lead_to_any_claim_on_the_words() -> None:
    words = Words("report", Span(100, 105))
    assert related("supports", ("c1", "supports", "c2"), other=words) == ({"supports"}, set())


def test_a_relation_of_a_claim_that_the_dataset_lacks_is_not_counted() -> None:
    assert related("supports", ("c1", "supports", "c2"), other="a3") is None


def test_articles_are_added_up() -> None:
    one = compare(Reading(article="report", claims=[claim("a1")]), some(claims={"report": [claim("c1")]}))
    both = together([one, one], called="all")
    assert (both.article, len(both.second), len(both.first), both.quoted_too, len(both.pairs)) == ("all", 2, 2, 2, 2)
