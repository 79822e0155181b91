"""Tables as editors upload them, CSV or XLSX, read as texts; whatever a file could hide is refused with its place.

A cell that a spreadsheet would run is no text: it is refused here, and written with an apostrophe before it by exports.
"""

import codecs
import csv
import re
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from io import BytesIO, StringIO
from typing import Any, NamedTuple
from xml.sax import ContentHandler, SAXException

from defusedxml.common import DefusedXmlException
from defusedxml.sax import parseString
from django.utils.translation import gettext as _
from openpyxl import load_workbook
from openpyxl.utils import get_column_letter

from incidents.exports.columns import FORMULA_SIGNS

MAX_BYTES = 10_000_000
MAX_ROWS = 10_000
MAX_COLUMNS = 50
MAX_CELL = 100_000
# What a small spreadsheet may grow to, in all its parts together, and of how many parts it may be made.
MAX_UNPACKED = 50_000_000
MAX_PARTS = 200
MAX_DEPTH = 50
# Rows without a word in them, before and between the others.
MAX_BLANK = 20_000
# As far to the right as empty cells may be formatted.
MAX_WIDTH = 500
MAX_TOLD = 100
_ZIP, _OLD_EXCEL = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
_UTF_16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_NEUTRALISED = re.compile(rf"'+[{re.escape(''.join(FORMULA_SIGNS))}]")


class BadTable(ValueError):
    """A file that cannot be read as a table: one sentence for each reason, with its place."""

    def __init__(self, *sentences: str) -> None:
        super().__init__(" ".join(sentences))
        self.sentences = sentences


class Row(NamedTuple):
    """Its number, as a spreadsheet shows it, and the texts of its cells, one for each column."""

    number: int
    cells: list[str]


class Shallow(ContentHandler):
    """Refuses XML that is nested deeper than any spreadsheet: its reader would climb down every step."""

    depth = 0

    def startElement(self, name: str, attrs: Any) -> None:  # noqa: N802  as its base class calls it
        self.depth += 1
        if self.depth > MAX_DEPTH:
            raise SAXException(f"nested more than {MAX_DEPTH} deep")

    def endElement(self, name: str) -> None:  # noqa: N802  as its base class calls it
        self.depth -= 1


class Table(NamedTuple):
    columns: list[str]
    rows: list[Row]


def read_table(content: bytes, *, key: str) -> Table:
    """The table in a file of either kind; `key` names a column that it must have. Raises BadTable."""
    if len(content) > MAX_BYTES:
        raise BadTable(_("The file is larger than %(limit)s bytes.") % {"limit": f"{MAX_BYTES:,}"})
    if content.startswith(_OLD_EXCEL):
        raise BadTable(_("This is an old or an encrypted Excel file. Save it as .xlsx or as CSV UTF-8."))
    rows = _xlsx_rows(content) if content.startswith(_ZIP) else _csv_rows(content, key)
    return _checked(rows, key)


def neutral(text: str) -> str:
    """The text as an export writes it: no spreadsheet runs it."""
    return f"'{text}" if text.startswith(FORMULA_SIGNS) or _NEUTRALISED.match(text) else text


def tidy(text: str) -> str:
    """A text as it is compared: spreadsheets have line ends of their own."""
    return text.replace("\r\n", "\n").replace("\r", "\n").strip()


def _plain(text: str) -> str:
    return tidy(text.removeprefix("'") if _NEUTRALISED.match(text) else text)


def _cell(column: int, row: int) -> str:
    return f"{get_column_letter(column)}{row}"


def _checked(rows: Iterable[Sequence[str]], key: str) -> Table:
    """The rows below the head, without blank ones; every cell that is refused is named."""
    columns: list[str] = []
    kept: list[Row] = []
    wrong: list[str] = []
    for number, cells in enumerate(rows, start=1):
        blank = not any(cell.strip() for cell in cells)
        if number - len(kept) > MAX_BLANK or (len(kept) == MAX_ROWS and not blank):
            raise BadTable(_("It has more than %(limit)s rows: split it.") % {"limit": f"{MAX_ROWS:,}"})
        if blank:
            continue
        wrong += _faults(cells, number, columns)
        if len(wrong) >= MAX_TOLD:
            break
        if columns:
            kept.append(Row(number, [_plain(cell) for cell in cells[: len(columns)]]))
        else:
            columns = _head(cells)
            wrong += _head_faults(columns, key)
    if not kept and not wrong:
        wrong.append(_("It holds no rows below its head."))
    if wrong:
        raise BadTable(*wrong[:MAX_TOLD])
    return Table(columns, kept)


def _head(cells: Sequence[str]) -> list[str]:
    names = [tidy(cell).lower() for cell in cells]
    while names and not names[-1]:
        names.pop()
    return names


def _head_faults(names: list[str], key: str) -> Iterator[str]:
    if key not in names:
        yield _("The first row has to name the columns, “%(key)s” among them.") % {"key": key}
    if len(names) > MAX_COLUMNS:
        yield _("It has more than %(limit)s columns.") % {"limit": MAX_COLUMNS}
    for at, name in enumerate(names[:MAX_COLUMNS], start=1):
        if not name:
            yield _("Cell %(cell)s: the column has no name.") % {"cell": _cell(at, 1)}
        elif name in names[: at - 1]:
            yield _("Cell %(cell)s: there is a column “%(name)s” already.") % {"cell": _cell(at, 1), "name": name}


def _faults(cells: Sequence[str], number: int, columns: list[str]) -> Iterator[str]:
    if columns and (len(cells) < len(columns) or any(cells[len(columns) :])):
        told = _("Row %(row)s has %(found)s cells, the head has %(expected)s.")
        yield told % {"row": number, "found": len(cells), "expected": len(columns)}
    for at, cell in enumerate(cells[:MAX_COLUMNS], start=1):
        if cell.startswith(FORMULA_SIGNS):
            told = _("Cell %(cell)s: “%(value)s” begins like a formula. Write an apostrophe before it if it is a text.")
            yield told % {"cell": _cell(at, number), "value": cell[:40]}
        if "\0" in cell:
            yield _("Cell %(cell)s holds a null character.") % {"cell": _cell(at, number)}
        if len(cell) > MAX_CELL:
            yield _("Cell %(cell)s holds more than %(limit)s characters.") % {
                "cell": _cell(at, number),
                "limit": f"{MAX_CELL:,}",
            }


# CSV


def _csv_rows(content: bytes, key: str) -> Iterator[list[str]]:
    text = _decoded(content)
    reader = csv.reader(StringIO(text, newline=""), delimiter=_delimiter(text, key), strict=True)
    try:
        yield from reader
    except csv.Error as error:
        told = _("Line %(line)s is no CSV: %(error)s.")
        raise BadTable(told % {"line": reader.line_num, "error": error}) from error


def _decoded(content: bytes) -> str:
    if content.startswith(_UTF_16):
        raise BadTable(_("It is written in UTF-16. Save it as “CSV UTF-8”."))
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        told = _("Byte %(byte)s, in line %(line)s, is no UTF-8. Save the table as “CSV UTF-8”.")
        raise BadTable(told % {"byte": error.start, "line": line}) from error


def _delimiter(text: str, key: str) -> str:
    """A comma, or the semicolon of spreadsheets in languages that write 1,5: by whichever the head has the key."""
    head = text.lstrip("\r\n").split("\n", 1)[0]
    with_comma, with_semicolon = ([name.strip(' "\r').lower() for name in head.split(sign)] for sign in ",;")
    return ";" if key in with_semicolon and key not in with_comma else ","


# XLSX


def _xlsx_rows(content: bytes) -> Iterator[list[str]]:
    """The first sheet. Its reader fails in ways of its own on what no spreadsheet has written."""
    try:
        yield from _first_sheet(content)
    except (BadTable, MemoryError):
        raise
    except Exception as error:
        raise BadTable(_("It is no sound .xlsx file: %(error)s.") % {"error": repr(error)[:200]}) from error


def _first_sheet(content: bytes) -> Iterator[list[str]]:
    """Row by row; what a workbook says of its own size is not believed."""
    book = load_workbook(_sound_parts(content), read_only=True, data_only=False, keep_links=False)
    sheet = book.worksheets[0]
    sheet.reset_dimensions()
    for row in sheet.iter_rows():
        if len(row) > MAX_WIDTH:
            raise BadTable(_("Row %(row)s has cells beyond column %(last)s.") % {"row": row[-1].row, "last": MAX_WIDTH})
        # Empty cells at the end are not stored.
        yield [_text(cell) for cell in row] + [""] * (MAX_COLUMNS - len(row))


def _text(cell: Any) -> str:
    """Numbers and dates as they are typed; a formula as a formula, whatever its result was."""
    match cell.value:
        case None:
            return ""
        case bool() as truth:
            return str(truth).lower()
        case datetime() as moment if not (moment.hour or moment.minute or moment.second):
            return moment.date().isoformat()
        case datetime() | date() as day:
            return day.isoformat()
        case float() as number if number.is_integer():
            return str(int(number))
        case str() as text:
            return text.replace("_x000D_\n", "\n")
        case value:
            return str(value) if cell.data_type != "f" else "="


def _sound_parts(content: bytes) -> BytesIO:
    """The XML parts of a workbook, each read within bounds and free of entities, in a new archive."""
    sound = BytesIO()
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive, zipfile.ZipFile(sound, "w") as copy:
            for name, part in _parts(archive):
                copy.writestr(name, part)
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, EOFError, RuntimeError) as error:
        raise BadTable(_("It is no sound .xlsx file: %(error)s.") % {"error": error}) from error
    return sound


def _parts(archive: zipfile.ZipFile) -> Iterator[tuple[str, bytes]]:
    entries = [entry for entry in archive.infolist() if entry.filename.endswith((".xml", ".rels"))]
    names = {entry.filename for entry in entries}
    if len(entries) > MAX_PARTS or len(names) < len(entries) or "xl/workbook.xml" not in names:
        raise BadTable(_("It is no .xlsx file as spreadsheets write them. Save it anew, or as CSV UTF-8."))
    left = MAX_UNPACKED
    for entry in entries:
        with archive.open(entry) as opened:
            part = opened.read(left + 1)
        left -= len(part)
        if left < 0:
            raise BadTable(_("Unpacked it is larger than %(limit)s bytes.") % {"limit": f"{MAX_UNPACKED:,}"})
        _refuse_entities(entry.filename, part)
        yield entry.filename, part


def _refuse_entities(name: str, part: bytes) -> None:
    """A spreadsheet declares none: who does means to read files of ours, or to fill the memory."""
    try:
        parseString(part, Shallow(), forbid_dtd=True)
    except (DefusedXmlException, SAXException) as error:
        raise BadTable(_("%(name)s is refused: %(error)s.") % {"name": name, "error": error}) from error
