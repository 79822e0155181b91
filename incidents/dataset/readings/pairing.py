"""Which claim of the dataset answers which claim of the second reader.

One claim answers one: where one reader makes three claims of a sentence and the other one, two stay alone, and count as
not found. Of the claims that rest on the same words, those that agree on most labels go together first. That is kind
to the labels: pairs chosen without them, by the likeness of the statements alone, agree less on the aspect.
"""

from rapidfuzz.fuzz import token_set_ratio

from incidents.dataset.readings.reading import LABELS, Claim, overlap
from incidents.names import search_key

Pair = tuple[Claim, Claim]


def pairs(second: list[Claim], first: list[Claim]) -> list[Pair]:
    """The claims of one article paired, in the order of the second reading; always the same for the same claims.

    Ties are decided by the aspect, then by the likeness of the statements, then by the order of the two readings.
    """
    possible = [(one, other) for one in second for other in first if overlap(one, other)]
    possible.sort(key=_rank, reverse=True)
    taken: dict[str, Pair] = {}
    answering: set[str] = set()
    for one, other in possible:
        if one.name not in taken and other.name not in answering:
            taken[one.name] = (one, other)
            answering.add(other.name)
    return [taken[claim.name] for claim in second if claim.name in taken]


def _rank(pair: Pair) -> tuple[int, bool, float]:
    one, other = pair
    likeness = token_set_ratio(search_key(one.statement), search_key(other.statement))
    return sum(one.agrees(other, label) for label in LABELS), one.agrees(other, "aspect"), likeness
