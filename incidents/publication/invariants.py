"""What must hold before anything becomes public, checked at this one place.

The numbers are those of docs/data-model.md. Every check yields problems that name the record, the field and the
reason; none repairs anything.
"""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from django.utils.translation import gettext as _

from incidents import dates
from incidents.models import Article, Claim, Event, Record
from incidents.publication.keys import Key, Snapshot, references
from incidents.publication.models import Withdrawal
from incidents.publication.snapshots import key_of
from incidents.publication.world import World
from incidents.vocabularies import (
    SPEAKER_REQUIRED_ACTS,
    ClaimRelation,
    EventType,
    EvidenceStatus,
    Mode,
    SpeechMode,
    modes_of,
)

# What stands in addresses where an id could stand: /events/facets/ is no event.
RESERVED = frozenset({"facets", "match", "timeline"})


class Problem(NamedTuple):
    record: str
    field: str
    reason: str

    def __str__(self) -> str:
        return f"{self.record}, {self.field}: {self.reason}"


def problem(key: Key, field: str, reason: str, **details: object) -> Problem:
    """The reason comes in the language of whoever asks, with places for the details."""
    return Problem(str(key), field, reason % details)


class PublicationRefused(Exception):
    """What was asked would break an invariant. `problems` lists every reason; nothing was written."""

    def __init__(self, problems: list[Problem]) -> None:
        self.problems = problems
        super().__init__("\n".join(str(problem) for problem in problems))


def problems_of(record: Record, world: World) -> Iterator[Problem]:
    """Everything that stands against publishing the record into this world, where its snapshot already lies."""
    key = key_of(record)
    snapshot = world.get(key)
    yield from _permanent_id(record, key, world)
    yield from _address_of_its_own(key)
    yield from _rests_on_public(key, snapshot, world)
    yield from _dates_as_stated(record, key, snapshot)
    match record:
        case Article():
            yield from _published_quotes_stay(record, key, world)
        case Event():
            yield from _has_claims(key, world)
            yield from part_of_no_circle(key, world)
            yield from _mode_fits_type(record, key)
        case Claim():
            yield from _quotes_stand(record, key, world)
            yield from _silence_is_no_denial(record, key)
            yield from _about_something(key, snapshot)
            yield from _leaves_no_event_bare(key, world)
            yield from _contradictions_explained(key, snapshot, world)


def orphans(removed: set[Key], affected: set[Key], world: World) -> Iterator[Problem]:
    """What would rest on nothing, or on something that is not public, once these are withdrawn."""
    for key in sorted(affected - removed):
        for target in sorted(set(references(key, world.get(key))) & removed):
            yield problem(
                key,
                target.resource,
                _("refers to %(target)s, which would be withdrawn: withdraw both."),
                target=target,
            )
        if key.resource == "events":
            yield from _has_claims(key, world)


def loose_ends(keys: Iterable[Key], world: World) -> Iterator[Problem]:
    """What would not hold of the public records themselves, whatever their editors have in hand."""
    for key in sorted(keys):
        snapshot = world.get(key)
        yield from _rests_on_public(key, snapshot, world)
        if key.resource == "events":
            yield from _has_claims(key, world)
            yield from part_of_no_circle(key, world)
        if key.resource == "claims":
            yield from _contradictions_explained(key, snapshot, world)


# 1. A published claim has at least one quote, equal to the text at its position.


def _quotes_stand(claim: Claim, key: Key, world: World) -> Iterator[Problem]:
    evidence = sorted(claim.evidence.all(), key=lambda item: item.start)
    if not evidence:
        yield _without_quote(key)
    for item in evidence:
        if item.status == EvidenceStatus.STALE or claim.article.text[item.start : item.end] != item.quote:
            yield problem(
                key,
                "evidence",
                _("%(quote)r no longer stands in the article at %(start)s."),
                quote=item.quote,
                start=item.start,
            )
    article = world.find(Key("articles", claim.article.slug))
    if article is not None and article["text_sha256"] != claim.article.text_sha256:
        yield Problem(str(key), "article", text_edited(claim.article.slug))


def text_edited(article: str) -> str:
    return _("the text of %(article)s was edited: publish the article as well.") % {"article": article}


def _without_quote(key: Key) -> Problem:
    return problem(key, "evidence", _("has no quote: a published claim rests on at least one."))


def _published_quotes_stay(article: Article, key: Key, world: World) -> Iterator[Problem]:
    for slug in world.claims_of(key):
        for item in world.get(Key("claims", slug))["evidence"]:
            if article.text[item["start"] : item["end"]] != item["quote"]:
                yield problem(
                    key,
                    "text",
                    _("%(quote)r of published claim %(claim)s no longer stands at %(start)s."),
                    quote=item["quote"],
                    claim=slug,
                    start=item["start"],
                )


# 2. A published event has at least one published claim. Nothing published rests on something unpublished.


def _has_claims(key: Key, world: World) -> Iterator[Problem]:
    if not world.claims_of(key):
        yield problem(key, "claims", _("has no published claim: publish at least one with it, or withdraw it."))


def _about_something(key: Key, snapshot: Snapshot) -> Iterator[Problem]:
    if not snapshot["events"]:
        yield problem(key, "events", _("is about no event: name at least one."))


def _leaves_no_event_bare(key: Key, world: World) -> Iterator[Problem]:
    for slug in (world.before(key) or {"events": ()})["events"]:
        event = Key("events", slug)
        if world.find(event) is not None and not world.claims_of(event):
            yield problem(
                key,
                "events",
                _("was the last published claim of %(event)s: withdraw that event as well."),
                event=event,
            )


def _contradictions_explained(key: Key, snapshot: Snapshot, world: World) -> Iterator[Problem]:
    for relation in world.relations_of(key.slug):
        if relation.relation != ClaimRelation.CONTRADICTS or relation.note:
            continue
        other = Key("claims", relation.to_claim if relation.from_claim == key.slug else relation.from_claim)
        if not set(snapshot["events"]) & set(world.get(other)["events"]):
            yield problem(
                key,
                "relations",
                _("contradicts %(other)s about no common event: say why in a note."),
                other=other,
            )


def _rests_on_public(key: Key, snapshot: Snapshot, world: World) -> Iterator[Problem]:
    for target in sorted(set(references(key, snapshot))):
        if world.find(target) is None:
            yield problem(key, target.resource, _("refers to %(target)s, which is not published."), target=target)


def part_of_no_circle(key: Key, world: World) -> Iterator[Problem]:
    """The event is not, through others, part of itself."""
    seen = [key.slug]
    parent = world.get(key)["part_of"]
    while parent and parent not in seen:
        seen.append(parent)
        parent = (world.find(Key("events", parent)) or {}).get("part_of")
    if parent:
        yield problem(key, "part_of", _("leads back to itself: %(way)s."), way=" → ".join([*seen, parent]))


# 3. A value is never invented: bounds and precision are those the stated date has, and no others.


def _dates_as_stated(record: Record, key: Key, snapshot: Snapshot) -> Iterator[Problem]:
    for field, stated in _stated_dates(key, snapshot):
        try:
            block = dates.parse(stated)
        except dates.InvalidDate as error:
            yield Problem(str(key), field, str(error))
            continue
        if field not in _DATED:
            continue
        derived = tuple(getattr(record, f"{field}_{part}") for part in ("start", "end", "precision"))
        if derived != (block.start, block.end, block.precision):
            yield problem(
                key,
                field,
                _("its bounds and precision are not those of %(date)r: save it again."),
                date=stated,
            )


def _stated_dates(key: Key, snapshot: Snapshot) -> Iterator[tuple[str, str]]:
    blocks = [(field, snapshot[field]["edtf"]) for field in _DATED if snapshot.get(field)]
    values = [("value_date", (snapshot.get("value") or {}).get("date"))]
    roles = [("affiliations", item[end]) for item in snapshot.get("affiliations", ()) for end in ("from", "until")]
    yield from ((field, stated) for field, stated in [*blocks, *values, *roles] if stated)


# Dated fields whose bounds and precision are stored.
_DATED = ("published", "date", "said")


def _mode_fits_type(event: Event, key: Key) -> Iterator[Problem]:
    if event.mode:
        yield from _mode_fits(key, event.mode, event.event_type)


def _mode_fits(key: Key, mode: str, event_type: str) -> Iterator[Problem]:
    if Mode(mode) not in modes_of(EventType(event_type)):
        yield problem(key, "mode", _("%(mode)r is no mode of %(type)s."), mode=mode, type=event_type)


# 4. Silence is not denial.


def _silence_is_no_denial(claim: Claim, key: Key) -> Iterator[Problem]:
    if claim.speech_act not in SPEAKER_REQUIRED_ACTS:
        return
    if claim.speaker is None or claim.speech_mode == SpeechMode.AUTHOR_VOICE:
        reason = _("%(act)r needs a speaker who speaks: a remark that someone has not is modality negated.")
        yield problem(key, "speech_act", reason % {"act": claim.speech_act})


# 5, 6 and 7 hold by construction: the API reads published tables only, database triggers keep the history, and the
# ledger numbers changes under one lock. 8. Ids are permanent.


def _permanent_id(record: Record, key: Key, world: World) -> Iterator[Problem]:
    if world.before(key) is not None:
        return
    merged = Withdrawal.objects.current().filter(resource=key.resource, slug=key.slug).exclude(merged_into="")
    merged_into = (
        record.merged_into.slug if record.merged_into else merged.values_list("merged_into", flat=True).first()
    )
    if merged_into:
        yield Problem(str(key), "slug", merged_away(merged_into))


def merged_away(other: str) -> str:
    return _("was merged into %(other)s, to which its address redirects for good.") % {"other": other}


def _address_of_its_own(key: Key) -> Iterator[Problem]:
    if key.slug in RESERVED:
        yield problem(key, "slug", _("is a word of addresses, which would hide the record: give it another id."))


def problems_of_staged(key: Key, world: World) -> Iterator[Problem]:
    """What stands against a record that is new and was checked as a row: what its snapshot alone can tell."""
    snapshot = world.get(key)
    yield from _address_of_its_own(key)
    yield from loose_ends([key], world)
    if key.resource == "events" and snapshot["mode"]:
        yield from _mode_fits(key, snapshot["mode"], snapshot["event_type"])
    if key.resource == "claims":
        yield from _about_something(key, snapshot)
        if not snapshot["evidence"]:
            yield _without_quote(key)
