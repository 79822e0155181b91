"""Anonymous clients get the same bytes whether unpublished records and edits exist or not."""

import re
from collections.abc import Iterator

import pytest
from django.test import Client

from eventsapi.rest.documentation import openapi_document
from incidents.models import Actor, Article, ArticlePassage, Claim, Event, Source
from tests import builders

pytestmark = pytest.mark.django_db

CANARY = "zqxcanary"
ADDRESS = re.compile(rb'"((?:http://testserver)?/(?:api|livez|readyz)[^"\\{}]*)"')
ASKED = [
    "/api/v1/",
    "/api/docs/",
    "/livez",
    "/readyz",
    "/api/v1/openapi.json",
    "/api/v1/openapi.yaml",
    f"/api/v1/events/?q={CANARY}",
    f"/api/v1/events/{CANARY}-event/",
    f"/api/v1/events/{CANARY}-event/disagreements/",
    f"/api/v1/claims/?speaker={CANARY}-actor",
    f"/api/v1/claims/?event={CANARY}-event",
    f"/api/v1/events/?actor={CANARY}-actor&country=UA",
    "/api/v1/events/?page_size=200",
    "/api/v1/claims/?page_size=200&ordering=-updated_at",
    "/api/v1/changes/?since=3",
    f"/{CANARY}",
    f"/api/v1/search/?q={CANARY}",
    "/api/v1/search/?q=azerbaij",
    f"/api/v1/actors/match/?name={CANARY}",
    "/api/v1/actors/match/?name=Alijev",
    "/api/v1/events/?page_size=200&include=claims,evidence,articles,participants,relations,provenance",
    "/api/v1/articles/?include=claims,evidence,events",
    "/api/v1/actors/?include=claims,events",
    "/api/v1/sources/?include=articles",
    "/api/v1/events/?as_of=3",
    "/api/v1/claims/?quote=Baku&affiliated=true&speaker=azerbaijan",
]
# Parameters whose every word is asked for, where the address has them.
WORDS = ("by", "interval", "format", "ordering")
COUNTING = {"RateLimit", "X-Request-ID"}
Answers = dict[str, tuple[int, dict[str, str], bytes]]


def every_word() -> Iterator[str]:
    """Each list and count in every format, order, dimension and interval that the document names."""
    for path, methods in openapi_document()["paths"].items():
        parameters = {parameter["name"]: parameter for parameter in methods["get"]["parameters"]}
        asking = {"search": "q=embassy&", "match": "name=putin&", "facets": "by=language&"}
        needed = next((query for part, query in asking.items() if f"/{part}/" in path), "")
        if "{" not in path:
            for name in parameters.keys() & set(WORDS):
                for word in parameters[name]["schema"]["enum"]:
                    yield f"{path}?{'' if name == 'by' else needed}{name}={word}"


def crawl(client: Client) -> Answers:
    """Every answer that can be reached, with its headers but for those that differ from request to request."""
    answers: Answers = {}
    waiting = [*ASKED, *every_word()]
    while waiting:
        address = waiting.pop().removeprefix("http://testserver")
        if address in answers:
            continue
        answer = client.get(address)
        body = answer.getvalue()
        headers = {name: value for name, value in answer.headers.items() if name not in COUNTING}
        answers[address] = (answer.status_code, headers, without_request_id(body))
        waiting += [found.decode().replace("&amp;", "&") for found in ADDRESS.findall(body)]
    return answers


def without_request_id(body: bytes) -> bytes:
    return re.sub(rb'"request_id":"[^"]*"', b"", body)


def hide_drafts() -> None:
    """Drafts that point at published records, and unpublished edits of published ones, all bearing the canary."""
    article, event = Article.objects.published().first(), Event.objects.published().first()
    published = Claim.objects.published().first()
    assert article is not None
    assert event is not None
    assert published is not None
    actor = builders.actor(f"{CANARY}-actor", name=CANARY)
    draft = builders.event(f"{CANARY}-event", title=CANARY, date="2025-11-14", part_of=event, summary=CANARY)
    draft.event_participants.create(actor=actor, role="target")
    quote = article.text[:40]
    claim = builders.claim(f"{CANARY}-claim", of=event, where=article, quote=quote, statement=CANARY, speaker=actor,
                           speech_mode="indirect", note=CANARY)  # fmt: skip
    builders.relation(claim, published, note=CANARY)
    ArticlePassage.objects.all().delete()
    article.passages.create(quote=quote, kind="heading", reason=CANARY)
    for model, field in ((Event, "title"), (Claim, "statement"), (Actor, "name"), (Source, "name"), (Article, "title")):
        model._default_manager.all().update(**{field: CANARY, "note": CANARY})


def test_drafts_and_edits_change_no_public_byte(client: Client) -> None:
    before = crawl(client)
    hide_drafts()
    after = crawl(client)
    assert {address: answer for address, answer in after.items() if before[address] != answer} == {}
    assert before.keys() == after.keys()
    assert len(before) > 800
    refused = {address for address, (status, _, _) in before.items() if status not in (200, 404)}
    assert refused == {f"/api/v1/{asking}/" for asking in ("actors/match", "claims/facets", "events/facets", "search")}
