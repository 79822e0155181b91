from pathlib import Path

import pytest

from tests.written import REWRITE, out_of_date


@pytest.fixture
def page(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.delenv(REWRITE, raising=False)
    (tmp_path / "page.md").write_bytes(b"one\ntwo\n")
    return tmp_path / "page.md"


@pytest.mark.parametrize(
    ("fresh", "expected"),
    [
        (b"one\ntwo\n", []),
        (b"one\n2\n", ["page.md, line 2: 'two\\n' must be '2\\n'"]),
        (b"one\n", ["page.md, line 2: 'two\\n' must be ''"]),
        (b"one\ntwo", ["page.md, line 2: 'two\\n' must be 'two'"]),
    ],
)
def test_it_names_the_lines_that_are_out_of_date(fresh: bytes, expected: list[str], page: Path) -> None:
    assert out_of_date(page, fresh) == expected


def test_it_writes_the_file_only_when_asked(page: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    out_of_date(page, b"new\n")
    assert page.read_bytes() == b"one\ntwo\n"
    monkeypatch.setenv(REWRITE, "1")
    assert out_of_date(page, b"new\n") == []
    assert page.read_bytes() == b"new\n"
