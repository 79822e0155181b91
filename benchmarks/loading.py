"""Gets the dataset into the database as anybody would: a bundle of JSON Lines, and load_dataset."""

import os
import shutil
import sys
import time
from pathlib import Path
from typing import Any

from django.core.management import call_command
from django.db import connection

from benchmarks import bundle
from benchmarks.synthetic import Dataset
from incidents.publication.models import PublishedEvent

# What a database must have in its name to be emptied here.
MARK = "bench"


def load(dataset: Dataset, *, keep: bool, folder: Path) -> dict[str, Any] | None:
    """Empties the database and loads the dataset, unless it holds one of this size already and `keep` is set."""
    name = str(connection.settings_dict["NAME"])
    if MARK not in name:
        sys.exit(f"{name} would be emptied: name a database with {MARK!r} in its name in DATABASE_URL, or unset it.")
    if keep and is_loaded(dataset.events):
        return None
    empty()
    told(f"Writing {dataset.events:,} events as a bundle …")
    lines = bundle.write(dataset, folder)
    told("Loading it …")
    started = time.monotonic()
    call_command("load_dataset", str(folder), processes=os.cpu_count() or 1)
    seconds = time.monotonic() - started
    shutil.rmtree(folder)
    # The rows of the bundle, and those that are published of them.
    taken = lines + rows("publication_change")
    return {"rows": taken, "seconds": seconds, "rate": taken / seconds, "megabytes": megabytes()}


def is_loaded(events: int) -> bool:
    if "publication_publishedevent" not in connection.introspection.table_names():
        return False
    return PublishedEvent.objects.current().count() == events


def empty() -> None:
    with connection.cursor() as cursor:
        cursor.execute("DROP SCHEMA IF EXISTS peers CASCADE; DROP SCHEMA public CASCADE; CREATE SCHEMA public")
    call_command("migrate", verbosity=0)


def rows(table: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM {table}")
        [count] = cursor.fetchone() or [0]
        return int(count)


def megabytes() -> float:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_database_size(current_database()) / 1e6")
        [size] = cursor.fetchone() or [0]
        return float(size)


def told(words: str) -> None:
    print(words, file=sys.stderr, flush=True)
