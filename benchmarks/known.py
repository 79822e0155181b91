"""What a client would have learnt on its way: where pages start and how the list is tagged."""

from typing import Any

from benchmarks import servers
from benchmarks.scenarios import EVENTS, PAGE, SPREAD, Known
from eventsapi.rest.cursors import Position, write_cursor
from incidents.publication.models import PublishedEvent

DEEP = 10_000


def learn(port: int) -> Known:
    """Asks the running product, and makes the cursors that following 10,000 links would lead to."""
    rows = PublishedEvent.objects.current().filter(date_start__isnull=False).order_by("-date_start", "-slug")
    count = rows.count()
    step = max(1, min(count // PAGE, SPREAD) // SPREAD)
    starts = range(PAGE * step - 1, min(count, PAGE * SPREAD * step), PAGE * step)
    first = list(rows.values_list("date_start", "slug")[: starts[-1] + 1]) if starts else []
    status, _, headers = servers.ask(port, EVENTS, servers.PRODUCTION)
    assert status == 200, f"The product answers {status}."
    known = Known(
        cursors=[cursor(first[start]) for start in starts],
        page_100=start_of(rows, 100) or "",
        page_10_000=start_of(rows, DEEP),
        etag=headers["ETag"],
    )
    for text in (known.cursors[0], known.page_100):
        status, body, _ = servers.ask(port, f"{EVENTS}?cursor={text}", servers.PRODUCTION)
        assert status == 200, f"The cursor is refused: {body[:300]!r}"
    return known


def start_of(rows: Any, page: int) -> str | None:
    """The cursor of a page, or None where there are fewer."""
    before = list(rows.values_list("date_start", "slug")[(page - 1) * PAGE - 1 : (page - 1) * PAGE])
    return cursor(before[0]) if before else None


def cursor(row: tuple[Any, str]) -> str:
    return write_cursor(Position(key=row[0], id=row[1]), query=f"{EVENTS}?")
