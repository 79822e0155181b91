"""`fields` and `include` on the lists, with the real dataset."""

from datetime import date

import pytest
from django.contrib.postgres.fields import ArrayField
from django.db.models import TextField, Value

from eventsapi.rest.shaping import Inclusion, Read, Surroundings
from incidents.api.including import articles, events, excerpts
from incidents.publication.models import PublishedActor, PublishedEvent
from tests.api.contract import CheckedClient

pytestmark = pytest.mark.django_db

EVENTS = "/api/v1/events/?type=REJECT&"
ARTICLE = "004-aliyev-says-embassy-was-hit-deliberately"


@pytest.mark.parametrize("resource", ["sources", "actors", "articles", "events", "claims"])
def test_any_list_can_be_cut_to_the_keys_that_are_named(resource: str, api: CheckedClient) -> None:
    results = api.get(f"/api/v1/{resource}/?fields=url,id&page_size=3").json()["results"]
    assert [list(result) for result in results] == [["id", "url"]] * 3


def test_the_order_of_the_keys_makes_no_other_answer(api: CheckedClient) -> None:
    one, other = (api.get(f"/api/v1/events/?fields={keys}") for keys in ("id,title", "title,id"))
    assert one.headers["ETag"] == other.headers["ETag"]
    assert one.content == other.content


@pytest.mark.parametrize(
    ("inclusions", "reads"),
    [
        (events.INCLUSIONS, events.READS),
        (articles.INCLUSIONS, articles.READS),
        (excerpts.ACTOR_INCLUSIONS, excerpts.ACTOR_READS),
        (excerpts.SOURCE_INCLUSIONS, excerpts.SOURCE_READS),
    ],
    ids=["events", "articles", "actors", "sources"],
)
def test_what_words_take_is_read_and_nothing_else(inclusions: dict[str, Inclusion], reads: dict[str, Read]) -> None:
    assert {name for inclusion in inclusions.values() for name in inclusion.reads} == set(reads)


def test_claims_are_included_in_full(api: CheckedClient) -> None:
    [event] = api.get(f"{EVENTS}include=claims").json()["results"]
    assert len(event["claims"]) == event["claim_count"] == 17
    assert event["claims"][0] == api.get(event["claims"][0]["url"]).json()


def test_quotes_are_included_with_the_claims_that_rest_on_them(api: CheckedClient) -> None:
    [event] = api.get(f"{EVENTS}include=evidence&fields=id").json()["results"]
    busy = next(item for item in event["evidence"] if item["claim"]["id"] == "c000-baku-busy-calendar")
    assert busy["quote"] == "Baku nannte einen „engen Arbeitskalender“ als Grund für Aliyevs Abwesenheit."


def test_articles_and_actors_are_included_as_their_lists_show_them(api: CheckedClient) -> None:
    [event] = api.get(f"{EVENTS}include=articles,participants").json()["results"]
    assert [article["id"] for article in event["articles"]] == ["000-aliyev-stays-away-from-cis-summit"]
    assert [actor["id"] for actor in event["actors"]] == [
        "azerbaijan-presidential-administration",
        "ilham-aliyev",
        "russia",
    ]
    assert event["actors"][1] == api.get("/api/v1/actors/ilham-aliyev/").json()


def test_relations_are_included_as_in_the_detail(api: CheckedClient) -> None:
    [event] = api.get(f"{EVENTS}include=relations").json()["results"]
    assert event["relations"] == api.get(event["url"]).json()["relations"]


def test_provenance_names_the_claims_behind_each_derived_value(api: CheckedClient) -> None:
    [event] = api.get(f"{EVENTS}include=provenance").json()["results"]
    found = event["provenance"]
    assert len(found["claim_count"]) == event["claim_count"]
    assert len(found["article_count"]) == event["article_count"]
    assert len(found["source_count"]) == event["source_count"]
    assert len(found["independent_source_count"]) == event["independent_source_count"]
    assert found["independent_source_count"]["azertag"] == ["c000-administration-aliyev-will-not-come"]
    assert found["agreement"].keys() == event["agreement"].keys()
    assert found["contested_aspects"] == {
        "motive": [
            "c000-analysts-reason-unconvincing",
            "c000-baku-busy-calendar",
            "c000-peskov-year-end-pressure",
            "c000-seen-as-deliberate-signal-to-putin",
        ]
    }


def test_a_claim_may_ask_for_what_it_holds_anyway(api: CheckedClient) -> None:
    [claim] = api.get("/api/v1/claims/?fields=id&include=evidence&speaker=nigar-hasanova&aspect=damage").json()[
        "results"
    ][:1]
    assert list(claim) == ["id", "evidence"]


def test_an_article_includes_its_claims_their_quotes_and_events(api: CheckedClient) -> None:
    [listed] = api.get(f"/api/v1/articles/?id={ARTICLE}&include=claims,evidence,events").json()["results"]
    record = api.get(listed["url"]).json()
    assert [claim["id"] for claim in listed["claims"]] == [ref["id"] for ref in record["claims"]]
    assert [event["id"] for event in listed["events"]] == [ref["id"] for ref in record["events"]]
    assert listed["claims"][0] == api.get(record["claims"][0]["url"]).json()
    assert {item["article"]["id"] for item in listed["evidence"]} == {ARTICLE}


def test_the_detail_of_an_article_includes_the_same(api: CheckedClient) -> None:
    words = "include=claims,evidence,events"
    [listed] = api.get(f"/api/v1/articles/?id={ARTICLE}&{words}").json()["results"]
    assert api.get(f"/api/v1/articles/{ARTICLE}/?{words}").json() == listed


def test_an_actor_includes_what_it_says_and_does_the_latest_first(api: CheckedClient) -> None:
    actor = api.get("/api/v1/actors/alexander-lukashenko/?include=claims,events").json()
    said = api.get("/api/v1/claims/?speaker=alexander-lukashenko&ordering=-said").json()["results"]
    assert actor["claims"] == {"results": said, "more": None}
    assert actor["events"]["results"] == api.get("/api/v1/events/?actor=alexander-lukashenko").json()["results"]


def test_a_long_list_is_an_excerpt_that_tells_where_the_rest_is(api: CheckedClient) -> None:
    [actor] = api.get("/api/v1/actors/?id=russia&include=events&fields=id").json()["results"]
    assert actor["events"]["more"] == "/api/v1/events/?actor=russia&ordering=-date"
    assert actor["events"]["results"] == api.get(f"{actor['events']['more']}&page_size=10").json()["results"]


def latest_events() -> dict[str, list[str]]:
    """By actor, as many as an answer looks at."""
    found = PublishedActor.objects.current().values_list("slug", excerpts.TAKEN_PART_IN.read(None))
    return {slug: texts[:11] for slug, texts in found}


def test_the_latest_events_are_the_same_however_they_are_found(monkeypatch: pytest.MonkeyPatch) -> None:
    theirs = PublishedEvent.objects.current().filter(actors__contains=["azerbaijan"], date_start__isnull=False)
    undated, *alike, wide = theirs.order_by("date_start").values_list("pk", flat=True)[:4]
    PublishedEvent.objects.filter(pk=undated).update(date_start=None, date_end=None)
    PublishedEvent.objects.filter(pk__in=alike).update(date_start=date(2030, 1, 1), date_end=date(2030, 1, 1))
    countries = [f"a country whose name is very long indeed: number {number}" for number in range(40)]
    PublishedEvent.objects.filter(pk=wide).update(date_start=date(2031, 1, 1), date_end=None, countries=countries)
    gathered = latest_events()
    monkeypatch.setattr(excerpts, "FEW", 0)
    assert latest_events() == gathered
    # Nobody's are gathered now, and those of a few are found.
    monkeypatch.setattr(excerpts.Excerpt, "read", lambda excerpt, version: Value([], ArrayField(TextField())))
    many = {slug: texts for slug, texts in gathered.items() if len(texts) > 10}
    assert {slug: texts for slug, texts in latest_events().items() if texts} == many
    assert "azerbaijan" in many


@pytest.mark.parametrize(("found", "is_all"), [(10, True), (11, False)])
def test_what_fits_is_no_excerpt(found: int, is_all: bool) -> None:
    show = excerpts.PUBLISHED.included("").show
    assert show is not None
    shown = show({"id": "tass"}, Surroundings(read={"articles": [{}] * found}, version=None))
    assert len(shown["results"]) == 10
    assert (shown["more"] is None) == is_all


def test_an_excerpt_of_a_past_version_leads_to_that_version(api: CheckedClient) -> None:
    newest = api.get("/api/v1/dataset/").json()["version"]
    events = api.get(f"/api/v1/actors/russia/?include=events&as_of={newest}").json()["events"]
    assert events["more"] == f"/api/v1/events/?actor=russia&ordering=-date&as_of={newest}"
    assert events["results"] == api.get(f"{events['more']}&page_size=10").json()["results"]


def test_a_source_includes_what_it_published(api: CheckedClient) -> None:
    [source] = api.get("/api/v1/sources/?id=unnamed-publisher-001&include=articles&fields=id").json()["results"]
    listed = api.get("/api/v1/articles/?source=unnamed-publisher-001").json()["results"]
    assert source == {"id": "unnamed-publisher-001", "articles": {"results": listed, "more": None}}


@pytest.mark.parametrize("resource", ["sources", "actors", "articles"])
def test_what_no_list_names_is_refused(resource: str, api: CheckedClient) -> None:
    assert api.get(f"/api/v1/{resource}/?include=provenance").json()["errors"][0]["code"] == "unknown_word"


@pytest.mark.parametrize("query", ["fields=nope", "fields=!id", "include=nope", "include=claims,", "fields="])
def test_a_word_that_is_not_in_the_list_is_refused(query: str, api: CheckedClient) -> None:
    assert api.get(f"/api/v1/events/?{query}").status_code == 400
