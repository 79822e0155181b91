"""A dataset in one file, and files that only look like one."""

import zipfile
import zlib
from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from incidents.dataset import bundle
from incidents.dataset.bundle import BadBundle, read_bundle, write_bundle
from incidents.dataset.load import load_files
from incidents.models import Article, Claim, Source
from tests.dataset.packing import SOURCE, packed

pytestmark = pytest.mark.django_db


def test_what_is_written_changes_nothing_when_it_is_read_again() -> None:
    report = load_files(read_bundle(write_bundle()), dry_run=False, publishing=False)
    assert report.ok
    assert report.plan.changes == []
    assert report.plan.unchanged == 1585


def test_the_same_content_gives_the_same_bytes() -> None:
    assert write_bundle() == write_bundle()


def test_an_article_brings_its_text_along() -> None:
    article = packed(
        {
            "fixtures/4_articles.yaml": "- model: incidents.article\n  fields:\n    slug: new\n    source: [tass]\n"
            "    title: New\n    language: de\n    document: 900_new.txt\n",
            "seeds/900_new.txt": "Baku protestierte. 👋🏽",
        }
    )
    assert load_files(read_bundle(article), dry_run=False, publishing=False).ok
    assert Article.objects.get(slug="new").text == "Baku protestierte. 👋🏽"


def test_a_text_that_differs_from_the_one_here_is_refused() -> None:
    document = Article.objects.earliest("pk").document
    files = read_bundle(packed({f"seeds/{document}": "Another text."}))
    files.rows += read_bundle(write_bundle()).rows
    rules = {fault.rule for fault in load_files(files, dry_run=True, publishing=False).faults}
    assert f"seeds/{document} holds another text than the one that came along: give it another name." in rules


def test_without_publishing_a_new_record_is_a_draft() -> None:
    assert load_files(read_bundle(packed({"fixtures/1.yaml": SOURCE})), dry_run=False, publishing=False).ok
    assert Source.objects.get(slug="new-herald").status == "draft"


def test_without_publishing_an_edit_of_a_public_record_waits() -> None:
    claim = Claim.objects.published().earliest("pk")
    files = read_bundle(write_bundle())
    next(row for row in files.rows if row.owner == claim.slug).values["note"] = "Another note."
    load_files(files, dry_run=False, publishing=False)
    changed = Claim.objects.get(pk=claim.pk)
    assert (changed.note, changed.status) == ("Another note.", "published")
    assert changed.version == claim.version + 1
    assert changed.published_version == claim.published_version


def test_faults_name_the_file_inside() -> None:
    (fault,) = read_bundle(packed({"fixtures/1.yaml": "- model: incidents.nothing\n  fields: {}\n"})).faults
    assert (fault.file, fault.line, fault.value) == ("fixtures/1.yaml", 1, "incidents.nothing")


def test_an_empty_bundle_is_a_fault() -> None:
    (fault,) = read_bundle(packed({})).faults
    assert fault.rule == "holds no record: is it what export_dataset writes?"


@pytest.mark.parametrize(
    "name", ["../seeds/a.txt", "/etc/passwd", "a/b/fixtures/1.yaml", "fixtures/1.txt", "seeds/.hidden", "manage.py"]
)
def test_a_file_that_does_not_belong_into_it_is_refused(name: str) -> None:
    with pytest.raises(BadBundle, match="does not belong here"):
        read_bundle(packed({name: "x"}))


def test_a_folder_around_it_is_no_fault() -> None:
    assert len(read_bundle(packed({"export/fixtures/1.yaml": SOURCE, "export/seeds/": ""})).rows) == 1


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04", b"no zip at all", packed({"fixtures/1.yaml": SOURCE})[:-40]])
def test_what_is_no_zip_is_refused(content: bytes) -> None:
    with pytest.raises(BadBundle, match="not a sound zip file"):
        read_bundle(content)


def test_a_damaged_file_is_refused() -> None:
    whole = packed({"fixtures/1.yaml": SOURCE})
    at = whole.index(zlib.compress(SOURCE.encode(), wbits=-15)[:10])
    with pytest.raises(BadBundle, match="not a sound zip file"):
        read_bundle(whole[: at + 12] + b"\0\0\0\0\0\0" + whole[at + 18 :])


def test_what_holds_too_much_in_all_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bundle, "MAX_TOTAL_BYTES", 100)
    with pytest.raises(BadBundle, match="It holds more than 100 bytes"):
        read_bundle(write_bundle())


def test_the_same_name_twice_is_refused() -> None:
    with pytest.raises(BadBundle, match="in it twice"):
        read_bundle(packed({"fixtures/1.yaml": SOURCE, "a/fixtures/1.yaml": SOURCE}))


def test_an_unusual_compression_is_refused() -> None:
    with pytest.raises(BadBundle, match="compressed in an unusual way"):
        read_bundle(packed({"fixtures/1.yaml": SOURCE}, compression=zipfile.ZIP_LZMA))


def test_a_small_file_that_grows_large_is_refused() -> None:
    bomb = packed({"seeds/bomb.txt": "0" * (bundle.MAX_FILE_BYTES + 1)})
    assert len(bomb) < 20_000
    with pytest.raises(BadBundle, match=r"bomb\.txt is larger than 8,000,000 bytes"):
        read_bundle(bomb)


@pytest.mark.parametrize(
    ("limit", "value", "told"),
    [
        ("MAX_TOTAL_BYTES", 100, "holds more than 100 bytes"),
        ("MAX_FILES", 1, "holds more than 1 files"),
        ("MAX_BYTES", 100, "larger than 100 bytes"),
    ],
)
def test_limits_hold_for_all_files_together(monkeypatch: pytest.MonkeyPatch, limit: str, value: int, told: str) -> None:
    monkeypatch.setattr(bundle, limit, value)
    with pytest.raises(BadBundle, match=told):
        read_bundle(packed({"fixtures/1.yaml": SOURCE, "seeds/a.txt": "x" * 60}))


@pytest.mark.parametrize(
    ("limit", "value"), [("MAX_TOTAL_BYTES", 184), ("MAX_FILES", 2), ("MAX_FILE_BYTES", 124), ("MAX_BYTES", 331)]
)
def test_what_reaches_a_limit_is_read(monkeypatch: pytest.MonkeyPatch, limit: str, value: int) -> None:
    monkeypatch.setattr(bundle, limit, value)
    whole = packed({"fixtures/1.yaml": SOURCE, "seeds/a.txt": "x" * 60})
    assert len(read_bundle(whole).rows) == 1


def test_ten_million_bytes_are_read_and_one_more_are_not() -> None:
    whole = packed({"fixtures/1.yaml": SOURCE})
    largest = bytes(10_000_000 - len(whole)) + whole
    assert len(read_bundle(largest).rows) == 1
    with pytest.raises(BadBundle, match="larger than 10,000,000 bytes"):
        read_bundle(b"\0" + largest)


def test_what_is_encrypted_is_refused() -> None:
    whole = packed({"fixtures/1.yaml": SOURCE})
    flags = whole.index(b"PK\x01\x02") + 8
    with pytest.raises(BadBundle, match=r"fixtures/1\.yaml is encrypted"):
        read_bundle(whole[:flags] + b"\x01" + whole[flags + 1 :])


def test_sizes_that_lie_are_not_believed() -> None:
    whole = packed({"seeds/a.txt": "0" * 3000})
    lying = whole.replace((3000).to_bytes(4, "little"), (3).to_bytes(4, "little"))
    with pytest.raises(BadBundle, match="not a sound zip file"):
        read_bundle(lying)


def test_it_holds_the_files_of_an_export_and_the_texts() -> None:
    with zipfile.ZipFile(BytesIO(write_bundle())) as archive:
        names = archive.namelist()
        days = {entry.date_time for entry in archive.infolist()}
    assert days == {(1980, 1, 1, 0, 0, 0)}
    assert names[0] == "fixtures/1_sources.yaml"
    assert names[-1] == "seeds/004_df020da6bd6fdce6.txt"
    assert len(names) == 16


def test_what_says_that_it_is_too_large_is_not_unpacked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bundle, "_content", None)
    large = packed({f"seeds/{number}.txt": " " * 8_000_000 for number in range(7)})
    with pytest.raises(BadBundle, match="holds more than 50,000,000 bytes"):
        read_bundle(large)


# Made by chance: whatever is uploaded is a bundle or refused in a sentence


def read_or_refused(content: bytes) -> bool:
    try:
        files = read_bundle(content)
    except BadBundle as bad:
        return bool(str(bad))
    return bool(files.rows or files.faults) and all(fault.rule for fault in files.faults)


WHOLE = packed({"fixtures/1_sources.yaml": SOURCE, "seeds/1.txt": "Baku protestierte."})
YAML = [
    *"-:[]{}&*!|>'\"%@`#,? \n\t",
    "model",
    "incidents.source",
    "fields",
    "slug",
    "<<",
    "!!str",
    "~",
    "a\0",
    "é",
    "---",
    "...",
]


@given(st.integers(0, len(WHOLE) - 1), st.binary(min_size=1, max_size=4))
def test_a_bundle_with_other_bytes_in_it_is_read_or_refused(at: int, other: bytes) -> None:
    assert read_or_refused(WHOLE[:at] + other + WHOLE[at + len(other) :])


@given(st.binary(max_size=200))
def test_any_bytes_are_a_bundle_or_refused(content: bytes) -> None:
    assert read_or_refused(content)
    assert read_or_refused(packed({"fixtures/1.yaml": content.decode("latin-1")}))


@given(st.lists(st.sampled_from(YAML), max_size=40).map("".join))
def test_any_signs_of_yaml_are_rows_or_faults(text: str) -> None:
    assert read_or_refused(packed({"fixtures/1.yaml": text}))
    assert read_or_refused(packed({"fixtures/1.yaml": f"{SOURCE}{text}"}))


@given(st.integers(0, len(SOURCE)), st.sampled_from(YAML))
def test_a_fixture_with_another_sign_in_it_is_rows_or_faults(at: int, sign: str) -> None:
    assert read_or_refused(packed({"fixtures/1.yaml": SOURCE[:at] + sign + SOURCE[at:]}))
