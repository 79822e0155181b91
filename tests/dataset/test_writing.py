from unittest.mock import Mock

import pytest
from django.core.exceptions import ValidationError

from incidents.models import Claim, ClaimAttribution, Evidence, Place, Source
from tests.dataset.project import WORLD, Project, changed, without

SECOND = "- model: incidents.claimattribution\n  fields:\n    claim: [mistake]\n    source: [herald]\n    position: 1\n"


def chain() -> list[str]:
    return [item.source.slug for item in Claim.objects.get(slug="mistake").attributions.order_by("position")]


def events(*pairs: tuple[str, str]) -> str:
    row = "- model: incidents.event\n  fields:\n    slug: {}\n    title: T\n    part_of: [{}]\n"
    return "".join(row.format(*pair) for pair in pairs)


def test_a_larger_event_may_stand_after_its_parts(project: Project) -> None:
    assert project.load(WORLD + events(("a-raid", "b-war"), ("b-war", "strike"))).ok


def test_events_that_are_part_of_each_other_are_refused(project: Project) -> None:
    faults = project.faults(events(("a", "b"), ("b", "a"), ("c", "a"), ("d", "d")))
    assert faults == [
        ("event a", "part_of", "leads back to itself: a → b → a."),
        ("event b", "part_of", "leads back to itself: b → a → b."),
        ("event d", "part_of", "leads back to itself: d → d."),
    ]


def test_sources_of_a_chain_may_change_places(project: Project) -> None:
    project.load(WORLD + SECOND)
    assert chain() == ["wire", "herald"]
    report = project.load(WORLD.replace("position: 0", "position: 1") + SECOND.replace("position: 1", "position: 0"))
    assert report.ok
    assert len(report.plan.changed) == 2
    assert chain() == ["herald", "wire"]


def test_a_value_may_move_from_one_record_to_the_next(project: Project) -> None:
    project.load(changed("name: The Wire", "name: The Wire\n    wikidata_id: Q999999991"))
    assert project.load(changed("name: The Herald", "name: The Herald\n    wikidata_id: Q999999991")).ok
    assert Source.objects.get(wikidata_id="Q999999991").slug == "herald"


def test_a_rule_of_the_database_is_a_fault_of_the_row(project: Project) -> None:
    assert project.faults(
        changed("speech_mode: direct_quote", "speech_mode: author_voice\n    speech_act: denies")
    ) == [
        (
            "claim mistake",
            "speaker, speech_act, speech_mode",
            "Only a speaker denies, admits, apologises, promises or declines: a remark that someone has not done so is "
            "the article's own, with modality negated.",
        )
    ]


def test_a_refused_row_says_which_leftover_is_in_its_way(project: Project) -> None:
    project.load()
    (fault,) = project.faults(changed("source: [wire]\n    position: 0", "source: [herald]\n    position: 0"))
    assert fault == (
        "claimattribution mistake / herald",
        "claim, position",
        "another claim attribution has the same claim and position. The database holds "
        "claimattribution mistake / wire, which the files lack; --prune deletes it.",
    )


def test_pruning_takes_the_leftover_away_first(project: Project) -> None:
    project.load()
    text = changed("source: [wire]\n    position: 0", "source: [herald]\n    position: 0")
    assert project.load(text, prune=True).ok
    assert chain() == ["herald"]


def test_nothing_is_deleted_without_being_asked(project: Project) -> None:
    project.load(WORLD + SECOND)
    report = project.load(WORLD)
    assert [item.key for item in report.plan.leftover] == [("mistake", "herald")]
    assert ClaimAttribution.objects.filter(claim__slug="mistake").count() == 2


def test_pruning_never_deletes_records(project: Project) -> None:
    project.load()
    kept = without("affiliation").replace("envoy", "consul")
    project.load(kept.replace("slug: mistake", "slug: error").replace("[mistake]", "[error]"), prune=True)
    assert Claim.objects.filter(slug="mistake").exists()
    assert Evidence.objects.filter(claim__slug="mistake").exists()


@pytest.mark.parametrize(
    ("error", "fault"),
    [
        (ValidationError({"name": "No."}), ("place harbour", "name", "No.")),
        (ValidationError("No."), ("place harbour", "", "No.")),
    ],
)
def test_what_a_model_refuses_as_a_whole_is_a_fault(
    project: Project, monkeypatch: pytest.MonkeyPatch, error: ValidationError, fault: tuple[str, str, str]
) -> None:
    monkeypatch.setattr(Place, "clean", Mock(side_effect=error))
    assert project.faults(WORLD) == [fault]


def test_a_rule_between_two_rows_is_a_fault(project: Project) -> None:
    relation = "- model: incidents.claimrelation\n  fields:\n    from_claim: [mistake]\n    to_claim: [mistake]\n"
    relation += "    relation: supports\n    aspect: intent\n"
    (fault,) = project.faults(WORLD + relation)
    assert fault[1:] == ("from_claim, to_claim", "A claim cannot be related to itself.")
