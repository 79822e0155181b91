"""FastAPI with asyncpg, at its best: PostgreSQL builds the JSON, prepared statements, bytes passed on."""

import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

# Installed for the benchmarks alone, beside the project's own environment.
import asyncpg  # type: ignore[import-not-found]
from fastapi import FastAPI, HTTPException, Response  # type: ignore[import-not-found]

PAGE = (Path(__file__).parent / "list.sql").read_text()
DETAIL = """,
        'relations', (SELECT coalesce(json_agg(json_build_object(
            'event', json_build_object('id', other.slug, 'title', other.title,
                                       'url', '/api/v1/events/' || other.slug || '/'),
            'relation', relation) ORDER BY event_relation.id), '[]')
            FROM event_relation JOIN event AS other ON other.id = to_event_id WHERE event_id = event.id),
        'claims', (SELECT coalesce(json_agg(json_build_object(
            'id', slug, 'title', title, 'url', '/api/v1/claims/' || slug || '/') ORDER BY id), '[]')
            FROM claim WHERE event_id = event.id),
        'articles', (SELECT coalesce(json_agg(json_build_object(
            'id', slug, 'title', title, 'url', '/api/v1/articles/' || slug || '/') ORDER BY id), '[]')
            FROM event_article WHERE event_id = event.id)"""
IN_COUNTRY = """(SELECT FROM event_place JOIN place ON place.id = place_id
                 WHERE event_id = event.id AND country = {parameter})"""
WITH_ACTOR = """event.id IN (SELECT event_id FROM event_participant JOIN actor ON actor.id = actor_id
                             WHERE actor.slug = {parameter})"""


@asynccontextmanager
async def lifespan(app: Any) -> AsyncIterator[None]:
    url = urlsplit(os.environ["DATABASE_URL"])
    app.state.pool = await asyncpg.create_pool(
        host=unquote(url.hostname or ""),
        user=url.username,
        password=url.password,
        database=url.path.lstrip("/"),
        min_size=4,
        max_size=8,
        server_settings={"search_path": "peers"},
    )
    yield
    await app.state.pool.close()


app = FastAPI(lifespan=lifespan)


async def events(
    country: str | None = None,
    type: str | None = None,  # noqa: A002  the name that clients write
    date_from: date | None = None,
    date_to: date | None = None,
    actor: str | None = None,
) -> Any:
    given = {
        "EXISTS " + IN_COUNTRY: country,
        "event_type = {parameter}": type,
        "last_date >= {parameter}": date_from,
        "date_start <= {parameter}": date_to,
        WITH_ACTOR: actor,
    }
    asked = {condition: value for condition, value in given.items() if value is not None}
    where = [condition.format(parameter=f"${place}") for place, condition in enumerate(asked, start=1)]
    text = await app.state.pool.fetchval(statement(" AND ".join(where) or "true", detail=""), *asked.values())
    return Response(text, media_type="application/json")


async def event(slug: str) -> Any:
    text = await app.state.pool.fetchval(statement("slug = $1", detail=DETAIL), slug)
    if text == '{"results" : []}':
        raise HTTPException(404)
    return Response(text, media_type="application/json")


def statement(where: str, *, detail: str) -> str:
    return PAGE.replace("{where}", where).replace("{detail}", detail)


app.add_api_route("/events/", events)
app.add_api_route("/events/{slug}/", event)
