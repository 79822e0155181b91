"""A past version is found by an index, however many rows there are: what is included for a page of rows is asked for
each of them."""

import pytest
from django.db import connection
from django.db.models import QuerySet

from incidents.publication.models import PublishedActor, PublishedArticle, PublishedClaim, PublishedEvent

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("world")]


@pytest.mark.parametrize(
    ("rows", "index"),
    [
        (PublishedActor.objects.as_of(1).filter(slug="envoy"), "publishedactor_versions"),
        (PublishedClaim.objects.as_of(1).filter(events__contains=["strike"]), "publishedclaim_ever_events"),
        (PublishedClaim.objects.as_of(1).filter(article="report"), "publishedclaim_ever_article"),
        (PublishedClaim.objects.as_of(1).filter(speaker="envoy"), "publishedclaim_ever_speaker"),
        (PublishedArticle.objects.as_of(1).filter(events__contains=["strike"]), "publishedarticle_ever_events"),
        (PublishedArticle.objects.as_of(1).filter(source="herald"), "publishedarticle_ever_source"),
        (PublishedEvent.objects.as_of(1).filter(articles__contains=["report"]), "publishedevent_ever_articles"),
        (PublishedEvent.objects.as_of(1).filter(actors__contains=["envoy"]), "publishedevent_ever_actors"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_is_asked_of_a_past_version_has_an_index(rows: "QuerySet[PublishedEvent]", index: str) -> None:
    with connection.cursor() as cursor:
        # A table of a few rows would be read whole.
        cursor.execute("SET LOCAL enable_seqscan = off")
    assert index in rows.explain()
