"""What comes as a table and is none, or hides something: refused with its place, in bounded time and memory."""

import codecs
import zipfile
from datetime import date, datetime
from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from incidents.admin.table_files import BadTable, Row, neutral, read_table
from tests.admin.tables import altered, sheet

HEAD = "slug,name\n"
BOMB = b'<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
XXE = b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>'
SHEET = "xl/worksheets/sheet1.xml"


def refusals(content: bytes | str) -> tuple[str, ...]:
    with pytest.raises(BadTable) as refused:
        read_table(content.encode() if isinstance(content, str) else content, key="slug")
    return refused.value.sentences


def rows(content: bytes | str) -> list[Row]:
    return read_table(content.encode() if isinstance(content, str) else content, key="slug").rows


# Read


@pytest.mark.parametrize(
    "content",
    [
        'slug,name\none,"A, b"\n',
        '\ufeffslug,name\r\none,"A, b"\r\n',
        "slug;name\none;A, b\n",
        '"Slug";"Name"\n"one";"A, b"',
        sheet(("slug", "name"), ("one", "A, b")),
    ],
    # A spreadsheet holds the time at which it was made, and would be called by it.
    ids=["commas", "byte order mark", "semicolons", "quotes", "spreadsheet"],
)
def test_commas_semicolons_marks_and_spreadsheets_are_read_alike(content: bytes | str) -> None:
    assert [row.cells for row in rows(content)] == [["one", "A, b"]]


def test_rows_keep_the_numbers_that_a_spreadsheet_shows() -> None:
    assert rows("slug,name\n\n,\none,A\n") == [Row(4, ["one", "A"])]
    assert rows(sheet(("slug",), (), ("one",))) == [Row(3, ["one"])]


@pytest.mark.parametrize("text", ["=1", "'=1", "''@x", "+49", "-5", "\tx", "plain", "'plain"])
def test_what_an_export_writes_is_read_as_it_was(text: str) -> None:
    assert rows(f'slug,note\none,"{neutral(text)}"\n')[0].cells[1] == text.strip()


def test_numbers_dates_and_truths_are_read_as_typed() -> None:
    noon = datetime(2025, 11, 14, 12, 30)  # noqa: DTZ001  spreadsheets know no time zones
    typed = ("one", 1984, 3.0, 2.5, True, date(2025, 11, 14), noon, "a_x000D_\nb")
    assert rows(sheet(("slug", *"abcdefg"), typed))[0].cells == [
        "one", "1984", "3", "2.5", "true", "2025-11-14", "2025-11-14T12:30:00", "a\nb",
    ]  # fmt: skip


def test_a_whole_number_stays_one_however_it_is_stored() -> None:
    assert rows(altered(sheet(("slug", "n"), ("one", 3)), SHEET, b"<v>3</v>", b"<v>3.0</v>"))[0].cells == ["one", "3"]


# Refused


@pytest.mark.parametrize("sign", ["=", "+", "-", "@", "\t", "\r"])
def test_a_formula_is_refused_and_its_cell_named(sign: str) -> None:
    assert refusals(f'{HEAD}one,A\ntwo,"{sign}cmd|x"\n')[0].startswith("Cell B3: “")


def test_a_formula_in_a_spreadsheet_is_refused_and_its_cell_named() -> None:
    told = refusals(sheet(("slug", "name"), ("one", '=HYPERLINK("https://example.org")')))
    assert told[0].startswith("Cell B2: “=HYPERLINK")


def test_every_formula_is_told_up_to_a_hundred() -> None:
    assert len(refusals(HEAD + "one,=1\n" * 3)) == 3
    assert len(refusals(HEAD + "one,=1\n" * 300)) == 100


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"slug,name\none,M\xfcller\n", "Byte 15, in line 2, is no UTF-8. Save the table as “CSV UTF-8”."),
        (codecs.BOM_UTF16_LE + "slug".encode("utf-16-le"), "It is written in UTF-16. Save it as “CSV UTF-8”."),
        (b"\xd0\xcf\x11\xe0rest", "This is an old or an encrypted Excel file. Save it as .xlsx or as CSV UTF-8."),
        ("slug,name\none,a\0b\n", "Cell B2 holds a null character."),
        ("slug,name\n", "It holds no rows below its head."),
        ("", "It holds no rows below its head."),
        ("name\none\n", "The first row has to name the columns, “slug” among them."),
        ("slug,,name\none,,A\n", "Cell B1: the column has no name."),
        ("slug,name,Name\none,A,B\n", "Cell C1: there is a column “name” already."),
        ("slug,name\none\n", "Row 2 has 1 cells, the head has 2."),
        ("slug,name\none,A,more\n", "Row 2 has 3 cells, the head has 2."),
        ('slug,name\none,"A\n', "Line 2 is no CSV: unexpected end of data."),
    ],
)
def test_what_is_no_table_is_refused_in_a_sentence(content: bytes | str, told: str) -> None:
    assert refusals(content)[0] == told


@pytest.mark.parametrize(
    ("start", "more", "times", "told"),
    [
        ("slug", ",x", 51, "It has more than 50 columns."),
        ("slug\n", "one\n", 10_001, "It has more than 10,000 rows: split it."),
        ("slug\n", "\n", 100_001, "It has more than 10,000 rows: split it."),
        ("slug,name\none,", "x", 100_001, "Cell B2 holds more than 100,000 characters."),
        ("slug\n", "x", 10_000_000, "The file is larger than 10,000,000 bytes."),
    ],
)
def test_what_is_too_large_is_refused_in_a_sentence(start: str, more: str, times: int, told: str) -> None:
    assert refusals(start + more * times)[0] == told


@pytest.mark.parametrize("declaration", [BOMB, XXE])
@pytest.mark.parametrize("part", [SHEET, "xl/workbook.xml", "xl/_rels/workbook.xml.rels"])
def test_entities_are_refused(part: str, declaration: bytes) -> None:
    content = sheet(("slug",), ("one",))
    with zipfile.ZipFile(BytesIO(content)) as archive:
        start = archive.read(part)[:40].split(b"<")[1]
    content = altered(content, part, b"<" + start, declaration + b"<" + start)
    assert f"{part} is refused" in refusals(content)[0]


def test_a_small_file_that_grows_large_is_refused() -> None:
    packed = BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", b"<a>" + b" " * 60_000_000 + b"</a>")
    assert len(packed.getvalue()) < 100_000
    assert refusals(packed.getvalue()) == ("Unpacked it is larger than 50,000,000 bytes.",)


def test_a_cell_far_down_or_to_the_right_costs_nothing() -> None:
    content = sheet(("slug",), ("one",))
    assert "more than 10,000 rows" in refusals(altered(content, SHEET, b'<row r="2"', b'<row r="99999999"'))[0]
    assert "beyond column 500" in refusals(altered(content, SHEET, b'r="A2"', b'r="XFD2"'))[0]


@pytest.mark.parametrize(
    "content",
    [
        b"PK\x03\x04 and no more",
        altered(sheet(("slug",)), "xl/workbook.xml", b"<workbook", b"<nothing"),
        altered(sheet(("slug",)), "xl/workbook.xml", b"<sheets>", b"<sheets"),
        altered(sheet(("slug",)), SHEET, b'<row r="1"', b'<row r="one"'),
        sheet(("slug",), ("one",)).replace(b"xl/workbook.xml", b"xl/notabook.xml"),
    ],
    ids=["no zip", "no workbook", "no XML", "no row", "no part"],
)
def test_a_broken_spreadsheet_is_refused_in_a_sentence(content: bytes) -> None:
    assert len(refusals(content)) == 1


def test_a_spreadsheet_that_is_nested_without_end_is_refused() -> None:
    nested = altered(sheet(("slug",)), SHEET, b"<sheetData>", b"<a>" * 99 + b"</a>" * 99 + b"<sheetData>")
    assert "nested more than 50 deep" in refusals(nested)[0]


# Made by chance: whatever is uploaded is read or refused in a sentence


def read_or_refused(content: bytes) -> bool:
    try:
        table = read_table(content, key="slug")
    except BadTable as bad:
        return bool(bad.sentences)
    return all(len(row.cells) == len(table.columns) for row in table.rows)


@given(st.binary(max_size=300))
def test_any_bytes_are_a_table_or_refused(content: bytes) -> None:
    assert read_or_refused(content)
    assert read_or_refused(b"slug,name\n" + content)
    assert read_or_refused(b"PK\x03\x04" + content)


@given(st.text(alphabet="slug,;\"'\n\r\t=+-@ \0\ufeff\u202eа", max_size=200))
def test_any_text_of_signs_is_a_table_or_refused(text: str) -> None:
    assert read_or_refused(text.encode())
    assert read_or_refused(f"slug,name\n{text}".encode())


WHOLE = sheet(("slug", "name", "number"), ("one", "A", 3), ("two", "B", 2.5))


@given(st.integers(0, len(WHOLE) - 1), st.binary(min_size=1, max_size=4))
def test_a_spreadsheet_with_other_bytes_in_it_is_read_or_refused(at: int, other: bytes) -> None:
    assert read_or_refused(WHOLE[:at] + other + WHOLE[at + len(other) :])


@given(st.integers(0, 400), st.sampled_from([b"", b"<", b"<c/>", b'r="', b"A9999999", b"1e999", b"&amp;", b"\xff"]))
def test_a_sheet_with_another_piece_in_it_is_read_or_refused(at: int, piece: bytes) -> None:
    with zipfile.ZipFile(BytesIO(WHOLE)) as archive:
        part = archive.read(SHEET)
    at %= len(part)
    assert read_or_refused(altered(WHOLE, SHEET, part, part[:at] + piece + part[at + 1 :]))
