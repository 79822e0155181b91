from pathlib import Path

import pytest

from bootstrap import auditing
from bootstrap.clone import Clone
from bootstrap.console import Refusal

FOUND = "Found 1 known vulnerability in 1 package"


def python(tmp_path: Path, *, says: str, code: int) -> Path:
    """A stand-in for pip-audit and CycloneDX's tool."""
    made = tmp_path / "python"
    made.write_text(f'#!/bin/sh\necho "$@" >> asked\necho "{says}"\nexit {code}\n')
    made.chmod(0o755)
    return made


def test_each_file_of_pins_is_asked_about(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert auditing.audit(Clone(tmp_path), python=python(tmp_path, says="", code=0)) == 0
    asked = (tmp_path / "asked").read_text().splitlines()
    assert [line.split()[-1] for line in asked] == list(auditing.FILES)
    assert all("--strict" in line for line in asked)
    assert "requirements-dev.txt: nothing is known against any package." in capsys.readouterr().out


def test_what_is_known_against_a_package_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert auditing.audit(Clone(tmp_path), python=python(tmp_path, says=FOUND, code=1)) == 1
    assert FOUND in capsys.readouterr().out


def test_a_service_that_does_not_answer_is_no_good_news(tmp_path: Path) -> None:
    with pytest.raises(Refusal, match=r"requirements-dev\.txt was not audited.*\n    ERROR: no connection"):
        auditing.audit(Clone(tmp_path), python=python(tmp_path, says="ERROR: no connection", code=1))


def test_the_bill_of_materials_is_of_what_is_served(tmp_path: Path) -> None:
    target = tmp_path / "sbom.json"
    assert auditing.sbom(Clone(tmp_path), python=python(tmp_path, says="", code=0), target=target) == 0
    words = (tmp_path / "asked").read_text().split()
    assert words[-2:] == [str(target), "requirements.txt"]
    assert "--output-reproducible" in words


def test_a_bill_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    with pytest.raises(Refusal, match="could not be written:\nno such file"):
        auditing.sbom(Clone(tmp_path), python=python(tmp_path, says="no such file", code=1), target=tmp_path / "x")
