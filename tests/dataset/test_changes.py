import pytest

from incidents.dataset.files import read_files
from incidents.dataset.load import load, load_files
from incidents.dataset.schema import SPEC_OF
from incidents.models import Event, Source
from incidents.publication.publishing import retract
from tests.dataset.project import WORLD, Project, changed, without


@pytest.mark.parametrize(
    ("old", "new", "field", "change"),
    [
        ("name: The Wire", "name: Wire", "name", ("The Wire", "Wire")),
        ("country: NO", "languages: [no]", "languages", ((), ("no",))),
        ("latitude: 46.5", "latitude: 46.25", "latitude", (46.5, 46.25)),
        ("source: [herald]", "source: [wire]", "source", ("herald", "wire")),
        ("date: 2025-11-14", "note: Check.", "date", ("2025-11-14", "")),
    ],
)
def test_it_tells_old_from_new(project: Project, old: str, new: str, field: str, change: tuple[object, object]) -> None:
    project.load()
    (found,) = project.load(changed(old, new)).plan.changed
    assert found.fields[field] == change


def test_another_event_of_a_claim_is_a_change_of_the_claim(project: Project) -> None:
    event = "- model: incidents.event\n  fields:\n    slug: raid\n    status: published\n    title: A raid\n"
    project.load()
    (found,) = project.load(changed("events: [[strike]]", "events: [[strike], [raid]]") + event).plan.changed
    assert found.fields == {"events": (("strike",), ("raid", "strike"))}


def test_an_edited_text_moves_its_quotes_along(project: Project) -> None:
    project.load()
    path = project.root / "seeds" / "990_report.txt"
    path.write_text("Neu: " + path.read_text())
    report = project.load()
    assert [(change.row.spec.name, list(change.fields)) for change in report.plan.changed] == [
        ("article", ["text"]),
        ("articlepassage", ["start"]),
        ("evidence", ["start"]),
    ]
    assert report.published == ["articles:report", "claims:mistake"]


def test_parts_that_the_files_lack_are_noted(project: Project) -> None:
    project.load()
    kept = project.write(without("actorname"))
    (item,) = load([kept.parent]).plan.leftover
    assert item.key == ("envoy", "Ольга Вишнева", "uk")


def test_a_part_of_the_files_says_nothing_of_what_it_does_not_hold(project: Project) -> None:
    project.load()
    assert project.load(without("actorname")).plan.leftover == []


def test_records_that_the_files_lack_are_noted(project: Project) -> None:
    project.load()
    kept = project.write(changed("slug: wire", "slug: cable").replace("[wire]", "[cable]"))
    assert "wire" in load([kept.parent]).plan.absent[SPEC_OF[Source]]
    assert load([kept]).plan.absent == {}


@pytest.mark.parametrize("status", ["draft", "in_review", "retracted"])
def test_no_file_withdraws_what_is_public(project: Project, status: str) -> None:
    project.load()
    text = changed("slug: strike\n    status: published", f"slug: strike\n    status: {status}")
    rule = "is 'published' in the database, where publishing and retracting move it, not files: write that."
    assert project.faults(text) == [("event strike", "status", rule)]


def test_no_file_brings_back_what_was_retracted(project: Project) -> None:
    project.load()
    retract([*Event.objects.filter(slug="strike"), *Event.objects.get(slug="strike").claims.all()], reason="Wrong.")
    rule = "is {!r} in the database, where publishing and retracting move it, not files: write that."
    assert project.faults(WORLD) == [
        ("event strike", "retraction_reason", rule.format("Wrong.")),
        ("event strike", "status", rule.format("retracted")),
        ("claim mistake", "retraction_reason", rule.format("Wrong.")),
        ("claim mistake", "status", rule.format("retracted")),
    ]


def test_where_nothing_is_to_be_published_records_stay_where_they_stand(project: Project) -> None:
    project.load()
    fresh = "- model: incidents.source\n  fields:\n    slug: s\n    status: published\n    name: S\n    kind: other\n"
    text = changed("slug: wire\n    status: published", "slug: wire\n    status: draft") + fresh
    report = load_files(read_files([project.write(text)]), dry_run=False, publishing=False)
    assert report.ok
    assert dict(Source.objects.filter(slug__in=["wire", "s"]).values_list("slug", "status")) == {
        "wire": "published",
        "s": "draft",
    }


def test_what_was_never_public_changes_its_status_freely(project: Project) -> None:
    text = "- model: incidents.source\n  fields:\n    slug: s\n    name: S\n    kind: other\n    status: in_review\n"
    project.load(text)
    assert project.load(text.replace("in_review", "draft")).plan.changed[0].fields == {"status": ("in_review", "draft")}
    assert project.load(text.replace("in_review", "published")).published == ["sources:s"]
