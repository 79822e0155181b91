"""Tables as editors would upload them: made here, harmless and hostile ones."""

import csv
import zipfile
from collections.abc import Sequence
from io import BytesIO, StringIO
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import Workbook, load_workbook

from incidents.models import Record
from tests.admin.pages import Answer, Desk, fields_of, text_of


def address(model: type[Record], page: str) -> str:
    return f"/admin/incidents/{model._meta.model_name}/{page}/"


def upload(desk: Desk, model: type[Record], content: bytes | str, name: str = "table.csv") -> Answer:
    """Send a file; what comes back is the page that shows what importing it would do, or its faults."""
    sent = content.encode() if isinstance(content, str) else content
    fields = {"file": SimpleUploadedFile(name, sent), "reason": "From the archive."}
    return desk.client.post(address(model, "import"), fields)


def confirm(desk: Desk, model: type[Record], shown: Answer) -> Answer:
    return desk.post(address(model, "process_import"), fields_of(text_of(shown)))


def faults(shown: Answer) -> list[tuple[int, str, str, str]]:
    """Row, column, value and rule of each fault on the page."""
    return [tuple(fault) for fault in shown.context["faults"]]


def complaints(shown: Answer) -> list[str]:
    """What is wrong with the file as a whole."""
    return list(shown.context["form"].errors["file"])


def export(desk: Desk, model: type[Record], kind: str, query: str = "") -> bytes:
    fields = {"resource": "0", "format": {"csv": "0", "xlsx": "1"}[kind]}
    content: bytes = desk.client.post(address(model, "export") + query, fields).content
    return content


def rows_of(content: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(StringIO(content.decode("utf-8-sig"), newline="")))


def sheet(*rows: Sequence[Any]) -> bytes:
    """An .xlsx file with these rows."""
    book, packed = Workbook(), BytesIO()
    for row in rows:
        book.worksheets[0].append(row)
    book.save(packed)
    return packed.getvalue()


def cells(content: bytes) -> list[tuple[Any, ...]]:
    return list(load_workbook(BytesIO(content)).worksheets[0].iter_rows(values_only=True))


def altered(content: bytes, part: str, old: bytes, new: bytes) -> bytes:
    """The file with some bytes of one of its parts replaced."""
    packed = BytesIO()
    with zipfile.ZipFile(BytesIO(content)) as before, zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as after:
        for name in before.namelist():
            kept = before.read(name)
            after.writestr(name, kept.replace(old, new, 1) if name == part else kept)
    return packed.getvalue()
