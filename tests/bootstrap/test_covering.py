import json
from collections.abc import Mapping
from pathlib import Path

import pytest

from bootstrap import covering
from bootstrap.clone import HERE


def report(folder: Path, *, files: Mapping[str, object]) -> Path:
    path = folder / covering.REPORT
    path.write_text(json.dumps({"files": files}))
    return path


def told(*, lines: list[int], branches: list[list[int]]) -> dict[str, object]:
    return {"missing_lines": lines, "missing_branches": branches}


def test_a_line_that_no_test_runs_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert not covering.complete(report(tmp_path, files={"incidents/dates.py": told(lines=[7], branches=[[6, 7]])}))
    assert capsys.readouterr().out == "incidents/dates.py:7 is run by no test.\n"


def test_a_way_that_no_test_takes_is_told_where_it_counts(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    files = {"incidents/filters/days.py": told(lines=[], branches=[[6, 9], [8, -3]])}
    assert not covering.complete(report(tmp_path, files=files))
    assert capsys.readouterr().out.splitlines() == [
        "incidents/filters/days.py:6 goes on to line 9 in no test.",
        "incidents/filters/days.py:8 goes on to its end in no test.",
    ]


def test_elsewhere_lines_are_enough(tmp_path: Path) -> None:
    assert covering.complete(report(tmp_path, files={"incidents/dates.py": told(lines=[], branches=[[6, 9]])}))


@pytest.mark.parametrize("path", covering.BRANCHES)
def test_what_is_named_is_there(path: str) -> None:
    assert (HERE.root / path).exists()
