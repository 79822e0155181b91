import pytest

from incidents.dataset.citing import uncited
from tests.dataset.project import WORLD, Project, changed

CITED = "mention: ein Irrtum"


def faults(project: Project, text: str) -> list[tuple[str, str, str]]:
    files = project.load(text, dry_run=True).files
    return [(fault.record, fault.field, fault.rule) for fault in uncited(files)]


def test_a_source_that_the_text_names_may_be_what_a_claim_came_through(project: Project) -> None:
    assert faults(project, WORLD) == []


def test_a_mention_has_to_stand_in_the_text(project: Project) -> None:
    rule = "does not stand in the article's text, code point for code point."
    assert ("articlecitation report / wire", "mention", rule) in faults(project, changed(CITED, "mention: laut Wire"))


def test_a_source_that_is_not_cited_is_the_source_of_nothing(project: Project) -> None:
    rule = "is not among the sources that the article cites."
    cited_other = changed("source: [wire]\n    mention", "source: [herald]\n    mention")
    assert faults(project, cited_other) == [("claimattribution mistake / wire", "source", rule)]


@pytest.mark.parametrize(("mention", "found"), [("sagte die Gesandte", 1), ("die", 1), ("Irrtum“, sagte", 0)])
def test_a_source_that_is_only_listed_is_the_source_of_nothing(mention: str, found: int, project: Project) -> None:
    rule = "is only listed by the article, in words marked as no evidence."
    told = faults(project, changed(CITED, f"mention: {mention}"))
    assert told == [("claimattribution mistake / wire", "source", rule)] * found


def test_articles_that_the_files_do_not_hold_are_not_looked_at(project: Project) -> None:
    project.load()
    claims = "- model: incidents.claim\n" + WORLD.split("- model: incidents.claim\n")[1]
    assert faults(project, claims) == []


def test_a_passage_whose_place_is_unknown_lists_nothing(project: Project) -> None:
    absent = changed(CITED, "mention: sagte die Gesandte").replace("quote: sagte die Gesandte", "quote: nirgends")
    assert faults(project, absent) == []
