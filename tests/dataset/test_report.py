import re

from incidents.dataset.faults import Fault
from incidents.dataset.load import load
from incidents.dataset.report import Report, counted
from tests.dataset.project import WORLD, Project, changed, without


def lines(report: Report) -> list[str]:
    return list(report.lines())


def test_new_records_are_listed_with_the_number_of_their_parts(project: Project) -> None:
    told = lines(project.load())
    assert told[:2] == ["+ source herald", "+ source wire"]
    assert "+ actor envoy (1 actorname, 1 affiliation)" in told
    assert "+ claim mistake (1 claimattribution, 1 evidence)" in told
    assert told[-2] == "16 created, 0 changed, 0 unchanged."


def test_the_versions_of_the_dataset_are_told(project: Project) -> None:
    assert re.fullmatch(r"8 records published; dataset version \d+ → \d+\.", lines(project.load())[-1])
    assert re.fullmatch(r"0 records published; dataset version \d+ as before\.", lines(project.load())[-1])


def test_new_parts_of_known_records_are_listed_one_by_one(project: Project) -> None:
    project.load(without("actorname"))
    assert lines(project.load())[0] == "+ actorname envoy / Ольга Вишнева / uk"


def test_changes_are_told_field_by_field(project: Project) -> None:
    project.load()
    text = changed("country: NO", "languages: [no, en]").replace("latitude: 46.5\n    longitude: 30.75\n    ", "")
    assert lines(project.load(text))[:-2] == [
        "~ source herald",
        "    country: 'NO' → ''",
        "    languages: [] → [no, en]",
        "~ place harbour",
        "    latitude: 46.50000 → none",
        "    longitude: 30.75000 → none",
    ]


def test_an_edited_text_is_told_by_its_length(project: Project) -> None:
    project.load()
    path = project.root / "seeds" / "990_report.txt"
    path.write_text(path.read_text() + " Ende.")
    assert lines(project.load())[:2] == ["~ article report", "    text: 94 characters → 100 characters"]


def test_leftover_parts_are_told_with_what_becomes_of_them(project: Project) -> None:
    project.load()
    folder = project.write(without("actorname")).parent
    told = lines(load([folder]))
    assert "- actorname envoy / Ольга Вишнева / uk (in the database only; --prune deletes it)" in told
    pruned = lines(load([folder], prune=True))
    assert "- actorname envoy / Ольга Вишнева / uk (deleted)" in pruned
    assert "0 created, 0 changed, 15 unchanged, 1 deleted." in pruned


def test_records_that_are_only_in_the_database_are_told(project: Project) -> None:
    (told,) = [line for line in lines(load([project.write(WORLD).parent])) if line.startswith("In the database only")][
        :1
    ]
    assert re.fullmatch(r"In the database only, and left as they are: source (\S+, ){9}\S+ and \d+ more\.", told)


def test_a_dry_run_says_so(project: Project) -> None:
    assert lines(project.load(dry_run=True))[-1] == "This was a dry run: nothing was written."


def test_faults_are_told_instead_up_to_a_hundred() -> None:
    faults = [Fault(file="a.yaml", line=line, rule="is wrong.") for line in range(102, 0, -1)]
    told = lines(Report(faults=faults))
    assert (told[0], told[99], told[100:]) == ("a.yaml:1: is wrong.", "a.yaml:100: is wrong.", ["… and 2 more faults."])


def test_one_is_singular() -> None:
    assert (counted(1, "fault"), counted(2, "fault")) == ("1 fault", "2 faults")
