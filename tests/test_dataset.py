"""The real dataset, as it is served."""

import hashlib

import pytest
from django.conf import settings

from incidents.models import Article, Evidence
from incidents.publication.models import PublishedArticle, PublishedClaim, PublishedEvent
from incidents.publication.publishing import rebuild
from incidents.publication.version import current
from tests.publication.worlds import document

pytestmark = pytest.mark.django_db

STRIKE = "azerbaijani-embassy-strike-2025-11-14"


def test_every_published_quote_equals_the_text_at_its_offsets() -> None:
    claims = [claim.snapshot for claim in PublishedClaim.objects.current()]
    documents = {article.slug: article.snapshot["document"] for article in PublishedArticle.objects.current()}
    texts = {slug: (settings.BASE_DIR / "seeds" / name).read_bytes().decode() for slug, name in documents.items()}
    quoted = [(item, texts[claim["article"]]) for claim in claims for item in claim["evidence"]]
    assert [item for item, text in quoted if text[item["start"] : item["end"]] != item["quote"]] == []
    assert len(quoted) == Evidence.objects.count() >= 121


def test_every_context_equals_the_text_around_its_quote() -> None:
    for claim in PublishedClaim.objects.current():
        text = Article.objects.get(slug=claim.snapshot["article"]).text
        for item in claim.snapshot["evidence"]:
            around = text[max(0, item["start"] - 32) : item["start"]], text[item["end"] : item["end"] + 32]
            assert (item["prefix"], item["suffix"]) == around


def test_the_texts_are_stored_byte_for_byte() -> None:
    for article in Article.objects.all():
        stored = (settings.BASE_DIR / "seeds" / article.document).read_bytes()
        assert article.text.encode() == stored
        assert article.text_sha256 == hashlib.sha256(stored).hexdigest()


def test_rebuilding_the_dataset_changes_nothing() -> None:
    before = current()
    rows = list(PublishedEvent.objects.order_by("pk").values_list("pk", "document", "summary", "disagreements"))
    assert rebuild() == before.number
    assert list(PublishedEvent.objects.order_by("pk").values_list("pk", "document", "summary", "disagreements")) == rows


def held(aspect: str) -> list[tuple[str, str, str, str]]:
    """Who holds what about the strike on one aspect: speaker, act, modality, and the words."""
    row = PublishedEvent.objects.current().get(slug=STRIKE)
    claims = [document(PublishedClaim, item["id"]) for item in document(PublishedEvent, row.slug)["claims"]]
    return [
        (claim["speaker"]["id"] if claim["speaker"] else "", claim["speech_act"], claim["modality"], item["quote"])
        for claim in claims
        for item in claim["evidence"]
        if claim["aspect"] == aspect
    ]


def test_the_strike_is_called_deliberate_and_possibly_accidental_and_is_not_admitted() -> None:
    intent, responsibility = held("intent"), held("responsibility")
    maybe = "Nach dem ersten dachten wir, es könnte ein Versehen gewesen sein."
    assert ("ilham-aliyev", "asserts", "hypothetical", maybe) in intent
    assert any(
        speaker == "ilham-aliyev" and act == "accuses" and "absichtlich" in quote for speaker, act, _, quote in intent
    )
    assert ("", "asserts", "negated", "Moskau hat keine Verantwortung eingeräumt") in responsibility
    assert document(PublishedEvent, STRIKE)["agreement"]["intent"] == "contested"
