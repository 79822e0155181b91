"""Indexes that hold all that is asked of points: those of an event, and those of a region.

They are made while others read and write, and can be made again after an interruption; those that they replace go last.
Their entries serve instead of rows where a vacuum has been since the rows were written, as in 0014.
"""

from typing import ClassVar

import django.db.models.deletion
from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models
from django.db.migrations.operations.base import Operation

from eventsapi.rest.patience import Patiently

TABLE = "ALTER TABLE publication_publishedeventpoint"
OLD = "publishedeventpoint_where"
AWAY = f"DROP INDEX CONCURRENTLY IF EXISTS {OLD}"
OF_THE_FIELD = "publication_publishedeventpoint_event_id_7e734b76"
OLD_AS_IT_WAS = f"CREATE INDEX CONCURRENTLY {OLD} ON publication_publishedeventpoint (latitude, longitude)"
OFTEN = "autovacuum_vacuum_scale_factor = 0.02, autovacuum_vacuum_insert_scale_factor = 0.02"


def made(name: str, *fields: str, include: tuple[str, ...]) -> Operation:
    """What was interrupted has left an index that nothing uses."""
    index = models.Index(fields=fields, include=include, name=name)
    away = migrations.RunSQL(f"DROP INDEX CONCURRENTLY IF EXISTS {name}", migrations.RunSQL.noop)
    return Patiently([away, AddIndexConcurrently(model_name="publishedeventpoint", index=index)])


class Migration(migrations.Migration):
    atomic = False
    dependencies: ClassVar = [("publication", "0014_walked")]
    operations: ClassVar = [
        migrations.RunSQL(f"{TABLE} SET ({OFTEN})", f"{TABLE} RESET ({OFTEN.replace(' = 0.02', '')})"),
        made("publishedeventpoint_there", "latitude", "longitude", include=("event",)),
        made("publishedeventpoint_of", "event", include=("latitude", "longitude")),
        migrations.SeparateDatabaseAndState(
            database_operations=[
                # On the way back, too, what was interrupted has left an index that nothing uses.
                Patiently([migrations.RunSQL(AWAY, [AWAY, OLD_AS_IT_WAS])])
            ],
            state_operations=[migrations.RemoveIndex(model_name="publishedeventpoint", name=OLD)],
        ),
        migrations.AlterField(
            model_name="publishedeventpoint",
            name="event",
            field=models.ForeignKey(
                db_index=False,
                help_text="The version of the event.",
                on_delete=django.db.models.deletion.CASCADE,
                related_name="points",
                to="publication.publishedevent",
            ),
        ),
        # Going back makes the index of this field again; an interrupted attempt has left it behind.
        Patiently([migrations.RunSQL(migrations.RunSQL.noop, f"DROP INDEX CONCURRENTLY IF EXISTS {OF_THE_FIELD}")]),
    ]
