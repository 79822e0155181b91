"""Lists read fifty summaries a page, so they lie in the row itself.

PostgreSQL moves the longest texts of a long row elsewhere, where each takes a search of its own. MAIN keeps the
summaries until nothing else is left to move. Rows that are there already stay as they are until they are written again.
"""

from typing import ClassVar

from django.db import migrations


def kept_in(table: str) -> migrations.RunSQL:
    alter = f"ALTER TABLE {table} ALTER COLUMN summary SET STORAGE"
    return migrations.RunSQL(f"{alter} MAIN", f"{alter} EXTENDED")


class Migration(migrations.Migration):
    dependencies: ClassVar = [("publication", "0006_past_versions")]
    operations: ClassVar = [
        kept_in(f"publication_published{name}") for name in ("source", "actor", "article", "event", "claim")
    ]
