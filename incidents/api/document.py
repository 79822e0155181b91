"""What the OpenAPI document tells of this API in particular: its terms, its topics, and an example of every answer."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import orjson

from incidents.api.dataset import LICENCE
from incidents.publication.documents.shared import API_ROOT

# Answers of the real dataset, asked for and written by tests/api/test_examples.py.
EXAMPLES = Path(__file__).with_name("examples.json")
TOPICS = {
    "actors": "Persons, states, organisations and groups, under every spelling of their names.",
    "articles": "The texts that were read: who published them, when, and whom they cite.",
    "changes": "What was published, changed and withdrawn, for those who keep a copy.",
    "claims": "Who says what, in which words, according to whom.",
    "dataset": "The whole: version, size and terms of use, and the addresses of everything else.",
    "events": "What is said to have happened, and where what is said disagrees.",
    "search": "Finding by words in any of the languages.",
    "sources": "Those who publish articles or are cited in them.",
    "vocabularies": "The words that values are taken from, with their definitions.",
}
Node = dict[str, Any]


def complete(result: Node, generator: Any, request: Any, public: bool) -> Node:
    """Postprocessing hook: terms, servers, topics and examples."""
    result["info"]["license"] = {"name": f"{LICENCE['name']}; its terms are at {API_ROOT}/dataset/"}
    result["servers"] = [{"url": "/", "description": "The server that this document was read from."}]
    result["tags"] = [{"name": name, "description": description} for name, description in TOPICS.items()]
    examples = orjson.loads(EXAMPLES.read_bytes())
    for methods in result["paths"].values():
        for operation in methods.values():
            _show(operation["responses"]["200"]["content"]["application/json"], examples.get(operation["operationId"]))
    for name, answer in result["components"]["responses"].items():
        _show(answer["content"]["application/problem+json"], examples.get(name))
    return result


def _show(content: Node, example: Mapping[str, Any] | None) -> None:
    """One that is new has no example until the tests have asked for it."""
    if example:
        content["examples"] = {"real": {"summary": example["request"], "value": example["answer"]}}
