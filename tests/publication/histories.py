"""Histories by chance: a small dataset that is edited, published, retracted and merged in any order."""

from collections.abc import Callable
from itertools import pairwise
from random import Random
from typing import Any

from django.db import IntegrityError, transaction

from incidents.models import RECORD_MODELS, Actor, Article, Claim, ClaimRelation, Event, Place, Record, Source
from incidents.publication.invariants import PublicationRefused
from incidents.publication.keys import references
from incidents.publication.merging import merge
from incidents.publication.publishing import publish, retract
from incidents.publication.snapshots import MODELS, key_of, snapshot
from incidents.vocabularies import Status
from tests import builders

MERGEABLE: list[Any] = [Source, Place, Actor, Event]
QUOTES = ["Baku protestierte.", "Moskau schwieg.", "Die Botschaft wurde getroffen."]


def ours(model: Any) -> Any:
    """The records of histories, of which the real dataset has none."""
    return model.objects.filter(slug__startswith="any-").order_by("slug")


class History:
    """Takes one step after another, the same ones for the same seed."""

    def __init__(self, seed: int) -> None:
        self.chance = Random(seed)  # noqa: S311 - decides what a test does, not what anyone may do
        self._words = 0
        for number in range(3):
            builders.source(f"any-{number}")
            builders.place(f"any-{number}")
            builders.actor(f"any-{number}")
            builders.article(f"any-{number}", by=self.any(Source))
            builders.event(f"any-{number}")
        for number in range(8):
            builders.claim(
                f"any-{number}", of=self.any(Event), where=self.any(Article), quote=self.chance.choice(QUOTES)
            )
        for event in ours(Event):
            builders.claim(f"any-of-{event.slug}", of=event, where=self.any(Article))
        self._link()
        publish(record for model in RECORD_MODELS for record in ours(model))

    def _link(self) -> None:
        """Each record points at the next of its kind."""
        for actor, organisation in pairwise(ours(Actor)):
            actor.affiliations.create(organisation=organisation, role="member")
        for event, later in pairwise(ours(Event)):
            event.relations.create(to_event=later, relation="causes")
        for claim, other in pairwise(ours(Claim)):
            builders.relation(claim, other)

    def any(self, model: Any) -> Any:
        """A record of this history that was not merged into another."""
        return self.chance.choice(list(ours(model).filter(merged_into=None)))

    def word(self) -> str:
        self._words += 1
        return f"word{self._words}"

    def step(self) -> None:
        """Do something; what is refused leaves everything as it was."""
        act = self.chance.choices([self._edit, self._publish, self._retract, self._merge], [8, 8, 2, 2])[0]
        try:
            with transaction.atomic():
                act()
        except (PublicationRefused, IntegrityError):
            self._words += 1

    def _edit(self) -> None:
        for edit in self.chance.sample(EDITS, 2):
            edit(self)

    def _publish(self) -> None:
        """One record with edits that wait, and whatever it rests on that is not public."""
        waiting = [record for model in RECORD_MODELS for record in ours(model).filter(merged_into=None)]
        waiting = [record for record in waiting if record.version != record.published_version]
        batch = [self.chance.choice(waiting or [self.any(Claim)])]
        for record in batch:  # grows while it is read
            needed = [_record(key) for key in references(key_of(record), snapshot(record))]
            if isinstance(record, Event):
                needed += record.claims.order_by("slug")[:1]
            batch += [other for other in needed if other.status != Status.PUBLISHED and other not in batch]
        publish(batch)

    def _retract(self) -> None:
        batch = [self.any(self.chance.choice([Actor, Article, Claim, Claim, Event]))]
        if isinstance(batch[0], Event | Article):
            batch += batch[0].claims.published()
        retract(batch, reason="By chance.")

    def _merge(self) -> None:
        going, staying = self.chance.sample(list(ours(self.chance.choice(MERGEABLE))), 2)
        merge(going, into=staying, reason="By chance.")


def _record(key: Any) -> Record:
    return MODELS[key.resource]._default_manager.get(slug=key.slug)


def _save(record: Record, **fields: Any) -> None:
    for name, value in fields.items():
        setattr(record, name, value)
    record.save()


def _rename(history: History) -> None:
    _save(history.any(history.chance.choice([Source, Place, Actor])), name=history.word())


def _reword_claim(history: History) -> None:
    _save(history.any(Claim), statement=history.word(), aspect=history.chance.choice(["intent", "casualties"]))


def _move_claim(history: History) -> None:
    history.any(Claim).events.set([history.any(Event) for _ in range(history.chance.randint(1, 2))])


def _quote_another_article(history: History) -> None:
    _save(history.any(Claim), article=history.any(Article))


def _quote_other_words(history: History) -> None:
    claim = history.any(Claim)
    claim.evidence.all().delete()
    claim.evidence.create(quote=history.chance.choice(QUOTES))


def _name_speaker(history: History) -> None:
    _save(history.any(Claim), speaker=history.any(Actor), speech_mode="indirect")


def _give_actor_as_value(history: History) -> None:
    _save(history.any(Claim), value_type="actor", value_actor=history.any(Actor), value_place=None)


def _give_place_as_value(history: History) -> None:
    _save(history.any(Claim), value_type="place", value_place=history.any(Place), value_actor=None)


def _attribute(history: History) -> None:
    claim = history.any(Claim)
    claim.attributions.all().delete()
    for position in range(history.chance.randint(0, 2)):
        claim.attributions.create(source=history.any(Source), position=position)


def _relate_claims(history: History) -> None:
    kind = history.chance.choice(["contradicts", "supports", "repeats"])
    builders.relation(history.any(Claim), history.any(Claim), kind, note=history.word())


def _mend_relation(history: History) -> None:
    relations = ClaimRelation.objects.filter(from_claim__in=[history.any(Claim), history.any(Claim)])
    history.chance.choice([lambda: relations.update(note=history.word()), relations.delete])()


def _place_event(history: History) -> None:
    history.any(Event).event_places.create(place=history.any(Place), role="origin")


def _join_event(history: History) -> None:
    history.any(Event).event_participants.create(actor=history.any(Actor), role="victim")


def _leave_event(history: History) -> None:
    history.any(Event).event_participants.all().delete()


def _nest_event(history: History) -> None:
    _save(history.any(Event), part_of=history.any(Event), title=history.word())


def _relate_events(history: History) -> None:
    history.any(Event).relations.create(to_event=history.any(Event), relation="follows")


def _affiliate(history: History) -> None:
    until = history.chance.choice(["", "2020"])
    history.any(Actor).affiliations.create(organisation=history.any(Actor), role="member", until_date=until)


def _respell(history: History) -> None:
    name = history.chance.choice(["Twice", history.word()])
    history.any(Actor).names.create(name=name, script=history.chance.choice(["Latn", "Cyrl"]), kind="alias")


def _cite(history: History) -> None:
    history.any(Article).citations.create(source=history.any(Source), mention=history.word())


def _edit_text(history: History) -> None:
    text = history.chance.choice(["", "Vorab. "]) + builders.TEXT + history.chance.choice([" Ende.", " Schluss."])
    _save(history.any(Article), text=text, language=history.chance.choice(["de", "uk"]), title=history.word())


def _publish_elsewhere(history: History) -> None:
    _save(history.any(Article), source=history.any(Source))


EDITS: list[Callable[[History], None]] = [
    _rename,
    _reword_claim,
    _move_claim,
    _quote_another_article,
    _quote_other_words,
    _name_speaker,
    _give_actor_as_value,
    _give_place_as_value,
    _attribute,
    _relate_claims,
    _mend_relation,
    _place_event,
    _join_event,
    _leave_event,
    _nest_event,
    _relate_events,
    _affiliate,
    _respell,
    _cite,
    _edit_text,
    _publish_elsewhere,
]
