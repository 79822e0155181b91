from incidents.dataset.load import load
from incidents.models import Event, Source
from incidents.publication.models import PublishedEvent, PublishedSource
from tests.dataset.project import WORLD, Project, changed, without


def test_what_is_called_published_but_is_not_public_is_published(project: Project) -> None:
    project.load()
    PublishedSource.objects.filter(slug="herald").delete()
    Event.objects.filter(slug="strike").update(published_version=None)
    assert project.load().published == ["sources:herald", "events:strike"]
    assert PublishedSource.objects.current().filter(slug="herald").exists()


def test_edits_that_the_files_hold_too_are_published(project: Project) -> None:
    project.load()
    event = Event.objects.get(slug="strike")
    event.title = "A raid"
    event.save()
    report = project.load(changed("title: A strike", "title: A raid"))
    assert (report.plan.changes, report.published) == ([], ["events:strike"])
    assert '"A raid"' in PublishedEvent.objects.current().get(slug="strike").document


def test_drafts_are_not_published(project: Project) -> None:
    report = project.load("- model: incidents.source\n  fields:\n    slug: s\n    name: S\n    kind: other\n")
    assert report.published == []
    assert Source.objects.get(slug="s").status == "draft"


def test_what_would_break_an_invariant_is_a_fault_of_its_row(project: Project) -> None:
    (fault,) = project.load(without("evidence")).faults
    assert (fault.file, fault.line, fault.record, fault.field, fault.rule) == (
        "fixtures/world.yaml",
        83,
        "claim mistake",
        "evidence",
        "has no quote: a published claim rests on at least one.",
    )
    assert not Event.objects.filter(slug="strike").exists()


def test_an_event_without_claims_is_refused(project: Project) -> None:
    text = without("evidence").replace("slug: mistake\n    status: published", "slug: mistake")
    assert project.faults(text) == [
        ("event strike", "claims", "has no published claim: publish at least one with it, or withdraw it.")
    ]


def test_a_mode_of_another_type_is_refused(project: Project) -> None:
    text = changed("event_type: ASSAULT", "event_type: ASSAULT\n    mode: demand")
    (fault,) = project.faults(text)
    assert fault[:2] == ("event strike", "mode")


def test_what_only_follows_from_another_fault_is_not_told(project: Project) -> None:
    event = "- model: incidents.event\n  fields:\n    slug: lonely\n    status: published\n    title: Alone\n"
    text = changed("quote: Es war ein Irrtum", "quote: Es war kein Irrtum") + event
    assert [(record, field) for record, field, _ in project.faults(text)] == [
        ("evidence mistake / Es war kein Irrtum", "quote"),
        ("event lonely", "claims"),
    ]


def test_an_edited_text_that_would_lose_a_published_quote_is_refused(project: Project) -> None:
    project.load()
    (project.root / "seeds" / "990_report.txt").write_text("Nichts, sagte die Gesandte.")
    (fault,) = load([project.write(without("evidence"))]).faults
    assert (fault.record, fault.field) == ("claim mistake", "evidence")


def test_a_world_without_records_publishes_nothing(project: Project) -> None:
    project.load()
    assert project.load(WORLD.split("- model: incidents.place")[0]).published == []
