from collections.abc import Callable
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core import serializers
from django.core.management import call_command
from django.core.serializers.base import DeserializationError, SerializationError

from incidents.dataset.load import load
from incidents.models import Actor, ActorName, Article, ArticlePassage, Claim, Event, Evidence, Source
from incidents.publication.models import PublishedEvent
from incidents.publication.publishing import retract
from tests.dataset.project import ROWS, TEXT, WORLD, Project, changed


def loaddata(path: Path) -> str:
    out = StringIO()
    call_command("loaddata", str(path), stdout=out)
    return out.getvalue()


def test_plain_loaddata_reads_the_fixtures(project: Project) -> None:
    assert loaddata(project.write(WORLD)) == f"Installed {ROWS} object(s) from 1 fixture(s)\n"
    assert Claim.objects.get(slug="mistake").events.get().slug == "strike"


def test_plain_loaddata_fills_what_is_derived(project: Project) -> None:
    loaddata(project.write(WORLD))
    evidence = Evidence.objects.get(claim__slug="mistake")
    assert (evidence.start, evidence.end, evidence.status) == (55, 72, "verified")
    passage = ArticlePassage.objects.get(article__slug="report")
    assert (passage.start, passage.end, passage.status) == (75, 93, "verified")
    assert Article.objects.get(slug="report").text == TEXT
    assert str(Event.objects.get(slug="strike").date_end) == "2025-11-14"
    assert ActorName.objects.get(actor__slug="envoy").search_key == "olga vishneva"


def test_what_plain_loaddata_loaded_is_published_by_load_dataset(project: Project) -> None:
    path = project.write(WORLD)
    loaddata(path)
    assert not PublishedEvent.objects.filter(slug="strike").exists()
    report = load([path])
    assert (report.plan.changes, len(report.published)) == ([], 8)


def test_loading_the_same_again_is_no_edit(project: Project) -> None:
    path = project.write(WORLD)
    load([path])
    loaddata(path)
    assert load([path]).published == []


def test_plain_loaddata_finds_an_event_that_stands_further_down(project: Project) -> None:
    text = "- model: incidents.event\n  fields:\n    slug: a\n    title: A\n    part_of: [b]\n"
    loaddata(project.write(text + "- model: incidents.event\n  fields:\n    slug: b\n    title: B\n"))
    assert Event.objects.get(slug="a").part_of == Event.objects.get(slug="b")


def test_plain_loaddata_does_not_bring_back_what_was_retracted(project: Project) -> None:
    path = project.write(
        "- model: incidents.source\n  fields:\n    slug: s\n    status: published\n    name: S\n    kind: other\n"
    )
    load([path])
    retract(Source.objects.filter(slug="s"), reason="Wrong.")
    loaddata(path)
    source = Source.objects.get(slug="s")
    assert (source.status, source.retraction_reason, source.version) == (
        "retracted",
        "Wrong.",
        source.published_version,
    )


@pytest.mark.parametrize(
    ("old", "new", "rule"),
    [
        ("country: NO", "contry: NO", "is no field of incidents.source"),
        ("document: 990_report.txt", "document: ../../etc/passwd", "is not the name of a file in seeds/"),
        ("date: 2025-11-14", "date: soon", "'soon' is not a date"),
        ("name: Grey Harbour", "name: &name Grey Harbour", "anchors and aliases"),
    ],
)
def test_plain_loaddata_refuses(project: Project, old: str, new: str, rule: str) -> None:
    with pytest.raises(DeserializationError, match=rule):
        loaddata(project.write(changed(old, new)))


def test_the_database_refuses_a_wrong_quote_from_plain_loaddata_too(project: Project) -> None:
    with pytest.raises(Exception, match="does not stand in the article"):
        loaddata(project.write(changed("quote: Es war ein Irrtum", "quote: Es war kein Irrtum")))


def test_dumpdata_writes_what_load_dataset_reads(project: Project) -> None:
    project.load()
    text = serializers.serialize(
        "yaml", [*Actor.objects.filter(slug="envoy"), *ActorName.objects.filter(actor__slug="envoy")]
    )
    assert text.splitlines()[:3] == ["- model: incidents.actor", "  fields:", "    slug: envoy"]
    assert load([project.write(text)]).plan.changes == []


@pytest.mark.parametrize("encode", [str, str.encode])
def test_texts_and_bytes_are_read_as_files_are(project: Project, encode: Callable[[str], Any]) -> None:
    text = "- model: incidents.source\n  fields:\n    slug: s\n    name: S\n    kind: other\n    languages: [de]\n"
    made: Any = next(iter(serializers.deserialize("yaml", encode(text)))).object
    assert (made.name, made.languages) == ("S", ["de"])


def test_a_null_is_no_reference(project: Project) -> None:
    text = "- model: incidents.event\n  fields:\n    slug: e\n    title: E\n    part_of: null\n"
    made: Any = next(iter(serializers.deserialize("yaml", text))).object
    assert made.part_of_id is None


def test_other_models_are_not_dumped(db: None) -> None:
    with pytest.raises(SerializationError, match=r"auth\.User is no model of the dataset: dump it as json\."):
        serializers.serialize("yaml", [User(username="a")])
