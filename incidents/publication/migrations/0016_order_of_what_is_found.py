"""An index of the order in which events stand, by their ids: for those that are found in a region. And which points are
frequent: latitude and longitude go together, as places do, which PostgreSQL does not expect of two columns.

The index is made while others read and write, and can be made again after an interruption. Its entries serve instead of
rows where a vacuum has been since the rows were written, as in 0014.
"""

from typing import ClassVar

from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models

from eventsapi.rest.patience import Patiently

NAME = "publishedevent_walk_found"
LISTS = ("countries", "actors", "roles", "agreements")
SIZE = "CASE WHEN {members} <= 24 THEN 0 ELSE {letters} END".format(
    members=" + ".join(f"cardinality({name})" for name in LISTS),
    letters=" + ".join(f"octet_length(array_to_tsvector({name})::text)" for name in LISTS),
)
FITS = models.Func(template=f"({SIZE}) <= 1200", output_field=models.BooleanField())
FOUND = models.Index(
    fields=["id"], include=("date_start", "slug"), condition=models.Q(("valid_to__isnull", True), FITS), name=NAME
)
TOGETHER = "publishedeventpoint_together"
PAIRS = f"CREATE STATISTICS IF NOT EXISTS {TOGETHER} (mcv) ON latitude, longitude FROM publication_publishedeventpoint"


class Migration(migrations.Migration):
    atomic = False
    dependencies: ClassVar = [("publication", "0015_points_by_index")]
    operations: ClassVar = [
        Patiently(
            [
                # What was interrupted has left an index that nothing uses.
                migrations.RunSQL(f"DROP INDEX CONCURRENTLY IF EXISTS {NAME}", migrations.RunSQL.noop),
                AddIndexConcurrently(model_name="publishedevent", index=FOUND),
            ]
        ),
        migrations.RunSQL(PAIRS, f"DROP STATISTICS IF EXISTS {TOGETHER}"),
        # A thousand places instead of a hundred.
        migrations.RunSQL(f"ALTER STATISTICS {TOGETHER} SET STATISTICS 1000", migrations.RunSQL.noop),
        migrations.RunSQL("ANALYZE publication_publishedeventpoint", migrations.RunSQL.noop),
    ]
