from pathlib import Path

import pytest

from incidents.dataset.documents import NoText
from incidents.dataset.files import Files, called, read_files
from incidents.dataset.schema import SPEC_OF, SPECS
from incidents.models import Place
from tests.dataset.project import ROWS, TEXT, WORLD, Project, without

PLACE = "- model: incidents.place\n  fields:\n    slug: kyiv\n    name: Kyiv\n    precision: 3\n"


def test_it_reads_all_of_fixtures_by_default(project: Project) -> None:
    project.write(WORLD, name="1.yaml")
    project.write(PLACE, name="2.yaml")
    (project.root / "fixtures" / "README.md").write_text("not a fixture")
    files = read_files([])
    assert len(files.rows) == ROWS + 1
    assert {row.file for row in files.rows} == {"fixtures/1.yaml", "fixtures/2.yaml"}
    assert files.scope == list(SPECS)


def test_a_file_alone_is_a_part_and_tells_nothing_of_other_models(project: Project) -> None:
    files = read_files([project.write(PLACE)])
    assert files.scope == [SPEC_OF[Place]]


def test_a_missing_file_is_a_fault(project: Project) -> None:
    assert [str(fault) for fault in read_files(["none.yaml"]).faults] == [
        "none.yaml:1: cannot be read: No such file or directory."
    ]


def test_an_empty_folder_is_a_fault(project: Project) -> None:
    assert [str(fault) for fault in read_files([project.root / "seeds"]).faults] == [
        "seeds:1: holds no *.yaml: name a folder that does."
    ]


def test_files_elsewhere_are_called_by_their_path(project: Project) -> None:
    assert called(Path("/elsewhere/a.yaml")) == "/elsewhere/a.yaml"


@pytest.mark.parametrize("spoiled", [True, False])
def test_spoiled_rows_are_told_from_sound_ones(project: Project, spoiled: bool) -> None:
    files = read_files([project.write(without("source"))])
    files.rows[0].spoiled = spoiled
    assert len(files.sound(SPEC_OF[Place])) == (0 if spoiled else 1)


@pytest.mark.parametrize("document", ["990_report.txt", "991_new.txt"])
def test_a_text_may_come_along(project: Project, document: str) -> None:
    assert Files(texts={document: TEXT.encode()}).text_of(document) == TEXT


@pytest.mark.parametrize("other", ["", "Aber nein.", "Zu spät."])
def test_a_text_that_comes_along_is_no_other_than_in_seeds(project: Project, other: str) -> None:
    with pytest.raises(NoText, match="holds another text"):
        Files(texts={"990_report.txt": other.encode()}).text_of("990_report.txt")
