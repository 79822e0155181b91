"""The OpenAPI document: sound, complete, and the same as the committed file. That answers keep to it is checked with
every answer of the tests beside this one (contract.py)."""

import re
from typing import Any

import pytest
import yaml
from django.conf import settings
from openapi_spec_validator import OpenAPIV31SpecValidator

from eventsapi.rest.documentation import openapi_document
from incidents.api.including import articles, events, excerpts
from incidents.api.urls import urlpatterns

OPERATIONS = {operation["operationId"]: operation for methods in openapi_document()["paths"].values()
              for operation in methods.values()}  # fmt: skip
PARAMETERS = [(name, parameter) for name, operation in OPERATIONS.items() for parameter in operation["parameters"]]
SCHEMAS = openapi_document()["components"]["schemas"]
# What `include` adds, by the component it is added to.
INCLUSIONS = {
    "EventSummary": events.INCLUSIONS,
    "ArticleSummary": articles.INCLUSIONS,
    "Actor": excerpts.ACTOR_INCLUSIONS,
    "Source": excerpts.SOURCE_INCLUSIONS,
}


def named(value: Any) -> str | None:
    return value["name"] if isinstance(value, dict) else None


def test_it_is_a_sound_openapi_3_1_document() -> None:
    assert openapi_document()["openapi"] == "3.1.1"
    assert list(OpenAPIV31SpecValidator(openapi_document()).iter_errors()) == []


def test_the_committed_file_is_the_document() -> None:
    committed = yaml.safe_load((settings.BASE_DIR / "openapi.yaml").read_text(encoding="utf-8"))
    assert committed == openapi_document(), "Run: python3 dev.py manage spectacular --file openapi.yaml --validate"


def test_nothing_in_it_is_nullable_in_the_old_way() -> None:
    assert "nullable" not in str(openapi_document())


def test_the_operations_have_names_given_by_hand() -> None:
    assert sorted(OPERATIONS) == [
        "getActor", "getArticle", "getClaim", "getClaimFacets", "getDataset", "getEvent", "getEventCoverage",
        "getEventDisagreements", "getEventFacets", "getEventTimeline", "getIndex", "getSource", "getVocabulary",
        "listActors", "listArticles", "listChanges", "listClaims", "listEvents", "listSources", "listVocabularies",
        "matchActors", "search",
    ]  # fmt: skip
    assert len(OPERATIONS) == len(urlpatterns)


def test_the_schemas_have_names_given_by_hand() -> None:
    assert [name for name in SCHEMAS if re.search(r"[0-9]", name)] == []
    assert {"Event", "EventSummary", "EventSummaryPage", "Claim", "Disagreements", "Problem", "Fault"} <= SCHEMAS.keys()


@pytest.mark.parametrize(("operation", "parameter"), PARAMETERS, ids=named)
def test_every_parameter_is_explained_and_shown_by_an_example(operation: str, parameter: dict[str, Any]) -> None:
    assert parameter["description"]
    assert parameter["schema"].get("examples") or "example" in parameter, f"{operation}: {parameter['name']}"


@pytest.mark.parametrize("operation", OPERATIONS.values(), ids=OPERATIONS)
def test_every_operation_is_explained_and_tells_its_errors(operation: dict[str, Any]) -> None:
    assert operation["summary"]
    assert operation["description"]
    assert operation["responses"].keys() >= {"200", "304", "400", "404", "405", "406", "414", "429", "500", "503"}


@pytest.mark.parametrize("name", SCHEMAS)
def test_every_key_is_explained_and_present_unless_it_has_to_be_asked_for(name: str) -> None:
    properties = SCHEMAS[name].get("properties", {})
    assert [key for key, part in properties.items() if not part.get("description") and "$ref" not in part] == []
    absent = set(properties) - set(SCHEMAS[name].get("required", []))
    # What `fields` cuts down, and what `include` adds.
    inclusions = INCLUSIONS.get(name, {}).values()
    assert absent == (set(properties) if name.endswith("Part") else {inclusion.key for inclusion in inclusions})
