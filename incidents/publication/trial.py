"""What publishing would change, found by doing it and taking it back: there is no second account of it to go wrong."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db import connection, transaction

from incidents.models import Record
from incidents.publication.invariants import Problem, PublicationRefused
from incidents.publication.keys import Key
from incidents.publication.ledger import PUBLICATION_LOCK
from incidents.publication.models import RECORD_TABLES, Change, PublishedDocument, PublishedEvent, PublishedRecord
from incidents.publication.publishing import publish
from incidents.publication.version import current

Document = dict[str, Any]


@dataclass(frozen=True)
class Consequence:
    """One public document before and after; None where there is none."""

    key: Key
    before: Document | None
    after: Document | None


@dataclass(frozen=True)
class Trial:
    """What stands against publishing, or else every document that would differ, those of other records included.

    `busy` says that somebody else is publishing, so that nothing is known now.
    """

    problems: tuple[Problem, ...] = ()
    consequences: tuple[Consequence, ...] = ()
    busy: bool = False

    def of(self, key: Key) -> Consequence | None:
        return next((item for item in self.consequences if item.key == key), None)


def try_publishing(records: Iterable[Record], *, wait: bool = True) -> Trial:
    """Publish the records, look at what changed, and take it all back. Without `wait` it gives way to publishers."""
    with transaction.atomic():
        try:
            if not wait and not _lock_is_free():
                return Trial(busy=True)
            before = current().number
            version = publish(records)
            return Trial(consequences=_consequences(version) if version > before else ())
        except PublicationRefused as refused:
            return Trial(problems=tuple(refused.problems))
        finally:
            transaction.set_rollback(True)


def public_document(key: Key) -> Document | None:
    """The record's document as the public sees it now; None where it sees none."""
    row = RECORD_TABLES[key.resource].objects.current().filter(slug=key.slug).first()
    return _document(row) if row else None


def _lock_is_free() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [PUBLICATION_LOCK])
        return bool(cursor.fetchone()[0])


def _consequences(version: int) -> tuple[Consequence, ...]:
    changed = Change.objects.filter(dataset_version=version).order_by("seq").values_list("resource", "slug")
    keys = [Key(*names) for names in changed]
    before, after = _documents(keys, valid_to=version), _documents(keys, valid_from=version)
    return tuple(Consequence(key, before.get(key), after.get(key)) for key in keys)


def _documents(keys: list[Key], **bounds: int) -> dict[Key, Document]:
    found: dict[Key, Document] = {}
    for resource in {key.resource for key in keys}:
        slugs = [key.slug for key in keys if key.resource == resource]
        rows = RECORD_TABLES[resource].objects.filter(slug__in=slugs, **bounds)
        found |= {Key(resource, row.slug): _document(row) for row in rows.defer(*_UNREAD.get(resource, _SEARCH))}
    return found


# Columns that tell nothing here and hold much.
_SEARCH = ("search", "summary")
_UNREAD: dict[str, tuple[str, ...]] = {"places": ()}


def _document(row: PublishedRecord) -> Document:
    """What is sent of the record. Places are sent inside of others only, so of them it is the content."""
    if not isinstance(row, PublishedDocument):
        return dict(row.snapshot)
    document: Document = json.loads(row.document)
    if isinstance(row, PublishedEvent):
        document["disagreements"] = json.loads(row.disagreements)["aspects"]
    return document
