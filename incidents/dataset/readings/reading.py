"""What a reading is, whichever of the two: claims with their words and labels, the events they are about, relations."""

from dataclasses import dataclass, field
from typing import NamedTuple

from incidents.dataset.sentences import Span

# What both readers decide for every claim.
LABELS = ("speaker", "attribution", "speech_act", "speech_mode", "modality", "aspect")


@dataclass(frozen=True, kw_only=True)
class Claim:
    """`name` is the slug in the dataset, the id in a second reading; `events` likewise are slugs or titles.

    A label holds the words that it may stand for: a name that two actors bear may mean either.
    """

    name: str
    article: str
    statement: str
    spans: tuple[Span, ...]
    events: tuple[str, ...]
    labels: dict[str, frozenset[str]]

    def agrees(self, other: "Claim", label: str) -> bool:
        return bool(self.labels[label] & other.labels[label])


@dataclass(frozen=True, kw_only=True)
class Event:
    name: str
    event_type: str
    realis: str
    date: str


class Words(NamedTuple):
    """Any claim of an article that rests on these words."""

    article: str
    span: Span


@dataclass(frozen=True, kw_only=True)
class Relation:
    """Each end is the name of a claim of the same reading and article, or words of any article."""

    one: str | Words
    kind: str
    other: str | Words


@dataclass(frozen=True, kw_only=True)
class Reading:
    """One article as one reader annotated it."""

    article: str
    claims: list[Claim] = field(default_factory=list)
    events: dict[str, Event] = field(default_factory=dict)
    relations: list[Relation] = field(default_factory=list)


def share_words(one: Span, other: Span) -> bool:
    """Whether they share at least half of the shorter one.

    Readers cut their quotes differently, one a clause, the other its sentence; so a clause inside the sentence counts
    however long the sentence is, and two sentences that only touch do not.
    """
    shared = min(one.end, other.end) - max(one.start, other.start)
    return shared > 0 and 2 * shared >= min(one.end - one.start, other.end - other.start)


def overlap(one: Claim, other: Claim) -> bool:
    return any(share_words(mine, theirs) for mine in one.spans for theirs in other.spans)
