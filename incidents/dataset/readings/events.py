"""Which event of the dataset is meant by an event of the second reader, who gave it another name."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from incidents import dates
from incidents.dataset.readings.pairing import Pair
from incidents.dataset.readings.reading import Event

EVENT_LABELS = ("event_type", "realis", "date")


@dataclass(frozen=True, kw_only=True)
class EventFound:
    """An event of the second reader with that of the dataset in its place, and the labels on which they agree."""

    event: Event
    counterpart: Event | None
    agreeing: frozenset[str] = frozenset()


def counterpart(event: Event, paired: Iterable[Pair], events: Mapping[str, Event]) -> EventFound:
    """One event that at least half of the paired claims are about.

    A claim is about several events, a part and the whole, so that several may qualify: then the one that agrees on
    most labels, then the one that more claims are about, then the one whose slug comes first.
    """
    answers = [other for one, other in paired if event.name in one.events]
    votes = Counter(slug for claim in answers for slug in claim.events if slug in events)
    found = {slug: agreeing_labels(event, events[slug]) for slug, number in votes.items() if 2 * number >= len(answers)}
    if not found:
        return EventFound(event=event, counterpart=None)
    best = min(found, key=lambda slug: (-len(found[slug]), -votes[slug], slug))
    return EventFound(event=event, counterpart=events[best], agreeing=found[best])


def agreeing_labels(one: Event, other: Event) -> frozenset[str]:
    return frozenset(label for label in EVENT_LABELS if _agree(one, other, label))


def _agree(one: Event, other: Event, label: str) -> bool:
    """Dates agree where they can mean the same day; a date where the other reader found none does not."""
    if label == "event_type":
        return one.event_type == other.event_type
    if label == "realis":
        return one.realis == other.realis
    if not one.date or not other.date:
        return one.date == other.date
    return dates.compatible(dates.parse(one.date), dates.parse(other.date))
