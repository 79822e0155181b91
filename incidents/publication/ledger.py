"""Writing the public tables: one new version of the dataset for each act of publishing that changes anything.

Numbers are given under one lock that is held until the transaction ends. So a change becomes visible only after all
changes with lower numbers are, and a reader who has seen number N has seen every change up to N.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import connection
from django.utils import timezone

from incidents.publication.actor_names import PublishedActorName
from incidents.publication.columns import points_of, spellings_of
from incidents.publication.keys import Key
from incidents.publication.models import (
    RECORD_TABLES,
    Change,
    PublishedActor,
    PublishedClaimRelation,
    PublishedEvent,
    PublishedEventPoint,
    PublishedRecord,
    Withdrawal,
)
from incidents.publication.rendering import Rendered, render
from incidents.publication.version import current
from incidents.publication.world import Relation, World
from incidents.vocabularies import ChangeOp

# Any constant that no other code of the database uses; "claims" in ASCII.
PUBLICATION_LOCK = 0x636C61696D73
# Rows in one INSERT: enough to save round trips, few enough to stay small in memory.
BATCH = 200


def take_lock() -> None:
    """Wait for other publishers. PostgreSQL gives the lock back when the transaction ends, however it ends."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [PUBLICATION_LOCK])


class Ledger:
    """Collects what one act changes, then writes it as one version. Use within a transaction that holds the lock."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._withdrawals: dict[Key, dict[str, str]] = {}
        self._relations_present: set[Relation] = set()
        self._relations_gone: set[Relation] = set()

    def withdraw(self, key: Key, *, reason: str, merged_into: str = "") -> None:
        self._world.remove(key)
        self._withdrawals[key] = {"reason": reason, "merged_into": merged_into}

    def relate(self, *, present: Iterable[Relation], gone: Iterable[Relation]) -> None:
        self._relations_present |= set(present)
        self._relations_gone |= set(gone)
        self._world.put_relations(present=self._relations_present, gone=self._relations_gone)

    def commit(self, targets: Iterable[Key]) -> int:
        """Write what differs among the targets; returns the dataset version, unchanged where nothing does."""
        kept = [key for key in targets if key not in self._withdrawals]
        self._world.expect(kept)
        stored = _stored(kept)
        changed, refilled = [], []
        for rendered in (render(key, self._world) for key in sorted(kept, key=_order)):
            row = stored.get(rendered.key)
            if row is None or _differs(row, rendered):
                changed.append(rendered)
            elif _columns_differ(row, rendered):
                refilled.append((row, rendered))
        if not changed and not self._withdrawals:
            _refill(refilled)
            return current().number
        return self._write(changed, refilled, set(stored))

    def differing(self, keys: Iterable[Key]) -> set[Key]:
        """The public records among these whose rows are not what they would be made to."""
        kept = list(keys)
        self._world.expect(kept)
        rendered = (render(key, self._world) for key in kept)
        rows = _stored(kept)
        return {
            item.key for item in rendered if _differs(rows[item.key], item) or _columns_differ(rows[item.key], item)
        }

    def _write(
        self, changed: list[Rendered], refilled: list[tuple[PublishedRecord, Rendered]], existing: set[Key]
    ) -> int:
        before, now = current().number, timezone.now()
        version = before + len(changed) + len(self._withdrawals)
        gone = sorted(self._withdrawals, key=_order)
        _close([*(rendered.key for rendered in changed), *(rendered.key for _, rendered in refilled), *gone], version)
        self._write_relations(version)
        ops = [(key, self._op_of(key)) for key in gone]
        ops += [(item.key, ChangeOp.UPDATE if item.key in existing else ChangeOp.CREATE) for item in changed]
        seqs = {key: before + position for position, (key, _) in enumerate(ops, start=1)}
        rows = [_row(rendered, seq=seqs[rendered.key], version=version, at=now) for rendered in changed]
        # The answer stays as it is; what finds it changes, and an older version is found as it was.
        rows += [_row(rendered, seq=row.seq, version=version, at=row.changed_at) for row, rendered in refilled]
        for table in {type(row) for row in rows}:
            table.objects.bulk_create([row for row in rows if type(row) is table], batch_size=BATCH)
        everything = [*changed, *(rendered for _, rendered in refilled)]
        _put_parts(list(zip(rows, everything, strict=True)))
        self._write_withdrawals(version, returning=[item.key for item in changed])
        Change.objects.bulk_create(
            Change(seq=seqs[key], op=op, resource=key.resource, slug=key.slug, at=now, dataset_version=version)
            for key, op in ops
        )
        return version

    def _op_of(self, key: Key) -> ChangeOp:
        return ChangeOp.MERGE if self._withdrawals[key]["merged_into"] else ChangeOp.RETRACT

    def _write_relations(self, version: int) -> None:
        for relation in self._relations_gone:
            PublishedClaimRelation.objects.current().filter(**relation._asdict()).update(valid_to=version)
        PublishedClaimRelation.objects.bulk_create(
            PublishedClaimRelation(**relation._asdict(), valid_from=version)
            for relation in sorted(self._relations_present)
        )

    def _write_withdrawals(self, version: int, *, returning: list[Key]) -> None:
        for resource in {key.resource for key in returning}:
            slugs = [key.slug for key in returning if key.resource == resource]
            Withdrawal.objects.current().filter(resource=resource, slug__in=slugs).update(valid_to=version)
        Withdrawal.objects.bulk_create(
            Withdrawal(resource=key.resource, slug=key.slug, valid_from=version, **why)
            for key, why in self._withdrawals.items()
        )


def dependents(keys: Iterable[Key]) -> set[Key]:
    """The public records whose documents were made from any of these."""
    texts = [str(key) for key in keys]
    return {
        Key(resource, slug)
        for resource, table in RECORD_TABLES.items()
        for slug in table.objects.current().filter(mentions__overlap=texts).values_list("slug", flat=True)
    }


def _order(key: Key) -> tuple[int, str]:
    return list(RECORD_TABLES).index(key.resource), key.slug


def _stored(keys: list[Key]) -> dict[Key, PublishedRecord]:
    """The current rows, without their search vectors."""
    rows: dict[Key, PublishedRecord] = {}
    for resource in {key.resource for key in keys}:
        slugs = [key.slug for key in keys if key.resource == resource]
        table = RECORD_TABLES[resource].objects.current().filter(slug__in=slugs)
        rows |= {Key(resource, row.slug): row for row in table.defer(*_SEARCH.get(resource, ("search",)))}
    return rows


_SEARCH: dict[str, tuple[str, ...]] = {"places": ()}


def _differs(row: PublishedRecord, rendered: Rendered) -> bool:
    """Whether any public byte would change, or the frozen content behind it."""
    texts = rendered.texts(row.changed_at)
    return row.snapshot != rendered.snapshot or any(getattr(row, name) != text for name, text in texts.items())


def _columns_differ(row: PublishedRecord, rendered: Rendered) -> bool:
    expected = {"mentions": rendered.mentions, **rendered.columns}
    return any(getattr(row, name) != value for name, value in expected.items())


def _refill(refilled: list[tuple[PublishedRecord, Rendered]]) -> None:
    """Mend what finds the answers. No answer changes, so there is no version that it could belong to."""
    for row, rendered in refilled:
        search: dict[str, Any] = {"search": rendered.words.vector()} if rendered.words else {}
        table = type(row).objects.filter(pk=row.pk)
        table.update(mentions=rendered.mentions, **rendered.columns, **search)
    _put_parts(refilled)


def _put_parts(pairs: list[tuple[PublishedRecord, Rendered]]) -> None:
    """What rows are found by that has a table of its own."""
    _put_points(pairs)
    _put_names(pairs)


def _put_points(pairs: list[tuple[PublishedRecord, Rendered]]) -> None:
    """Where the events of these rows are on the map, instead of what was said before."""
    events = [(row, points_of(rendered.document)) for row, rendered in pairs if isinstance(row, PublishedEvent)]
    PublishedEventPoint.objects.filter(event__in=[row for row, _ in events]).delete()
    PublishedEventPoint.objects.bulk_create(
        PublishedEventPoint(event=row, latitude=latitude, longitude=longitude)
        for row, points in events
        for latitude, longitude in points
    )


def _put_names(pairs: list[tuple[PublishedRecord, Rendered]]) -> None:
    """How the actors of these rows are called, instead of what was said before."""
    actors = [(row, spellings_of(rendered.document)) for row, rendered in pairs if isinstance(row, PublishedActor)]
    PublishedActorName.objects.filter(actor__in=[row for row, _ in actors]).delete()
    PublishedActorName.objects.bulk_create(
        PublishedActorName(actor=row, **spelling) for row, spellings in actors for spelling in spellings
    )


def _close(keys: list[Key], version: int) -> None:
    for resource in {key.resource for key in keys}:
        slugs = [key.slug for key in keys if key.resource == resource]
        RECORD_TABLES[resource].objects.current().filter(slug__in=slugs).update(valid_to=version)


def _row(rendered: Rendered, *, seq: int, version: int, at: datetime) -> PublishedRecord:
    search: dict[str, Any] = {"search": rendered.words.vector()} if rendered.words else {}
    return RECORD_TABLES[rendered.key.resource](
        slug=rendered.key.slug,
        seq=seq,
        valid_from=version,
        changed_at=at,
        snapshot=rendered.snapshot,
        mentions=rendered.mentions,
        **rendered.columns,
        **rendered.texts(at),
        **search,
    )
