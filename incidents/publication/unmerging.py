"""Taking a merge back, as long as nothing else has changed on what it touched.

Every row that the merge moved goes back, every row that it dropped returns, and the public sees again what it saw
before: the address that redirected answers, which the change feed tells as a creation. Versions keep rising.
"""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

import pghistory
from django.apps import apps
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from incidents.models import Record
from incidents.publication.invariants import Problem, PublicationRefused, loose_ends
from incidents.publication.keys import Key, Snapshot
from incidents.publication.ledger import Ledger, dependents, take_lock
from incidents.publication.merges import Merge
from incidents.publication.models import RECORD_TABLES, Change
from incidents.publication.moving import lock_both, records_numbered, state_of
from incidents.publication.snapshots import MODELS, RESOURCES, key_of
from incidents.publication.version import current
from incidents.publication.world import World
from incidents.vocabularies import ChangeOp

# What the state of a record consists of, as a refusal names it.
_PARTS = ("version", "status", "publication")


def standing_merge(record: Record) -> Merge | None:
    """The merge by which the record went, if it was merged and that was not undone."""
    rows = Merge.objects.filter(resource=RESOURCES.get(type(record), ""), record=record.pk, undone_at__isnull=True)
    return rows.first()


def unmerge(record: Record, *, reason: str) -> int:
    """Undo the merge by which the record went. Returns the dataset version, new where the record had been public.

    Raises PublicationRefused, naming everything that has changed since, where it cannot be undone; then nothing is
    written.
    """
    with transaction.atomic():
        take_lock()
        merge = standing_merge(record)
        into = MODELS[merge.resource]._default_manager.filter(pk=merge.into).first() if merge else None
        if merge is None or into is None:
            raise PublicationRefused([Problem(str(key_of(record)), "merged_into", _("was not merged."))])
        with pghistory.context(act="undo merge", into=into.slug, reason=reason):
            lock_both(record, into)
            touched = records_numbered(list(merge.left))
            _refuse([*_without_reason(record, reason), *_changed(merge, touched)])
            return _undo(merge, record, into, touched)


def _undo(merge: Merge, record: Record, into: Record, touched: dict[str, Record]) -> int:
    for name, row in merge.rows:
        _put_back(apps.get_model("incidents", name), row)
    version = _undo_published(merge, key_of(record), key_of(into)) if merge.after != merge.before else merge.after
    type(record)._default_manager.filter(pk=record.pk).update(status=merge.was, merged_into=None, retraction_reason="")
    for key in merge.settled:
        # What is public again is what the editors have again, so there is no edit that waits.
        owner = touched[key]
        type(owner)._default_manager.filter(pk=owner.pk).update(published_version=models.F("version"))
    Merge.objects.filter(pk=merge.pk).update(undone_at=timezone.now())
    return version


def _put_back(model: type[models.Model], row: dict[str, Any]) -> None:
    """The row as it was; one that the merge dropped returns under its old number."""
    columns = {name: value for name, value in row.items() if name != "id"}
    if not model._default_manager.filter(pk=row["id"]).update(**columns):
        model._default_manager.bulk_create([model(**row)])


def _refuse(problems: Iterable[Problem]) -> None:
    if found := list(problems):
        raise PublicationRefused(found)


def _without_reason(record: Record, reason: str) -> list[Problem]:
    return [] if reason.strip() else [Problem(str(key_of(record)), "reason", _("give one."))]


def _changed(merge: Merge, touched: dict[str, Record]) -> Iterable[Problem]:
    """What differs from the state that the merge left behind, on either side."""
    for number, left in merge.left.items():
        if number not in touched:
            yield Problem(number, "id", _("was deleted since the merge."))
            continue
        pairs = zip(_PARTS, left, state_of(touched[number]), strict=True)
        for part, then, now in pairs:
            if then != now:
                told = _("has changed since the merge: it was %(then)s then and is %(now)s now.")
                told %= {"then": then or _("none"), "now": now or _("none")}
                yield Problem(str(key_of(touched[number])), part, told)
                break
    brought = _brought_by(merge)
    now = _published(brought, version=current().number)
    for key in sorted(key for key in brought if brought[key] != now.get(key)):
        yield Problem(str(key), "publication", _("what the public sees of it has changed since the merge."))


# The public side: what a merge brought are the rows of its version


def _undo_published(merge: Merge, old: Key, new: Key) -> int:
    brought = _brought_by(merge)
    world = World()
    before = _published([*brought, old], version=merge.before)
    changed = {key for key, snapshot in before.items() if brought.get(key) != snapshot}
    affected = dependents({old, new, *changed}) | changed | {new}
    world.expect(affected)
    for key in changed:
        world.put(key, before[key])
    world.expect(affected)
    _refuse(loose_ends(affected, world))
    return Ledger(world).commit(affected)


def _brought_by(merge: Merge) -> dict[Key, Snapshot]:
    """The public records that the merge changed, as it left them; none where it changed no public record."""
    changes = Change.objects.filter(seq__gt=merge.before, seq__lte=merge.after).exclude(op=ChangeOp.MERGE)
    return _published([Key(*names) for names in changes.values_list("resource", "slug")], version=merge.after)


def _published(keys: Iterable[Key], *, version: int) -> dict[Key, Snapshot]:
    """What was public of these at a version of the dataset."""
    slugs: dict[str, list[str]] = defaultdict(list)
    for key in keys:
        slugs[key.resource].append(key.slug)
    return {
        Key(resource, slug): snapshot
        for resource, named in slugs.items()
        for slug, snapshot in RECORD_TABLES[resource]
        .objects.as_of(version)
        .filter(slug__in=named)
        .values_list("slug", "snapshot")
    }
