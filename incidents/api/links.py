"""Links of the OpenAPI document: where the ids of an answer lead. Read off the addresses, so none can be forgotten."""

import re
from collections.abc import Iterator
from typing import Any

Node = dict[str, Any]
# An address below another that ends in a parameter: /events/{id}/ below /events/.
RECORD = re.compile(r"(?P<parent>.*/)\{(?P<parameter>[a-z]+)\}/")
MATCH = "/api/v1/actors/match/"
# Where in an answer the first of its ids stands; elsewhere it is a key of the first result.
ELSEWHERE = {MATCH: "results/0/actor/id"}
PARENTS = {MATCH: "/api/v1/actors/"}


def add_links(result: Node, generator: Any, request: Any, public: bool) -> Node:
    """Postprocessing hook: from a list to its first record, and from a record to all that is below its address."""
    for path, methods in result["paths"].items():
        links = {
            operation["operationId"]: link(operation, parameter=parameter, place=place)
            for operation, parameter, place in led_to(path, result["paths"])
        }
        if links:
            methods["get"]["responses"]["200"]["links"] = links
    return result


def led_to(path: str, paths: Node) -> Iterator[tuple[Node, str, str]]:
    """The operations that an answer of this address leads to, their parameter, and where the value of it stands."""
    here = RECORD.fullmatch(path)
    for other, methods in paths.items():
        record = RECORD.fullmatch(other)
        if record and record["parent"] == PARENTS.get(path, path):
            yield methods["get"], record["parameter"], ELSEWHERE.get(path, f"results/0/{record['parameter']}")
        elif here and other != path and other.startswith(path):
            yield methods["get"], here["parameter"], here["parameter"]


def link(operation: Node, *, parameter: str, place: str) -> Node:
    of_first = place.startswith("results/")
    return {
        "operationId": operation["operationId"],
        "parameters": {parameter: f"$response.body#/{place}"},
        "description": "For the first result, where there is one." if of_first else "For this record.",
    }
