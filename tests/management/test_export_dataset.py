from pathlib import Path

import pytest
from django.core.management import CommandError

from incidents.models import Article, Place
from tests.dataset.project import Project
from tests.management.commands import output


def test_it_says_what_it_wrote(db: None, tmp_path: Path) -> None:
    (tmp_path / "6_claims_777.yaml").write_text("# old\n")
    lines = output("export_dataset", str(tmp_path))
    assert lines[0] == f"written: {tmp_path}/1_sources.yaml"
    assert lines[-2:] == [
        f"removed, since it would hold nothing: {tmp_path}/6_claims_777.yaml",
        f"{len(lines) - 2} files written, 0 as before.",
    ]


def test_it_leaves_fixtures_as_they_are_where_nothing_has_changed(db: None) -> None:
    (line,) = output("export_dataset")
    assert line.startswith("0 files written, ")


def test_it_says_which_edits_are_not_published(db: None, tmp_path: Path) -> None:
    place = Place.objects.earliest("slug")
    place.name = "Elsewhere"
    place.save()
    assert f"written with edits that are not published yet: place {place.slug}" in output(
        "export_dataset", str(tmp_path)
    )


def test_it_refuses_to_lose_a_text(project: Project) -> None:
    for name in Article.objects.values_list("document", flat=True):
        (project.root / "seeds" / name).write_text("Anderes.")
    with pytest.raises(CommandError, match=r"seeds/ holds another text .* Make them the same\. No file was written\."):
        output("export_dataset")


def test_a_folder_that_cannot_be_written_is_told_in_a_sentence(db: None, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(CommandError, match=r"file cannot be written: (File exists|Not a directory)\."):
        output("export_dataset", str(tmp_path / "file"))
