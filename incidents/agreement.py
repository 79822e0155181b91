"""How far the published claims about one aspect of one event agree. docs/agreement.md publishes the rule and its cases.

The rule looks at typed values and at the relations that editors have drawn, never at wording. Callers pass the claims
on one aspect and the relations on that same aspect; relations to other claims are ignored.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import combinations

from incidents import dates
from incidents.vocabularies import Agreement, ClaimRelation, ValueQualifier, ValueType

_NUMBERS = frozenset({ValueType.QUANTITY, ValueType.MONEY, ValueType.PERCENTAGE})
_BOUNDED_BELOW = frozenset({ValueQualifier.EXACT, ValueQualifier.AT_LEAST})
_BOUNDED_ABOVE = frozenset({ValueQualifier.EXACT, ValueQualifier.AT_MOST})


@dataclass(frozen=True, slots=True, kw_only=True)
class Value:
    """The typed value of a claim: `type` is a word of value_type, and the parts that type has are filled.

    `ref` is the id of the actor or place; `date` is EDTF; parts that do not apply are None or "".
    """

    type: str
    number: Decimal | None = None
    qualifier: str = ""
    unit: str = ""
    text: str = ""
    date: str = ""
    ref: str = ""


@dataclass(frozen=True, slots=True)
class ClaimFact:
    """What the rule needs of a claim. `root` is the id of the source it goes back to.

    That is the last source of its attribution, or else the one that published its article.
    """

    id: str
    root: str
    value: Value | None


@dataclass(frozen=True, slots=True)
class Link:
    """A relation between two claims, given by their ids; `relation` is a word of claim_relation."""

    from_claim: str
    to_claim: str
    relation: str


def agreement(claims: Sequence[ClaimFact], links: Iterable[Link]) -> Agreement:
    """The one word for how far the claims agree; raise ValueError if there are none."""
    if not claims:
        raise ValueError("There are no claims to compare; leave the aspect out.")
    inner = _among(claims, links)
    if len(claims) == 1 and not inner:
        # Most are told by one claim alone, which has nothing to be compared with.
        return Agreement.SINGLE_SOURCE
    if _contested(claims, inner):
        return Agreement.CONTESTED
    if _differing(claims, inner):
        return Agreement.COMPATIBLE
    if len(independent_roots(claims)) == 1:
        return Agreement.SINGLE_SOURCE
    return Agreement.AGREED if _backed(claims, inner) else Agreement.COMPATIBLE


def excludes(one: Value, other: Value) -> bool:
    """Whether the two cannot both be true. What is only about right, uncertain or approximate excludes nothing."""
    if one.type != other.type or one.unit != other.unit:
        return False
    if one.type in _NUMBERS:
        return _beyond(one, other) or _beyond(other, one)
    return one.type == ValueType.DATE and _on_other_days(dates.parse(one.date), dates.parse(other.date))


def independent_roots(claims: Iterable[ClaimFact]) -> frozenset[str]:
    """The sources the claims go back to: five articles that all quote one agency have one root."""
    return frozenset(claim.root for claim in claims)


def group_by_value(claims: Iterable[ClaimFact], links: Iterable[Link]) -> list[tuple[ClaimFact, ...]]:
    """The claims, sorted into what they hold.

    Claims with the same value hold the same; so do claims in words (without a value, or with a text) that repeat one
    another, and words that repeat claims of one single value hold that value. The group with the most roots comes
    first, then the one with the most claims, then by id; inside a group the claims with a value come first, then by id.
    """
    ordered = sorted(claims, key=lambda claim: (claim.value is None, claim.id))
    if len(ordered) == 1:
        return [tuple(ordered)]
    held = _held(ordered, _among(ordered, links))
    groups: dict[Hashable, list[ClaimFact]] = defaultdict(list)
    for claim in ordered:
        groups[held[claim.id]].append(claim)
    in_order = sorted(groups.values(), key=lambda group: (-len(independent_roots(group)), -len(group), group[0].id))
    return [tuple(group) for group in in_order]


def _among(claims: Iterable[ClaimFact], links: Iterable[Link]) -> list[Link]:
    ids = {claim.id for claim in claims}
    return [link for link in links if link.from_claim in ids and link.to_claim in ids]


def _contested(claims: Iterable[ClaimFact], links: Sequence[Link]) -> bool:
    if any(link.relation == ClaimRelation.CONTRADICTS for link in links):
        return True
    explained = {frozenset((link.from_claim, link.to_claim)) for link in links}
    holders: dict[Value, list[str]] = defaultdict(list)
    for claim in claims:
        if claim.value:
            holders[claim.value].append(claim.id)
    return any(
        frozenset((mine, theirs)) not in explained
        for one, other in combinations(holders, 2)
        if excludes(one, other)
        for mine in holders[one]
        for theirs in holders[other]
    )


def _differing(claims: Iterable[ClaimFact], links: Sequence[Link]) -> bool:
    values = [group for group in group_by_value(claims, links) if group[0].value]
    return len(values) > 1 or any(link.relation == ClaimRelation.QUALIFIES for link in links)


def _backed(claims: Sequence[ClaimFact], links: Sequence[Link]) -> bool:
    """Whether something is held, or supported, from two roots."""
    supports = [(link.from_claim, link.to_claim) for link in links if link.relation == ClaimRelation.SUPPORTS]
    together = [[claim for claim in claims if claim.id in pair] for pair in supports]
    return any(len(independent_roots(group)) > 1 for group in (*group_by_value(claims, links), *together))


def _beyond(greater: Value, lesser: Value) -> bool:
    """Whether all that `greater` allows lies above all that `lesser` allows."""
    if greater.number is None or lesser.number is None or greater.number <= lesser.number:
        return False
    return greater.qualifier in _BOUNDED_BELOW and lesser.qualifier in _BOUNDED_ABOVE


def _on_other_days(one: dates.DateBlock, other: dates.DateBlock) -> bool:
    doubtful = one.uncertain or one.approximate or other.uncertain or other.approximate
    return not doubtful and not dates.compatible(one, other)


def _held(claims: Iterable[ClaimFact], links: Iterable[Link]) -> dict[str, Hashable]:
    """What each claim holds, by its id: equal for two claims that hold the same."""
    stated = {claim.id: _stated(claim) for claim in claims}
    in_words = {claim.id for claim in claims if claim.value is None or claim.value.type == ValueType.TEXT}
    repeats = [(link.from_claim, link.to_claim) for link in links if link.relation == ClaimRelation.REPEATS]
    leaders: dict[Hashable, Hashable] = {}
    for one, other in repeats:
        if one in in_words and other in in_words:
            leaders[_leader(leaders, stated[one])] = _leader(leaders, stated[other])
    repeated: dict[Hashable, set[Hashable]] = defaultdict(set)
    for one, other in repeats + [(other, one) for one, other in repeats]:
        if one in in_words and other not in in_words:
            repeated[_leader(leaders, stated[one])].add(stated[other])
    for words, values in repeated.items():
        if len(values) == 1:
            leaders[words] = values.pop()
    return {claim: _leader(leaders, what) for claim, what in stated.items()}


def _leader(leaders: dict[Hashable, Hashable], what: Hashable) -> Hashable:
    while leaders.get(what, what) != what:
        what = leaders[what]
    return what


def _stated(claim: ClaimFact) -> Hashable:
    """The value, two spellings of one date being the same; a claim without a value holds its own words."""
    if claim.value is None:
        return claim.id
    if claim.value.type != ValueType.DATE:
        return claim.value
    block = dates.parse(claim.value.date)
    dated = block.start or block.end
    return (block.start, block.end, block.uncertain, block.approximate) if dated else block.edtf
