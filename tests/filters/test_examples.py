"""What the OpenAPI document shows as an example of a filter finds something in the real dataset."""

from typing import Any
from urllib.parse import urlencode

import pytest

from tests.filters.asking import FILTERSETS, ids

pytestmark = pytest.mark.django_db

DECLARED = [(resource, name) for resource, filterset in FILTERSETS.items() for name in filterset.base_filters]


def example(resource: str, name: str) -> str:
    """The example of a parameter as a client would write it."""
    shown: Any = FILTERSETS[resource].fields()[name].parameter(name)["schema"]["examples"][0]
    if isinstance(shown, bool):
        return str(shown).lower()
    return ",".join(shown) if isinstance(shown, list) else str(shown)


@pytest.mark.parametrize(("resource", "name"), DECLARED)
def test_an_example_finds_something(resource: str, name: str) -> None:
    needed = FILTERSETS[resource].companions.get(name, ())[:1]
    query = {each: example(resource, each) for each in (name, *needed)}
    assert ids(resource, urlencode(query)), f"{resource}?{urlencode(query)} finds nothing."
