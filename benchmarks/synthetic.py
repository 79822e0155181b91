"""A made-up dataset of any size, as records in the vocabulary of the fixtures: {"model": …, "fields": {…}}.

It is skewed as reality is: a few actors, places and days in a large share of events, most events told of once and some
by everybody, dates that are imprecise or missing, long names, several scripts. The same seed makes the same records.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from benchmarks import cast, happenings
from benchmarks.chance import Record
from benchmarks.happenings import Sizes

SEED = 20_260_101


@dataclass(frozen=True)
class Dataset:
    """`events` events with all that they need. Nothing is kept: every record is made when it is asked for."""

    events: int
    seed: int = SEED

    @cached_property
    def sizes(self) -> Sizes:
        return Sizes(self.events)

    def records(self) -> Iterator[Record]:
        """Every record, in the order in which they can be loaded: each refers to earlier ones only."""
        yield from self.cast()
        yield from self.articles(range(self.sizes.articles))
        yield from self.happened(range(self.events))
        yield from self.claimed(range(self.events))
        yield from self.related(range(self.events))

    def cast(self) -> Iterator[Record]:
        for number in range(self.sizes.sources):
            yield from cast.source(self.seed, number)
        for number in range(self.sizes.places):
            yield from cast.place(self.seed, number)
        for number in range(self.sizes.actors):
            yield from cast.actor(self.seed, number)

    def articles(self, numbers: range) -> Iterator[Record]:
        for number in numbers:
            yield from happenings.article(self.seed, number, self.sizes)

    def happened(self, numbers: range) -> Iterator[Record]:
        for number in numbers:
            yield from happenings.event(self.seed, number, self.sizes)

    def claimed(self, numbers: range) -> Iterator[Record]:
        for number in numbers:
            for claim in happenings.claims(self.seed, number, self.sizes):
                yield from claim.records

    def related(self, numbers: range) -> Iterator[Record]:
        for number in numbers:
            yield from happenings.relations(self.seed, number, self.sizes)

    def texts(self, numbers: range) -> Iterator[tuple[str, str]]:
        """The documents of articles, by name: every quote of their claims stands in them."""
        for number in numbers:
            yield happenings.document(number), happenings.text(self.seed, number, self.sizes)
