"""What schemathesis is told beyond the OpenAPI document (schemathesis.toml names this module).

No check is weakened here. Requests that are meant to be sound are made so before they are sent: they keep to the rules
between parameters, and where they have a cursor, it is one that this server made, with the query that it made it for.
Whatever of them is still refused is a failure. Requests that are meant to be refused are sent as they are.
"""

import re
from typing import Any
from urllib.parse import unquote

import schemathesis
from schemathesis import Case, HookContext, Response

from tests.fuzz.rules import Query, sound

NEXT_CURSOR = re.compile(r'[?&]cursor=([^&>]*)[^>]*>; rel="next"')


class Seen:
    """What this server has told so far: its newest version, and by operation a query with the cursor of a next page."""

    newest = 0
    pages: dict[str, Query] = {}


@schemathesis.hook
def before_call(context: HookContext, case: Case[Any], kwargs: dict[str, Any]) -> None:
    if not is_meant_to_be_sound(case):
        return
    query = dict(case.query)
    if query.pop("cursor", None) is not None:
        query = Seen.pages.get(case.operation.label, query)
    case.query = sound(query, resource=resource_of(case.path), newest=Seen.newest)


@schemathesis.hook
def after_call(context: HookContext, case: Case[Any], response: Response) -> None:
    (version,) = response.headers.get("dataset-version", ["0"])
    Seen.newest = max(Seen.newest, int(version))
    (links,) = response.headers.get("link", [""])
    cursor = NEXT_CURSOR.search(links)
    if cursor and is_meant_to_be_sound(case):
        Seen.pages[case.operation.label] = {**case.query, "cursor": unquote(cursor[1])}


def is_meant_to_be_sound(case: Case[Any]) -> bool:
    return case.meta is not None and case.meta.generation.mode.is_positive and bool(case.query)


def resource_of(path: str) -> str:
    """events for /api/v1/events/facets/"""
    return path.split("/")[3]
