import pytest
from django.apps import apps

from incidents.dataset.schema import QUOTES, SPEC_OF, SPECS, Spec
from incidents.dataset.stored import stored
from incidents.models import Article, BundleImport, Claim, ClaimEvent, Evidence, OpenRecord, Proposal, Submission

NAMES = [spec.name for spec in SPECS]


def test_every_editorial_model_is_in_the_fixtures() -> None:
    tracked = {
        model for model in apps.get_app_config("incidents").get_models() if not hasattr(model, "pgh_tracked_model")
    }
    assert tracked - {BundleImport, ClaimEvent, OpenRecord, Proposal, Submission} == set(SPEC_OF)


def test_fields_come_in_the_order_of_their_declaration() -> None:
    assert list(SPEC_OF[Evidence].fields) == ["claim", "quote", "start"]
    assert list(SPEC_OF[Claim].fields)[:2] == ["slug", "status"]


def test_what_is_derived_is_not_in_the_files() -> None:
    derived = {"text", "text_sha256", "published_start", "version", "published_version", "created_at", "id"}
    assert derived.isdisjoint(SPEC_OF[Article].fields)
    assert "text" in SPEC_OF[Article].content


def test_links_with_facts_of_their_own_are_rows_of_their_own() -> None:
    assert "events" in SPEC_OF[Claim].fields
    assert "attribution" not in SPEC_OF[Claim].fields


def test_a_row_is_part_of_a_record() -> None:
    owners = {spec.name: spec.owner.name for spec in SPECS}
    assert {name for name, owner in owners.items() if name == owner} == {
        "source", "place", "actor", "article", "event", "claim",
    }  # fmt: skip
    assert {name: owners[name] for name in ("affiliation", "eventplace", "claimattribution", "claimrelation")} == {
        "affiliation": "actor", "eventplace": "event", "claimattribution": "claim", "claimrelation": "claim",
    }  # fmt: skip


def test_quotes_are_those_of_claims_and_of_passages() -> None:
    assert [spec.name for spec in QUOTES] == ["articlepassage", "evidence"]


def test_what_may_be_empty_or_unknown_or_has_a_default_may_be_left_out() -> None:
    required = {spec.name: [name for name in spec.fields if spec.required(name)] for spec in SPECS}
    assert {name: required[name] for name in ("place", "event", "eventplace", "articlepassage")} == {
        "place": ["slug", "name", "precision"],
        "event": ["slug", "title"],
        "eventplace": ["event", "place"],
        "articlepassage": ["article", "quote", "kind", "reason"],
    }


@pytest.mark.parametrize("spec", SPECS, ids=NAMES)
def test_every_editable_field_is_in_the_files(spec: Spec) -> None:
    editable = {field.name for field in spec.model._meta.concrete_fields if field.editable} - {"id"}
    assert editable <= set(spec.content)


@pytest.mark.parametrize("spec", SPECS, ids=NAMES)
def test_a_row_comes_after_what_it_refers_to(spec: Spec) -> None:
    assert set(spec.references.values()) <= set(SPECS[: SPECS.index(spec) + 1])


@pytest.mark.parametrize("spec", SPECS, ids=NAMES)
def test_a_row_is_found_by_the_natural_key_of_its_model(db: None, spec: Spec) -> None:
    row = spec.model._default_manager.earliest("pk")
    (found,) = stored(spec, spec.model._default_manager.filter(pk=row.pk))
    assert found.key == row.natural_key()  # type: ignore[attr-defined]  # every model of the dataset has one
