"""The one act that joins the editorial side to the public side. All functions write in one transaction."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice

import pghistory
from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from eventsapi.rest.metrics import PUBLISHING
from incidents.models import Article, Claim, Record
from incidents.models import ClaimRelation as EditorialRelation
from incidents.publication.counts import recount
from incidents.publication.invariants import Problem, PublicationRefused, orphans, problems_of
from incidents.publication.keys import Key, references
from incidents.publication.ledger import Ledger, dependents, take_lock
from incidents.publication.models import RECORD_TABLES
from incidents.publication.rendering import uninterrupted
from incidents.publication.snapshots import MODELS, PARTS, in_context, key_of, snapshot
from incidents.publication.world import Relation, World
from incidents.vocabularies import Status

# Records that are rendered anew together: neighbours share what they are made of.
REBUILT_TOGETHER = 4_000


@PUBLISHING.labels("publish").time()
def publish(records: Iterable[Record], *, reason: str = "") -> int:
    """Make the records public as they stand now, together or not at all.

    Returns the dataset version: a new one where any public byte changed, else the current one.
    Raises PublicationRefused, naming every problem, where an invariant would break; then nothing is written.
    """
    with transaction.atomic(), pghistory.context(act="publish", reason=reason):
        take_lock()
        batch = _locked(records)
        world = World()
        ledger = Ledger(world)
        world.expect(key_of(record) for record in batch)
        for record in batch:
            world.put(key_of(record), snapshot(record))
        for record in batch:
            if isinstance(record, Claim):
                _relate(record, world, ledger)
            elif isinstance(record, Article):
                _put_in_context(record, world, besides=batch)
        world.expect(key_of(record) for record in batch)
        _refuse([problem for record in batch for problem in problems_of(record, world)])
        version = ledger.commit(_affected({key_of(record) for record in batch}, world))
        for model in {type(record) for record in batch}:
            # The rows are locked, so their version still is the one that was read.
            rows = model._default_manager.filter(pk__in=[record.pk for record in batch if type(record) is model])
            rows.update(status=Status.PUBLISHED, published_version=F("version"), retraction_reason="")
        return version


@PUBLISHING.labels("retract").time()
def retract(records: Iterable[Record], *, reason: str) -> int:
    """Withdraw published records; their addresses answer 410 with the reason from now on.

    Returns the new dataset version. Raises PublicationRefused where something public would rest on them.
    """
    with transaction.atomic(), pghistory.context(act="retract", reason=reason):
        take_lock()
        batch = _locked(records)
        world = World()
        world.expect(key_of(record) for record in batch)
        _refuse([*_not_public(batch, world), *_without_reason(batch, reason)])
        ledger = Ledger(world)
        keys = {key_of(record) for record in batch}
        for key in keys:
            if key.resource == "claims":
                ledger.relate(present=(), gone=world.relations_of(key.slug))
        affected = _affected(keys, world)
        for key in keys:
            ledger.withdraw(key, reason=reason)
        _refuse(list(orphans(keys, affected, world)))
        version = ledger.commit(affected)
        for record in batch:
            table = type(record)._default_manager.filter(pk=record.pk)
            table.update(status=Status.RETRACTED, retraction_reason=reason)
        return version


def unsound() -> list[Key]:
    """The published records whose documents would be rendered otherwise. Nobody waits for it within `one_moment`."""
    # A share at a time, so that memory does not grow with the dataset while it is sound.
    return [key for share in _shares() for key in _differing(share)]


def rebuild(among: Iterable[Key] | None = None) -> int:
    """Render published documents anew from their snapshots: all, or those of the records given; count the events anew.

    Returns the dataset version, which is unchanged where all documents were sound.
    """
    with transaction.atomic():
        take_lock()
        shares = _shares() if among is None else _public(among)
        differing = {key for share in shares for key in _differing(share)}
        version = Ledger(World()).commit(differing)
        recount()
        return version


def _shares() -> Iterator[list[Key]]:
    """The keys of all that is public."""
    for resource, table in RECORD_TABLES.items():
        slugs = table.objects.current().order_by("slug").values_list("slug", flat=True).iterator()
        while share := [Key(resource, slug) for slug in islice(slugs, REBUILT_TOGETHER)]:
            yield share


def _public(keys: Iterable[Key]) -> Iterator[list[Key]]:
    """Those that are public, a share at a time."""
    given = iter(keys)
    while share := list(islice(given, REBUILT_TOGETHER)):
        for resource, table in RECORD_TABLES.items():
            slugs = [key.slug for key in share if key.resource == resource]
            current = table.objects.current().filter(slug__in=slugs).values_list("slug", flat=True)
            yield [Key(resource, slug) for slug in current]


def _differing(keys: list[Key]) -> set[Key]:
    with uninterrupted():
        return Ledger(World()).differing(keys)


def _locked(records: Iterable[Record]) -> Sequence[Record]:
    """The records as committed by whoever saved last; nobody can edit them until the act is done.

    They can still be referred to meanwhile: an editor who links to one of them need not wait, nor lock it in another
    order than this.
    """
    given = list(records)
    found: list[Record] = []
    for model in MODELS.values():
        ids = [record.pk for record in given if type(record) is model]
        rows = model._default_manager.select_for_update(no_key=True).filter(pk__in=ids).order_by("slug")
        found += rows.prefetch_related(*PARTS[model]) if ids else ()
    known = {(type(record), record.pk) for record in found}
    lost = [record for record in given if (type(record), record.pk) not in known]
    _refuse([Problem(str(key_of(record)), "id", _("was never saved, or is deleted.")) for record in lost])
    return found


def _relate(claim: Claim, world: World, ledger: Ledger) -> None:
    """A claim is published with its relations, whichever end it is; they show once both claims are public."""
    public = set(world.relations_of(claim.slug))
    written = set()
    for item in [*claim.relations.all(), *claim.related_from.all()]:
        ends = (item.from_claim, item.to_claim)
        if all(world.find(key_of(end)) is not None for end in ends):
            written.add(_relation(item))
    ledger.relate(present=written - public, gone=public - written)


def _put_in_context(article: Article, world: World, *, besides: Sequence[Record]) -> None:
    """The words around a quote are the article's, so they follow it although the claim is not published anew."""
    published_too = {key_of(record) for record in besides}
    for slug in world.claims_of(key_of(article)):
        key = Key("claims", slug)
        if key not in published_too:
            world.put(key, in_context(world.get(key), article.text))


def _relation(item: EditorialRelation) -> Relation:
    return Relation(item.from_claim.slug, item.to_claim.slug, item.relation, item.aspect, item.note)


def _affected(keys: set[Key], world: World) -> set[Key]:
    """The records themselves, those made from them, and those that list them, before or after the act."""
    listing = {target for key in keys for target in _listed_on(key, world)}
    return {key for key in keys | dependents(keys) | listing if world.find(key) is not None}


def _listed_on(key: Key, world: World) -> Iterable[Key]:
    if key.resource != "claims":
        return
    # What listed it before mentions it, and so is a dependent; what lists it from now on may not.
    targets = references(key, world.get(key))
    yield from (target for target in targets if target.resource in ("events", "articles"))
    for relation in world.relations_of(key.slug):
        yield from (Key("claims", relation.from_claim), Key("claims", relation.to_claim))


def _refuse(problems: list[Problem]) -> None:
    if problems:
        raise PublicationRefused(problems)


def _not_public(batch: Sequence[Record], world: World) -> list[Problem]:
    """What the public does not see, whatever its status says: a fixture may have brought it as published."""
    return [
        Problem(
            str(key_of(record)),
            "status",
            _("is to be published, but was not yet.")
            if record.status == Status.PUBLISHED
            else _("is %(status)s, not published.") % {"status": record.status},
        )
        for record in batch
        if record.status != Status.PUBLISHED or world.find(key_of(record)) is None
    ]


def _without_reason(batch: Sequence[Record], reason: str) -> list[Problem]:
    return [] if reason.strip() else [Problem(str(key_of(record)), "reason", _("give one.")) for record in batch]
