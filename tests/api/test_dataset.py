import pytest
from django.conf import settings

from incidents.publication.about import citation
from incidents.publication.models import DOCUMENT_MODELS
from incidents.publication.version import DatasetVersion
from tests.api.contract import CheckedClient
from tests.published import clear

pytestmark = pytest.mark.django_db


def test_it_says_what_to_cite_and_under_which_terms(world: int, api: CheckedClient) -> None:
    dataset = api.get("/api/v1/dataset/").json()
    assert dataset["version"] == world
    assert dataset["name"] == "Contested events"
    assert dataset["licence"]["name"] == "Free to use with credit"
    assert (settings.BASE_DIR / dataset["licence"]["file"]).exists()
    assert dataset["citation"].startswith(f"Contested events, dataset version {world}, 20")
    assert dataset["citation"].endswith(", http://testserver/api/v1/dataset/")


def test_it_counts_what_is_public(world: int, api: CheckedClient) -> None:
    counts = api.get("/api/v1/dataset/").json()["counts"]
    assert counts == {"sources": 2, "actors": 3, "articles": 2, "events": 5, "claims": 6}


def test_an_empty_dataset_has_version_0_and_no_last_change(api: CheckedClient) -> None:
    clear()
    response = api.get("/api/v1/dataset/")
    dataset = response.json()
    assert (dataset["version"], dataset["last_change"]) == (0, None)
    assert dataset["citation"] == "Contested events, dataset version 0, http://testserver/api/v1/dataset/"
    assert "Last-Modified" not in response.headers


@pytest.mark.parametrize("resource", DOCUMENT_MODELS)
def test_an_empty_dataset_lists_nothing_and_has_no_record(api: CheckedClient, resource: str) -> None:
    clear()
    page = api.get(f"/api/v1/{resource}/")
    assert (page.json()["results"], page.headers["Dataset-Version"]) == ([], "0")
    assert api.get(f"/api/v1/{resource}/nothing/").status_code == 404


def test_a_citation_without_a_date_is_still_one() -> None:
    assert citation(DatasetVersion(0, None, 0, {}), address="/x/") == "Contested events, dataset version 0, /x/"
