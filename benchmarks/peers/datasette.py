"""Datasette's own ground: the peers' tables copied into one SQLite file, and queries that nest as the product does."""

import json
import sqlite3
from pathlib import Path
from typing import Any

import psycopg

TABLES = ("actor", "place", "event", "event_place", "event_participant")
NESTED = ("date", "places", "participants", "part_of", "agreement", "contested_aspects")
LIST = """
SELECT event.slug AS id, '/api/v1/events/' || event.slug || '/' AS url, event.title, event.summary, event.event_type,
       event.mode, event.quad_class, event.realis,
       json_object('edtf', date_edtf, 'start', date_start, 'end', date_end, 'precision', date_precision,
                   'note', date_note) AS date,
       (SELECT json_group_array(json_object('place', json_object('id', place.slug, 'name', place.name,
            'country', place.country, 'latitude', place.latitude, 'longitude', place.longitude,
            'precision', place.precision), 'role', event_place.role))
        FROM event_place JOIN place ON place.id = place_id WHERE event_id = event.id) AS places,
       (SELECT json_group_array(json_object('actor', json_object('id', actor.slug, 'name', actor.name,
            'url', '/api/v1/actors/' || actor.slug || '/'), 'role', event_participant.role))
        FROM event_participant JOIN actor ON actor.id = actor_id WHERE event_id = event.id) AS participants,
       (SELECT json_object('id', larger.slug, 'title', larger.title, 'url', '/api/v1/events/' || larger.slug || '/')
        FROM event AS larger WHERE larger.id = event.part_of_id) AS part_of,
       agreement, contested_aspects, claim_count, article_count, source_count, independent_source_count, updated_at
FROM event WHERE {where} ORDER BY sort_date DESC, slug DESC LIMIT 50"""
WHERES = {
    "list": "1",
    "detail": "event.slug = :slug",
    "filtered": """event_type = :type AND last_date >= :date_from AND date_start <= :date_to AND EXISTS (
        SELECT 1 FROM event_place JOIN place ON place.id = place_id
        WHERE event_id = event.id AND country = :country)""",
    "actor": """event.id IN (SELECT event_id FROM event_participant JOIN actor ON actor.id = actor_id
                             WHERE actor.slug = :actor)""",
}
INDEXES = (
    "CREATE UNIQUE INDEX event_slug ON event (slug)",
    "CREATE INDEX event_date ON event (sort_date DESC, slug DESC)",
    "CREATE INDEX event_type ON event (event_type, sort_date DESC, slug DESC)",
    "CREATE UNIQUE INDEX actor_slug ON actor (slug)",
    "CREATE INDEX event_place_event ON event_place (event_id)",
    "CREATE INDEX event_participant_event ON event_participant (event_id)",
    "CREATE INDEX event_participant_actor ON event_participant (actor_id)",
)


def address(query: str, arguments: str = "") -> str:
    """Where Datasette answers the query, nested and without anything around the rows."""
    parsed = "".join(f"&_json={name}" for name in NESTED)
    return f"/events/{query}.json?_shape=array{parsed}{arguments}"


def write(database_url: str, folder: Path) -> None:
    """Writes events.db and metadata.json into the folder."""
    target = folder / "events.db"
    target.unlink(missing_ok=True)
    with psycopg.connect(database_url) as source, sqlite3.connect(target) as copy:
        copy.execute("PRAGMA journal_mode = off")
        copy.execute("PRAGMA synchronous = off")
        for table in TABLES:
            with source.cursor(name=table) as rows:
                rows.itersize = 10_000
                rows.execute(f"SELECT * FROM peers.{table}")
                names = [column.name for column in rows.description or ()]
                copy.execute(f"CREATE TABLE {table} ({', '.join(names)}, PRIMARY KEY (id))")
                places = ", ".join("?" for _ in names)
                copy.executemany(f"INSERT INTO {table} VALUES ({places})", (tuple(map(plain, row)) for row in rows))
        for statement in (*INDEXES, "ANALYZE"):
            copy.execute(statement)
    queries = {name: {"sql": LIST.format(where=where)} for name, where in WHERES.items()}
    (folder / "metadata.json").write_text(json.dumps({"databases": {"events": {"queries": queries}}}))


def plain(value: Any) -> Any:
    """As SQLite takes it: JSON and days as texts."""
    if isinstance(value, dict | list):
        return json.dumps(value)
    return value if value is None or isinstance(value, int | float | str) else str(value)
