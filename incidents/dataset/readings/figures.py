"""How far two readings agree, article by article and together."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

from incidents.dataset.readings.events import EventFound, counterpart
from incidents.dataset.readings.first import Dataset
from incidents.dataset.readings.pairing import Pair, pairs
from incidents.dataset.readings.reading import Claim, Reading, Relation, Words, overlap, share_words
from incidents.vocabularies import SYMMETRIC_RELATIONS


@dataclass(frozen=True, kw_only=True)
class RelationFound:
    """A relation of the second reader between claims that were found, and how the dataset relates them.

    `forth` are the kinds in the second reader's direction, with the symmetric ones; `back` the others.
    """

    relation: Relation
    forth: frozenset[str]
    back: frozenset[str]

    @property
    def kinds(self) -> frozenset[str]:
        return self.forth | self.back


@dataclass(frozen=True, kw_only=True)
class Comparison:
    """The two readings of one article, or of several together.

    `second` and `first` are the claims of either, `quoted_too` and `quoted_by_second` those of either whose words the
    other quotes as well. `stated` counts the relations of the second reader, `relations` are those with both ends
    found.
    """

    article: str
    second: tuple[Claim, ...]
    first: tuple[Claim, ...]
    quoted_too: int
    quoted_by_second: int
    pairs: tuple[Pair, ...]
    stated: int
    relations: tuple[RelationFound, ...]
    events: tuple[EventFound, ...]

    def alone(self) -> list[Claim]:
        """The claims of the second reader that no claim of the dataset answers."""
        answered = {one.name for one, _ in self.pairs}
        return [claim for claim in self.second if claim.name not in answered]

    def unanswered(self) -> list[Claim]:
        """The claims of the dataset that answer none."""
        answering = {other.name for _, other in self.pairs}
        return [claim for claim in self.first if claim.name not in answering]


def compare(reading: Reading, dataset: Dataset) -> Comparison:
    first = dataset.claims[reading.article]
    paired = pairs(reading.claims, first)
    related = (_relation(relation, paired, dataset) for relation in reading.relations)
    return Comparison(
        article=reading.article,
        second=tuple(reading.claims),
        first=tuple(first),
        quoted_too=_quoted(reading.claims, by=first),
        quoted_by_second=_quoted(first, by=reading.claims),
        pairs=tuple(paired),
        stated=len(reading.relations),
        relations=tuple(found for found in related if found),
        events=tuple(counterpart(event, paired, dataset.events) for event in reading.events.values()),
    )


def together(comparisons: list[Comparison], *, called: str) -> Comparison:
    """All of them as if they were of one text."""
    return Comparison(
        article=called,
        second=tuple(claim for item in comparisons for claim in item.second),
        first=tuple(claim for item in comparisons for claim in item.first),
        quoted_too=sum(item.quoted_too for item in comparisons),
        quoted_by_second=sum(item.quoted_by_second for item in comparisons),
        pairs=tuple(pair for item in comparisons for pair in item.pairs),
        stated=sum(item.stated for item in comparisons),
        relations=tuple(found for item in comparisons for found in item.relations),
        events=tuple(found for item in comparisons for found in item.events),
    )


def agreeing(paired: Iterable[Pair], label: str) -> int:
    return sum(one.agrees(other, label) for one, other in paired)


def kappa(paired: Iterable[Pair], label: str) -> Fraction | None:
    """Cohen's kappa: how far agreement goes beyond what the readers' habits alone would give; at most 1.

    None where there are no pairs, or where both readers gave all of them the same one word: chance explains it all.
    """
    given = [_words(pair, label) for pair in paired]
    if not given:
        return None
    observed = Fraction(sum(one == other for one, other in given), len(given))
    mine, theirs = Counter(one for one, _ in given), Counter(other for _, other in given)
    expected = Fraction(sum(mine[word] * theirs[word] for word in mine), len(given) ** 2)
    return (observed - expected) / (1 - expected) if expected != 1 else None


def _words(pair: Pair, label: str) -> tuple[str, str]:
    """The two words; where one may stand for several, the one that the other gave, if it is among them."""
    mine, theirs = pair[0].labels[label], pair[1].labels[label]
    return min(mine & theirs or mine), min(mine & theirs or theirs)


def _quoted(claims: list[Claim], *, by: list[Claim]) -> int:
    return sum(any(overlap(claim, other) for other in by) for claim in claims)


def _relation(relation: Relation, paired: list[Pair], dataset: Dataset) -> RelationFound | None:
    """None where the dataset has no claim for one of its ends."""
    one, other = _slugs(relation.one, paired, dataset), _slugs(relation.other, paired, dataset)
    if not one or not other:
        return None
    forth = {kind for start, kind, end in dataset.relations if start in one and end in other}
    back = {kind for start, kind, end in dataset.relations if start in other and end in one}
    symmetric = back & SYMMETRIC_RELATIONS
    return RelationFound(relation=relation, forth=frozenset(forth | symmetric), back=frozenset(back - symmetric))


def _slugs(end: str | Words, paired: list[Pair], dataset: Dataset) -> set[str]:
    """The claims of the dataset at an end: the one paired with the claim, or all that rest on the words."""
    if isinstance(end, Words):
        claims = dataset.claims[end.article]
        return {claim.name for claim in claims if any(share_words(span, end.span) for span in claim.spans)}
    return {other.name for one, other in paired if one.name == end}
