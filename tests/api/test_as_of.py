"""`as_of`: an answer as it was in a past version of the dataset."""

import pytest

from incidents.models import Actor, Event
from incidents.publication.merging import merge
from incidents.publication.publishing import publish, retract
from incidents.publication.version import current
from tests.api.contract import CheckedClient

pytestmark = pytest.mark.django_db
SUMMONS = "russian-ambassador-summoned-2025-11-14"
NATO = "aliyev-stresses-closer-nato-ties"
ADDRESSES = [
    f"/api/v1/events/{SUMMONS}/?",
    f"/api/v1/events/{SUMMONS}/?format=csv&",
    f"/api/v1/events/{SUMMONS}/?include=claims&",
    f"/api/v1/events/{SUMMONS}/disagreements/?",
    f"/api/v1/events/{SUMMONS}/disagreements/?format=jsonl&",
    f"/api/v1/events/{SUMMONS}/coverage/?",
    "/api/v1/claims/c001-ambassador-summoned/?",
    "/api/v1/articles/001-azerbaijan-russia-tensions-after-embassy-strike/?",
    "/api/v1/search/?q=ambassador+summoned&",
    "/api/v1/search/?q=ambassador+summoned&format=csv&",
    f"/api/v1/claims/facets/?by=event&event={SUMMONS}&",
]


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


@pytest.mark.parametrize("address", ADDRESSES)
def test_every_answer_that_shows_a_record_can_show_it_as_it_was(address: str, api: CheckedClient) -> None:
    version, then = current().number, api.get(address).getvalue()
    event = Event.objects.get(slug=SUMMONS)
    event.title = "Ambassador summoned"
    event.save()
    publish([event])
    now, past = api.get(address), api.get(f"{address}as_of={version}")
    assert past.getvalue() == then != now.getvalue()
    assert (past.headers["Dataset-Version"], now.headers["Dataset-Version"]) == (str(version), str(current().number))


def test_a_name_was_matched_as_it_was_spelt(api: CheckedClient) -> None:
    version = current().number
    actor = Actor.objects.get(slug="ilham-aliyev")
    actor.names.create(name="The Presiding One", language="en", script="Latn", kind="alias")
    publish([actor])
    asked = "/api/v1/actors/match/?name=The+Presiding+One"
    assert [match["score"] for match in api.get(asked).json()["results"]] == [1.0]
    assert api.get(f"{asked}&as_of={version}").json()["results"] == []
    assert api.get(f"/api/v1/actors/match/?name=Alyev&as_of={version}").json()["count"] == 1


def test_a_record_is_there_until_it_was_retracted_and_gone_from_then_on(api: CheckedClient) -> None:
    first = current().number
    event = Event.objects.get(slug=NATO)
    retract([event, *event.claims.all()], reason="Counted twice.")
    assert [api.get(f"/api/v1/events/{NATO}/?as_of={version}").status_code for version in (0, first)] == [404, 200]
    gone = api.get(f"/api/v1/events/{NATO}/?as_of={current().number}")
    assert (gone.status_code, gone.json()["detail"]) == (410, "Counted twice.")


def test_an_id_leads_to_the_other_only_since_it_was_merged(api: CheckedClient) -> None:
    before = current().number
    twin = Actor.objects.create(slug="president-aliyev", name="President Aliyev", kind="person")
    version = publish([twin])
    merge(twin, into=Actor.objects.get(slug="ilham-aliyev"), reason="The same person.")
    asked = "/api/v1/actors/president-aliyev/?as_of="
    assert [api.get(f"{asked}{number}").status_code for number in (before, version)] == [404, 200]
    moved = api.get(f"{asked}{current().number}")
    assert (moved.status_code, moved.headers["Location"]) == (
        308,
        f"/api/v1/actors/ilham-aliyev/?as_of={current().number}",
    )


def test_the_dataset_can_be_cited_as_it_was(api: CheckedClient) -> None:
    version, then = current().number, api.get("/api/v1/dataset/").json()
    event = Event.objects.get(slug=NATO)
    retract([event, *event.claims.all()], reason="Counted twice.")
    assert api.get(f"/api/v1/dataset/?as_of={version}").json() == then
    assert api.get("/api/v1/dataset/").json()["counts"]["events"] == then["counts"]["events"] - 1


def test_a_past_search_goes_on_with_what_was_found_then(api: CheckedClient) -> None:
    version = current().number
    first = api.get(f"/api/v1/search/?q=Putin&page_size=2&as_of={version}").json()
    whole = api.get(f"/api/v1/search/?q=Putin&page_size=4&as_of={version}").json()
    assert f"as_of={version}&" in first["next"]
    assert api.get(first["next"]).json()["results"] == whole["results"][2:]


@pytest.mark.parametrize(
    "address", [f"/api/v1/events/{SUMMONS}/", "/api/v1/search/?q=a", "/api/v1/actors/match/?name=a"]
)
def test_a_version_that_is_still_to_come_is_refused(address: str, api: CheckedClient) -> None:
    [fault] = api.get(f"{address}{'&' if '?' in address else '?'}as_of=99999999").json()["errors"]
    assert (fault["parameter"], fault["code"]) == ("as_of", "out_of_range")


@pytest.mark.parametrize("value", ["-1", "x", "1.5", "", "99999999"])
def test_a_version_that_never_was_is_refused(value: str, api: CheckedClient) -> None:
    assert api.get(f"/api/v1/events/?as_of={value}").status_code == 400
