from typing import Any

import pghistory
import pytest
from django.apps import apps
from django.db import OperationalError, connection

from incidents.dataset.files import read_files
from incidents.dataset.load import load, load_files
from incidents.models import Article, ArticlePassage, Claim, Event, Evidence, Source
from incidents.publication.ledger import PUBLICATION_LOCK
from incidents.publication.models import Change, PublishedArticle, PublishedClaim, PublishedEvent
from incidents.publication.version import current
from tests.dataset.project import ROWS, TEXT, WORLD, Project, changed


def history_rows() -> int:
    models = [model for model in apps.get_models() if issubclass(model, pghistory.models.Event)]
    return sum(model._default_manager.count() for model in models)


def test_it_loads_every_kind_of_row_and_publishes(project: Project) -> None:
    report = project.load()
    assert report.ok
    assert len(report.plan.created) == ROWS
    assert report.published[-1] == "claims:mistake"
    assert PublishedEvent.objects.current().get(slug="strike").claim_count == 1


def test_it_fills_what_is_derived(project: Project) -> None:
    project.load()
    evidence = Evidence.objects.get(claim__slug="mistake")
    assert TEXT[evidence.start : evidence.end] == "Es war ein Irrtum"
    assert Article.objects.get(slug="report").text == TEXT
    assert str(Event.objects.get(slug="strike").date_start) == "2025-11-14"


def test_all_that_is_published_at_once_is_one_version_of_the_dataset(project: Project) -> None:
    before = current().number
    report = project.load()
    versions = set(PublishedClaim.objects.filter(slug="mistake").values_list("valid_from", flat=True))
    versions |= set(PublishedEvent.objects.filter(slug="strike").values_list("valid_from", flat=True))
    assert versions == {report.version_after}
    assert report.version_before == before


def test_a_second_run_writes_nothing_at_all(project: Project) -> None:
    version, rows = project.load().version_after, history_rows()
    again = project.load()
    assert (again.plan.changes, again.plan.unchanged, again.published) == ([], ROWS, [])
    assert (again.version_after, history_rows()) == (version, rows)


def test_the_real_dataset_is_loaded_already(db: None) -> None:
    rows = history_rows()
    report = load()
    assert report.ok
    assert report.plan.changes == []
    assert report.version_before == report.version_after
    assert history_rows() == rows


def test_a_dry_run_reports_the_same_and_writes_nothing(project: Project) -> None:
    tried = project.load(dry_run=True)
    assert not Source.objects.filter(slug="herald").exists()
    done = project.load()
    assert (tried.published, tried.version_after) == (done.published, done.version_after)
    assert list(tried.lines())[:-1] == list(done.lines())


def test_faults_of_two_files_are_both_named_and_nothing_is_written(project: Project) -> None:
    rows = history_rows()
    one = project.write(changed("kind: newspaper", "kind: paper"), name="1.yaml")
    two = project.write("- model: incidents.source\n  fields:\n    slug: bad slug\n    name: x\n    kind: other\n")
    faults = load([one, two]).faults
    assert [(fault.file, fault.line, fault.record, fault.field, fault.value) for fault in faults] == [
        ("fixtures/1.yaml", 6, "source herald", "kind", "paper"),
        ("fixtures/world.yaml", 3, "source bad slug", "slug", "bad slug"),
    ]
    assert not Source.objects.filter(slug="wire").exists()
    assert history_rows() == rows


def test_faults_of_every_sort_are_named_in_one_run(project: Project) -> None:
    text = WORLD.replace("kind: newspaper", "kind: paper").replace("Es war ein Irrtum", "Es war kein Irrtum")
    text = text.replace("    longitude: 30.75\n", "").replace("events: [[strike]]", "events: [[strike], [other]]")
    fields = [fault.field for fault in project.load(text).faults]
    assert fields == ["kind", "latitude, longitude", "events", "quote"]


def test_it_changes_what_differs_and_publishes_it(project: Project) -> None:
    project.load()
    report = project.load(changed("title: A strike", "title: Another strike"))
    assert [change.fields for change in report.plan.changed] == [{"title": ("A strike", "Another strike")}]
    assert report.published == ["events:strike"]
    assert report.version_after > report.version_before


def test_a_changed_part_publishes_its_record(project: Project) -> None:
    project.load()
    report = project.load(changed("script: Cyrl", "script: Latn"))
    assert report.published == ["actors:envoy"]


def test_a_changed_passage_is_no_change_to_the_public(project: Project) -> None:
    project.load()
    changes, documents = Change.objects.count(), list(PublishedArticle.objects.values_list("pk", "document"))
    report = project.load(changed("kind: rhetoric", "kind: boilerplate"))
    assert (report.published, report.version_after) == (["articles:report"], report.version_before)
    assert Change.objects.count() == changes
    assert list(PublishedArticle.objects.values_list("pk", "document")) == documents
    assert not Article.objects.get(slug="report").changed_since_publication


def test_a_passage_moves_with_the_text_around_it(project: Project) -> None:
    project.load()
    before = ArticlePassage.objects.get(article__slug="report")
    path = project.root / "seeds" / "990_report.txt"
    path.write_text("Neu. " + TEXT)
    assert project.load().ok
    after = ArticlePassage.objects.get(article__slug="report")
    assert (after.pk, after.start, after.status) == (before.pk, before.start + 5, "verified")


def test_passages_that_the_files_lack_are_pruned(project: Project) -> None:
    project.load()
    text = changed("quote: sagte die Gesandte", "quote: Moskau schwieg.")
    assert [item.key for item in project.load(text).plan.leftover] == [("report", "sagte die Gesandte", 75)]
    assert ArticlePassage.objects.filter(article__slug="report").count() == 2
    assert project.load(text, prune=True).ok
    assert ArticlePassage.objects.get(article__slug="report").quote == "Moskau schwieg."


def test_what_an_editor_uploads_prunes_nothing(project: Project) -> None:
    project.load()
    files = read_files([project.write(changed("quote: sagte die Gesandte", "quote: Moskau schwieg."))])
    assert load_files(files, dry_run=False, publishing=False).ok
    assert ArticlePassage.objects.filter(article__slug="report").count() == 2


def test_nothing_published_may_rest_on_a_draft(project: Project) -> None:
    report = project.load(changed("slug: harbour\n    status: published", "slug: harbour"))
    assert [(fault.record, fault.rule) for fault in report.faults] == [
        ("event strike", "refers to places:harbour, which is not published.")
    ]


def test_every_change_says_which_command_made_it(project: Project) -> None:
    project.load()
    claim = Claim.objects.get(slug="mistake")
    contexts = apps.get_model("incidents", "ClaimHistory").objects.filter(pgh_obj=claim)
    assert contexts.first().pgh_context.metadata["command"] == "load_dataset"


def test_it_waits_for_whoever_is_publishing(project: Project, other_connection: Any) -> None:
    other_connection.execute("SELECT pg_advisory_lock(%s)", [PUBLICATION_LOCK])
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL lock_timeout = '50ms'")
    with pytest.raises(OperationalError, match="lock timeout"):
        project.load()
