"""What is typed into a text stays a text, on every page that shows it: forty payloads, in a browser."""

from typing import Any

import pytest
from django.db import IntegrityError, models, transaction
from django.urls import reverse
from playwright.sync_api import Page, expect

from incidents.models import RECORD_MODELS, Article, ArticlePassage, Claim, Evidence
from incidents.publication.publishing import publish
from tests import builders
from tests.admin.test_pages import one_of_each
from tests.e2e.payloads import LISTEN, PAYLOADS, SHORTEST, found, packed, words

# Their shape leaves no room for anything else, which the database sees to; and what is made from other columns.
SHAPED = {"slug", "wikidata_id", "language", "script", "admin1", "text_sha256", "document", "search_key"}
ADDRESS = "https://elsewhere.example/?"


@pytest.fixture(autouse=True)
def listening(page: Page) -> None:
    page.add_init_script(LISTEN)


def tables() -> list[Any]:
    """The six records, and the rows that belong to them."""
    parts = [field.related_model for model in RECORD_MODELS for field in model._meta.related_objects]
    return list(dict.fromkeys([*RECORD_MODELS, *(part for part in parts if hasattr(part, "history"))]))


def fields(model: type[models.Model]) -> list[Any]:
    free = [field for field in model._meta.fields if isinstance(field, models.CharField | models.TextField)]
    return [field for field in free if field.name not in SHAPED and not field.choices]


def fill(pack: str, longer: str) -> None:
    """Write it into every text and address of every table, past the forms, as an import of long ago may have.

    `longer` is for columns that take twice as much; those without a limit take all there is.
    """
    every = "\n".join(PAYLOADS)
    for model in tables():
        texts = {
            field.name: every if field.max_length is None else longer if field.max_length > 2 * SHORTEST else pack
            for field in fields(model)
            if not field.name.startswith(("value_", "quote"))
        }
        addresses = {name: ADDRESS + pack.replace(" ", "/") for name in ("web_url", "homepage") if name in texts}
        authors = {"authors": [pack]} if model is Article else {}
        model._default_manager.all().update(**texts | addresses | authors)
    one, other = Claim.objects.order_by("pk")
    Claim.objects.filter(pk=one.pk).update(value_type="text", value_text=pack)
    number = {"value_type": "quantity", "value_qualifier": "exact", "value_number": 1}
    Claim.objects.filter(pk=other.pk).update(**number, value_unit=pack)
    for quoted in (Evidence, ArticlePassage):
        quoted._default_manager.all().update(quote=every, start=0, end=len(every))


def pages(*kinds: str) -> list[str]:
    """Pages of these kinds, of one record of each table."""
    return [
        reverse(f"admin:incidents_{model._meta.model_name}_{kind}", args=[row.pk])
        for model in RECORD_MODELS
        for row in model._default_manager.order_by("pk")[:1]
        for kind in kinds
    ]


def others() -> list[str]:
    """The text-marking desk, the lists, and what leads to them."""
    lists = [reverse(f"admin:incidents_{model._meta.model_name}_changelist") for model in RECORD_MODELS]
    reading = [reverse("admin:incidents_article_read", args=[row.pk]) for row in Article.objects.all()]
    return [*reading, *lists, reverse("admin:index")]


def test_every_text_is_tried() -> None:
    tried = {model.__name__: len(fields(model)) for model in tables()}
    assert {name for name, count in tried.items() if not count} <= {
        "ClaimAttribution", "ClaimEvent", "EventParticipant", "EventPlace", "EventRelation",
    }  # fmt: skip
    assert (len(PAYLOADS), len(packed()), tried["Claim"], tried["Article"]) == (40, 20, 9, 8)


def look(desk: Page, site: str, paths: list[str]) -> list[str]:
    wrong = []
    for path in paths:
        desk.goto(site + path)
        wrong += found(desk)
        shown = words(desk)
        wrong += [f"{path} lacks {text}" for text in PAYLOADS if "/change/" in path and text not in shown]
    return wrong


@pytest.mark.parametrize("turn", range(10))
def test_what_editors_see_stays_text(desk: Page, site: str, turn: int) -> None:
    one_of_each()
    pack, following = packed()[2 * turn : 2 * turn + 2]
    fill(following, pack)
    wrong = look(desk, site, pages("change"))
    fill(pack, f"{pack} {following}")
    assert wrong + look(desk, site, [*pages("change"), *others()]) == []


def test_what_editors_see_of_the_past_stays_text(desk: Page, site: str) -> None:
    one_of_each()
    for pack in packed():
        fill(pack, pack)
    assert look(desk, site, pages("history", "preview")) == []


def publish_all() -> None:
    """One event and claim each, quoted from a text that holds them all."""
    article = builders.article(text="\n".join(PAYLOADS), title=PAYLOADS[0])
    events = [builders.event(f"event-{n}", title=text, summary=text) for n, text in enumerate(PAYLOADS)]
    claims = [
        builders.claim(f"claim-{n}", of=events[n], where=article, quote=text, statement=text)
        for n, text in enumerate(PAYLOADS)
    ]
    publish([article.source, article, *events, *claims])


def test_what_readers_see_stays_text(site: str, page: Page) -> None:
    publish_all()
    shown = {}
    for form in ("json", "atom", "geojson", "csv", "jsonl"):
        answer = page.request.get(f"{site}/api/v1/events/?format={form}")
        shown[form] = answer.headers["content-type"].partition(";")[0], answer.headers["x-content-type-options"]
    assert set(shown.values()) == {
        (kind, "nosniff") for kind in ("application/json", "application/atom+xml", "application/geo+json", "text/csv",
                                       "application/x-ndjson")
    }  # fmt: skip
    wrong = []
    for path in ("events/?page_size=200", "claims/?page_size=200&format=json", "search/?q=alert&page_size=50"):
        page.goto(f"{site}/api/v1/{path}")
        wrong += found(page)
        assert "alert" in words(page)
    assert wrong == []


def test_a_feed_stays_text(site: str, page: Page) -> None:
    publish_all()
    page.goto(f"{site}/llms.txt")  # a page of the same site, so that its scripts may read the feed
    titles = page.evaluate(
        """async (url) => { const feed = await (await fetch(url)).text();
        const read = new DOMParser().parseFromString(feed, "application/xml");
        return [...read.querySelectorAll("entry > title")].map((title) => title.textContent); }""",
        f"{site}/api/v1/claims/?format=atom&page_size=200",
    )
    assert set(titles) == set(PAYLOADS)
    assert found(page) == []


def test_an_answer_in_the_docs_stays_text(site: str, page: Page) -> None:
    publish_all()
    page.goto(f"{site}/api/docs/")
    operation = page.locator("#operations-events-listEvents")
    operation.locator(".opblock-summary-control").click()
    operation.locator(".try-out__btn").click()
    operation.locator(".execute").click()
    expect(operation.locator(".live-responses-table")).to_contain_text("alert(1)", timeout=20_000)
    assert [each for each in found(page) if "data:image" not in each] == []


@pytest.mark.parametrize("payload", [text for text in PAYLOADS if text.startswith("jav")])
def test_no_address_is_a_script(desk: Page, site: str, payload: str) -> None:
    record = builders.source("herald")
    desk.goto(site + reverse("admin:incidents_source_change", args=[record.pk]))
    desk.locator("#id_homepage").evaluate("(field, text) => { field.type = 'text'; field.value = text; }", payload)
    desk.click("[name=_save] >> nth=0")
    expect(desk.locator(".field-homepage .errorlist")).to_be_visible()
    assert found(desk) == []


@pytest.mark.parametrize("column", ["source__homepage", "web_url"])
def test_the_database_takes_no_address_that_is_a_script(db: None, column: str) -> None:
    article = builders.article("report")
    row = article.source if column == "source__homepage" else article
    table = type(row)._default_manager.filter(pk=row.pk)
    with pytest.raises(IntegrityError), transaction.atomic():
        table.update(**{column.removeprefix("source__"): "javascript:alert(1)"})
