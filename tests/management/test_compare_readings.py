from pathlib import Path

import pytest
from django.core.management import CommandError
from pytest_django import Settings

from tests.dataset.project import WORLD, Project, changed, make_project
from tests.dataset.readings.making import changed_second, second
from tests.management.commands import output


@pytest.fixture
def project(tmp_path: Path, settings: Settings) -> Project:
    """Files alone: whatever asks the database for anything fails."""
    made = make_project(tmp_path, settings)
    made.write(WORLD)
    return made


def test_it_counts_what_the_files_hold(project: Project) -> None:
    lines = output("compare_readings", str(second(project)))
    assert lines[:4] == [
        "report:",
        "  claims of the second reader: 2",
        "  … whose words the dataset quotes too: 50 %",
        "  … paired with a claim of the dataset: 50 %",
    ]


def test_it_prints_a_table(project: Project) -> None:
    lines = output("compare_readings", str(second(project)), "--markdown")
    assert lines[0] == "|  | report | all |"
    assert all(line.startswith("| ") for line in lines[2:])


def test_it_lists_the_differences(project: Project) -> None:
    assert output("compare_readings", str(second(project)), "--differences") == [
        "report a1 ~ mistake: speech act admits, in the dataset asserts: The strike was a mistake.",
        "report a2: only in the second reading: reaction: Moscow said nothing.",
    ]


def test_it_compares_with_another_folder(project: Project, tmp_path: Path) -> None:
    (tmp_path / "before").mkdir()
    (tmp_path / "before" / "world.yaml").write_text(changed("aspect: intent", "aspect: cause"))
    lines = output("compare_readings", str(second(project)), "--differences", "--dataset", str(tmp_path / "before"))
    assert "report a1 ~ mistake: aspect intent, in the dataset cause: The strike was a mistake." in lines


def test_it_refuses_a_faulty_reading_and_a_faulty_dataset(project: Project) -> None:
    with pytest.raises(CommandError, match="there is no article 'unknown' in the dataset"):
        output("compare_readings", str(second(project, changed_second("article: report", "article: unknown"))))
    with pytest.raises(CommandError, match=r"nowhere\.yaml:1: cannot be read"):
        output("compare_readings", "--dataset", "nowhere.yaml")
