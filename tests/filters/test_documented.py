"""The parameters of openapi.yaml are the filters as declared: limits, words and examples are changed in both."""

from typing import Any

import pytest
import yaml
from django.conf import settings

from tests.filters.asking import FILTERSETS

PATHS: dict[str, Any] = yaml.load((settings.BASE_DIR / "openapi.yaml").read_bytes(), Loader=yaml.CSafeLoader)["paths"]
DECLARED = [(resource, name) for resource, filterset in FILTERSETS.items() for name in filterset.base_filters]


@pytest.mark.parametrize(("resource", "name"), DECLARED)
def test_a_filter_is_described_as_it_is_declared(resource: str, name: str) -> None:
    parameters = PATHS[f"/api/v1/{resource}/"]["get"]["parameters"]
    described = next(parameter for parameter in parameters if parameter["name"] == name)
    assert FILTERSETS[resource].fields()[name].parameter(name) == described
