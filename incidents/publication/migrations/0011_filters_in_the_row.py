"""What rows are filtered and counted by lies in the row itself, too: 0007 says how.

The summary had taken its place, so that a filter that looks at a row again, and every count by a list of ids, searched
for each list elsewhere.
"""

from typing import ClassVar

from django.db import migrations

FILTERS = {
    "source": ["languages"],
    "actor": ["sectors", "affiliated_with"],
    "article": ["cites", "events", "actors"],
    "event": [
        *("countries", "actors", "sources", "articles", "places", "roles", "affiliates", "affiliate_roles", "speakers"),
        *("via", "languages", "aspects", "agreements", "related_to"),
    ],
    "claim": ["events", "via", "speaker_affiliates", "relations", "related_to"],
}


def kept_in(name: str, storage: str) -> str:
    columns = (f"ALTER COLUMN {column} SET STORAGE {storage}" for column in FILTERS[name])
    return f"ALTER TABLE publication_published{name} {', '.join(columns)}"


class Migration(migrations.Migration):
    dependencies: ClassVar = [("publication", "0010_counts")]
    operations: ClassVar = [
        migrations.RunSQL(kept_in(name, "MAIN"), kept_in(name, "EXTENDED")) for name in FILTERS
    ]
