import pytest

from incidents.vocabularies import VOCABULARIES
from tests.api.contract import CheckedClient

pytestmark = pytest.mark.django_db


def test_the_list_holds_every_vocabulary_with_all_its_words(api: CheckedClient) -> None:
    page = api.get("/api/v1/vocabularies/").json()
    assert [item["name"] for item in page["results"]] == list(VOCABULARIES)
    assert (page["count"], page["count_relation"], page["next"]) == (len(VOCABULARIES), "eq", None)


@pytest.mark.parametrize("name", VOCABULARIES)
def test_each_vocabulary_has_an_address_of_its_own(name: str, api: CheckedClient) -> None:
    [listed] = [item for item in api.get("/api/v1/vocabularies/").json()["results"] if item["name"] == name]
    assert api.get(listed["url"]).json() == listed
    assert [word["word"] for word in listed["words"]] == list(VOCABULARIES[name].values)


def test_a_word_comes_with_definition_and_crosswalks(api: CheckedClient) -> None:
    words = api.get("/api/v1/vocabularies/event_type/").json()["words"]
    [threaten] = [word for word in words if word["word"] == "THREATEN"]
    assert threaten["quad_class"] == "verbal_conflict"
    assert threaten["crosswalks"] == {"cameo": ["13"], "acled": [], "ucdp": []}
    assert threaten["definition"]


@pytest.mark.parametrize("name", ["event-type", "EVENT_TYPE", "nothing"])
def test_an_unknown_vocabulary_is_not_found(name: str, api: CheckedClient) -> None:
    assert api.get(f"/api/v1/vocabularies/{name}/").status_code == 404
