from incidents.dataset.readings.pairing import pairs
from incidents.dataset.readings.reading import Claim
from tests.dataset.readings.making import claim


def paired(second: list[Claim], first: list[Claim]) -> list[tuple[str, str]]:
    return [(one.name, other.name) for one, other in pairs(second, first)]


def test_claims_on_other_words_are_not_paired() -> None:
    assert paired([claim("a1", at=(0, 10))], [claim("c1", at=(20, 30))]) == []


def test_those_that_agree_on_most_labels_go_together() -> None:
    second = [claim("a1", aspect="date"), claim("a2", aspect="place")]
    assert paired(second, [claim("c1", aspect="place"), claim("c2", aspect="date")]) == [("a1", "c2"), ("a2", "c1")]


def test_one_claim_answers_one() -> None:
    assert paired([claim("a1", aspect="date"), claim("a2")], [claim("c1")]) == [("a2", "c1")]
    assert paired([claim("a1")], [claim("c1", aspect="date"), claim("c2")]) == [("a1", "c2")]


def test_what_is_left_goes_together_whatever_its_labels() -> None:
    second = [claim("a1"), claim("a2", aspect="motive")]
    assert paired(second, [claim("c1"), claim("c2", aspect="cause")]) == [("a1", "c1"), ("a2", "c2")]


def test_the_same_aspect_decides_between_as_many_labels() -> None:
    first = [claim("c1", aspect="date"), claim("c2", modality="planned")]
    assert paired([claim("a1")], first) == [("a1", "c2")]


def test_statements_that_are_more_alike_decide_between_the_same_labels() -> None:
    first = [claim("c1", statement="The fence was destroyed."), claim("c2", statement="Cars were damaged.")]
    assert paired([claim("a1", statement="Some cars were damaged.")], first) == [("a1", "c2")]


def test_the_order_decides_where_nothing_else_does() -> None:
    assert paired([claim("a1"), claim("a2")], [claim("c1"), claim("c2")]) == [("a1", "c1"), ("a2", "c2")]
