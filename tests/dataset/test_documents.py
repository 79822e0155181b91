from pathlib import Path

import pytest
from pytest_django import Settings

from incidents.dataset import documents
from incidents.dataset.documents import NoText, read_document


@pytest.fixture
def seeds(tmp_path: Path, settings: Settings) -> Path:
    settings.BASE_DIR = tmp_path
    (tmp_path / "secret.txt").write_text("secret")
    (tmp_path / "seeds" / "deeper").mkdir(parents=True)
    (tmp_path / "seeds" / "deeper" / "text.txt").write_text("deeper")
    return tmp_path / "seeds"


def test_it_reads_a_text_code_point_for_code_point(seeds: Path) -> None:
    (seeds / "text.txt").write_bytes("\ufeffeins\r\nzwei\u00a0drei\n".encode())
    assert read_document("text.txt") == "\ufeffeins\r\nzwei\u00a0drei\n"


@pytest.mark.parametrize(
    "name", ["../secret.txt", "/etc/passwd", "deeper/text.txt", "deeper/../../secret.txt", ".", "..", "", "a\0b"]
)
def test_it_never_leaves_the_folder(seeds: Path, name: str) -> None:
    with pytest.raises(NoText, match="is not the name of a file in seeds/"):
        read_document(name)


def test_it_follows_no_link_out_of_the_folder(seeds: Path) -> None:
    (seeds / "link.txt").symlink_to(seeds.parent / "secret.txt")
    with pytest.raises(NoText, match="is not the name of a file in seeds/"):
        read_document("link.txt")


def test_it_says_that_a_file_is_missing(seeds: Path) -> None:
    with pytest.raises(NoText, match=r"there is no file seeds/none\.txt: put the text there\."):
        read_document("none.txt")


def test_it_refuses_another_encoding(seeds: Path) -> None:
    (seeds / "text.txt").write_bytes("für".encode("latin-1"))
    with pytest.raises(NoText, match="is not UTF-8 at byte 1"):
        read_document("text.txt")


def test_it_refuses_what_the_database_cannot_keep(seeds: Path) -> None:
    (seeds / "text.txt").write_bytes(b"a\0b")
    with pytest.raises(NoText, match="holds a NUL character"):
        read_document("text.txt")


def test_it_refuses_what_is_too_large_to_be_a_text(seeds: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(documents, "MAX_BYTES", 3)
    (seeds / "text.txt").write_bytes(b"four")
    with pytest.raises(NoText, match="is larger than 3 bytes"):
        read_document("text.txt")
