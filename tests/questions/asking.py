"""Asks the API about the real dataset as a client would: by its addresses, and lists to their last page."""

from typing import Any
from urllib.parse import urlencode

from tests.api.contract import CheckedClient

Record = dict[str, Any]


def every(api: CheckedClient, resource: str, **filters: str) -> list[Record]:
    """All records that a list holds, read page by page."""
    found: list[Record] = []
    address: str | None = f"/api/v1/{resource}/?{urlencode({'page_size': '200', **filters})}"
    while address:
        page = api.get(address).json()
        found += page["results"]
        address = page["next"]
    return found


def one(api: CheckedClient, resource: str, slug: str) -> Record:
    """One record in full."""
    record: Record = api.get(f"/api/v1/{resource}/{slug}/").json()
    return record


def held(api: CheckedClient, event: str, aspect: str) -> Record:
    """What is held about one aspect of an event: its agreement, values, claims and relations."""
    aspects = api.get(f"/api/v1/events/{event}/disagreements/").json()["aspects"]
    found: Record = next(item for item in aspects if item["aspect"] == aspect)
    return found


def ids(records: list[Record]) -> list[str]:
    return sorted(record["id"] for record in records)


def speaker(claim: Record) -> str | None:
    """Who makes the claim; None where the article speaks in its own voice."""
    return claim["speaker"]["id"] if claim["speaker"] else None


def route(claim: Record) -> list[str]:
    """The sources that the claim came through, from the article outwards."""
    return [source["id"] for source in claim["attribution"]]


def text_number(claim: Record) -> str:
    """The three digits by which seeds/ numbers the text that a claim is from."""
    return str(claim["article"]["id"][:3])


def quotes(claims: list[Record]) -> list[str]:
    """The distinct words that the claims rest on, in the order of the text."""
    placed = {
        (item["article"]["id"], item["start"], item["end"]): item["quote"] for c in claims for item in c["evidence"]
    }
    return [placed[place] for place in sorted(placed)]
