import gzip
from pathlib import Path

import pytest

from incidents.dataset.bulk import staging
from incidents.dataset.bulk.loading import load_bundle
from incidents.dataset.bulk.progress import Step
from incidents.dataset.bulk.staging import sorted_out
from incidents.models import Article
from tests.dataset.bulk.bundles import lines_of, write
from tests.dataset.bulk.conftest import LoadLines
from tests.dataset.project import ROWS, WORLD, Project, changed


def test_packed_files_and_empty_lines_are_read(project: Project) -> None:
    path = project.root / "world.jsonl.gz"
    path.write_bytes(gzip.compress(lines_of(WORLD).replace("\n", "\n\n").encode()))
    assert load_bundle([path]).created == ROWS


def test_a_packed_file_that_is_cut_off_is_refused(project: Project) -> None:
    path = project.root / "world.jsonl.gz"
    path.write_bytes(gzip.compress(lines_of(WORLD).encode())[:-20])
    assert [fault.rule[:15] for fault in load_bundle([path]).faults.shown] == ["cannot be read:"]


def test_a_file_that_is_not_there_is_refused(project: Project) -> None:
    faults = load_bundle([project.root / "no.jsonl"]).faults.shown
    assert [fault.rule for fault in faults] == ["cannot be read: No such file or directory."]


def test_a_text_may_come_along_but_be_no_other_than_in_seeds(project: Project, load_lines: LoadLines) -> None:
    along = changed(
        "- model: incidents.article\n", "- model: incidents.article\n  text: Es war ein Irrtum, ein Irrtum\n"
    )
    faults = load_lines(along).faults.shown
    assert [(fault.field, fault.rule[:37]) for fault in faults] == [
        ("document", "seeds/990_report.txt holds another te")
    ]
    (project.root / "seeds" / "990_report.txt").unlink()
    report = load_lines(along.replace("sagte die Gesandte", "ein Irrtum, ein"))
    assert report.ok, list(report.lines())
    assert Article.objects.get(slug="report").text == "Es war ein Irrtum, ein Irrtum"


def test_many_rows_of_a_model_are_written_as_they_come(load_lines: LoadLines) -> None:
    names = "".join(
        f"- model: incidents.source\n  fields: {{slug: s{number}, name: S, kind: other}}\n" for number in range(2_001)
    )
    assert load_lines(names).created == 2_001


def test_every_so_many_lines_it_is_said_how_far_the_file_is_read(
    load_lines: LoadLines, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown: list[int] = []
    monkeypatch.setattr(staging, "PROGRESS_EVERY", 8)
    monkeypatch.setattr(Step, "show", lambda step, bytes_read: shown.append(bytes_read))
    assert load_lines().ok
    assert len([read for read in shown if read]) == ROWS // 8


def test_a_misspelt_reference_is_not_looked_for_among_very_many(load_lines: LoadLines) -> None:
    rules = [fault.rule for fault in load_lines(changed("actor: [northland]", "actor: [northlan]")).faults.shown]
    assert rules == ["there is no actor 'northlan', neither in the files nor in the database; did you mean northland?"]


def test_a_folder_stands_for_its_lines_where_it_has_no_yaml(tmp_path: Path) -> None:
    (tmp_path / "mixed").mkdir()
    lines, yaml = write(tmp_path / "a.jsonl", ""), write(tmp_path / "mixed" / "a.yaml", "")
    write(tmp_path / "mixed" / "b.jsonl", "")
    assert sorted_out([tmp_path, lines, tmp_path / "mixed", yaml]) == ([lines, lines], [tmp_path / "mixed", yaml])
