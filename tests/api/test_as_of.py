"""`as_of`: a list as it was in a past version of the dataset."""

import pytest

from incidents.models import Event
from incidents.publication.publishing import publish, retract
from incidents.publication.version import current
from tests.api.contract import CheckedClient

pytestmark = pytest.mark.django_db
SUMMONS = "russian-ambassador-summoned-2025-11-14"


def titles(api: CheckedClient, query: str = "") -> dict[str, str]:
    results = api.get(f"/api/v1/events/?page_size=200&fields=id,title{query}").json()["results"]
    return {result["id"]: result["title"] for result in results}


@pytest.fixture
def before(db: None) -> int:
    """The version before the summons got another title."""
    version = current().number
    event = Event.objects.get(slug=SUMMONS)
    event.title = "Ambassador summoned"
    event.save()
    publish([event])
    return version


def test_a_past_version_shows_what_was_public_then(before: int, api: CheckedClient) -> None:
    assert titles(api)[SUMMONS] == "Ambassador summoned"
    assert titles(api, f"&as_of={before}")[SUMMONS].startswith("Azerbaijan summons")


def test_what_was_retracted_since_is_still_in_the_past(before: int, api: CheckedClient) -> None:
    event = Event.objects.get(slug="aliyev-stresses-closer-nato-ties")
    retract([event, *event.claims.all()], reason="Counted twice.")
    assert "aliyev-stresses-closer-nato-ties" not in titles(api)
    assert "aliyev-stresses-closer-nato-ties" in titles(api, f"&as_of={before}")


def test_what_is_included_is_of_that_version_too(before: int, api: CheckedClient) -> None:
    claims = "/api/v1/events/?actor=russian-ambassador-to-azerbaijan&include=claims"
    now, then = (api.get(f"{claims}{query}").json()["results"] for query in ("", f"&as_of={before}"))
    assert {ref["title"] for claim in now[0]["claims"] for ref in claim["events"] if ref["id"] == SUMMONS} == {
        "Ambassador summoned"
    }
    assert "Ambassador summoned" not in str(then)


def test_the_answer_is_labelled_with_the_version_that_it_shows(before: int, api: CheckedClient) -> None:
    answer = api.get(f"/api/v1/events/?as_of={before}")
    assert int(answer.headers["Dataset-Version"]) == before


def test_an_answer_about_the_past_keeps_its_tag_when_the_dataset_changes(before: int, api: CheckedClient) -> None:
    address = f"/api/v1/events/?as_of={before}"
    tag = api.get(address).headers["ETag"]
    publish_again = Event.objects.get(slug=SUMMONS)
    publish_again.title = "Ambassador called in"
    publish_again.save()
    publish([publish_again])
    assert api.get(address).headers["ETag"] == tag


def test_links_to_other_pages_keep_to_the_version(before: int, api: CheckedClient) -> None:
    assert f"as_of={before}&" in api.get(f"/api/v1/events/?as_of={before}&page_size=5").json()["next"]


def test_before_anything_was_published_there_is_nothing(api: CheckedClient) -> None:
    assert api.get("/api/v1/claims/?as_of=0").json()["count"] == 0


@pytest.mark.parametrize("value", ["-1", "x", "1.5", "", "99999999"])
def test_a_version_that_never_was_is_refused(value: str, api: CheckedClient) -> None:
    assert api.get(f"/api/v1/events/?as_of={value}").status_code == 400
