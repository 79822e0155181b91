"""Indexes in which events are walked in the order of their dates, with what filters look at.

They are made while others read and write, and can be made again after an interruption. Their entries serve instead of
rows where a vacuum has been since the rows were written: so that comes after every fiftieth row instead of every fifth.
"""

from typing import ClassVar

from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models
from django.db.migrations.operations.base import Operation

from eventsapi.rest.patience import Patiently

LISTS = ("countries", "actors", "roles", "agreements")
SIZE = "CASE WHEN {members} <= 24 THEN 0 ELSE {letters} END".format(
    members=" + ".join(f"cardinality({name})" for name in LISTS),
    letters=" + ".join(f"octet_length(array_to_tsvector({name})::text)" for name in LISTS),
)
# How many events are too large for an entry, which PostgreSQL does not learn from the indexes.
KNOWN = f"CREATE STATISTICS IF NOT EXISTS publishedevent_walk_known ON ({SIZE}) FROM publication_publishedevent"
TABLE = "ALTER TABLE publication_publishedevent"
OFTEN = "autovacuum_vacuum_scale_factor = 0.02, autovacuum_vacuum_insert_scale_factor = 0.02"


def current(comparison: str) -> models.Q:
    size = models.Func(template=f"({SIZE}) {comparison} 1200", output_field=models.BooleanField())
    return models.Q(("valid_to__isnull", True), size)


def made(name: str, *fields: str, comparison: str, include: tuple[str, ...] | None = None) -> Operation:
    """What was interrupted has left an index that nothing uses."""
    index = models.Index(fields=fields, include=include, condition=current(comparison), name=name)
    away = migrations.RunSQL(f"DROP INDEX CONCURRENTLY IF EXISTS {name}", migrations.RunSQL.noop)
    return Patiently([away, AddIndexConcurrently(model_name="publishedevent", index=index)])


class Migration(migrations.Migration):
    atomic = False
    dependencies: ClassVar = [("publication", "0013_country_with_others")]
    operations: ClassVar = [
        migrations.RunSQL(KNOWN, "DROP STATISTICS IF EXISTS publishedevent_walk_known"),
        migrations.RunSQL(f"{TABLE} SET ({OFTEN})", f"{TABLE} RESET ({OFTEN.replace(' = 0.02', '')})"),
        migrations.RunSQL("ANALYZE publication_publishedevent", migrations.RunSQL.noop),
        made(
            "publishedevent_walk",
            "date_start",
            "slug",
            comparison="<=",
            include=("id", "date_end", "event_type", *LISTS),
        ),
        made("publishedevent_walk_wide", "date_start", "slug", comparison=">"),
        made(
            "publishedevent_walk_type",
            "event_type",
            "date_start",
            "slug",
            comparison="<=",
            include=("id", "date_end", "countries"),
        ),
    ]
