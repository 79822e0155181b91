"""A dataset in one file: a zip of fixtures/*.yaml and seeds/*, as `export_dataset` writes them."""

import re
import zipfile
import zlib
from collections.abc import Iterator
from io import BytesIO

from django.db import transaction
from django.utils.translation import gettext as _

from incidents.dataset.export import contents
from incidents.dataset.faults import Fault
from incidents.dataset.files import Files
from incidents.dataset.rows import read_rows
from incidents.models import Article
from incidents.publication.ledger import take_lock

MAX_BYTES = 10_000_000
MAX_FILES = 2_000
# Of one file, and of all together: what a small archive may grow to.
MAX_FILE_BYTES = 8_000_000
MAX_TOTAL_BYTES = 50_000_000
_MEMBER = re.compile(r"(?:[^./\\][^/\\]*/)?(fixtures|seeds)/([^/\\\0]+)")
_PLAIN = {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}
# The same content gives the same bytes, whenever it is written.
_WRITTEN_AT = (1980, 1, 1, 0, 0, 0)


class BadBundle(ValueError):
    """A file that is no bundle. The message names what is wrong with it."""


def write_bundle() -> bytes:
    """All that the editors' tables hold, drafts included."""
    with transaction.atomic():
        take_lock()
        files = {f"fixtures/{name}": content for name, content in contents().items()}
        texts = Article.objects.order_by("document").values_list("document", "text")
        files |= {f"seeds/{document}": text for document, text in texts if document}
    packed = BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(_entry(name), content.encode())
    return packed.getvalue()


def _entry(name: str) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name, date_time=_WRITTEN_AT)
    entry.compress_type = zipfile.ZIP_DEFLATED
    return entry


def read_bundle(packed: bytes) -> Files:
    """The rows and texts of a bundle; faults name the file inside it. Raises BadBundle where it is none."""
    files = Files()
    for folder, name, content in _members(packed):
        if folder == "seeds":
            files.texts[name] = content
            continue
        rows, faults = read_rows(f"{folder}/{name}", content)
        files.rows += rows
        files.faults += faults
    if not files.rows and not files.faults:
        files.faults.append(
            Fault(file="fixtures/", line=1, rule=_("holds no record: is it what export_dataset writes?"))
        )
    return files


def _members(packed: bytes) -> Iterator[tuple[str, str, bytes]]:
    """Folder, name and content of each file of a bundle."""
    if len(packed) > MAX_BYTES:
        raise BadBundle(_("The file is larger than %(limit)s bytes.") % {"limit": f"{MAX_BYTES:,}"})
    seen: set[tuple[str, str]] = set()
    try:
        with zipfile.ZipFile(BytesIO(packed)) as archive:
            for entry in _entries(archive):
                folder, name = _place(entry)
                if (folder, name) in seen:
                    raise BadBundle(_("%(name)s is in it twice.") % {"name": entry.filename})
                seen.add((folder, name))
                yield folder, name, _content(archive, entry)
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, EOFError) as error:
        raise BadBundle(_("It is not a sound zip file (%(error)s).") % {"error": error}) from error


def _entries(archive: zipfile.ZipFile) -> list[zipfile.ZipInfo]:
    entries = [entry for entry in archive.infolist() if not entry.is_dir()]
    if len(entries) > MAX_FILES:
        raise BadBundle(_("It holds more than %(limit)s files.") % {"limit": f"{MAX_FILES:,}"})
    # No file gives more bytes than it is said to hold: zipfile stops there, and its checksum is wrong then.
    if sum(entry.file_size for entry in entries) > MAX_TOTAL_BYTES:
        raise BadBundle(_("It holds more than %(limit)s bytes.") % {"limit": f"{MAX_TOTAL_BYTES:,}"})
    return entries


def _place(entry: zipfile.ZipInfo) -> tuple[str, str]:
    """The folder and the name of a file that belongs into a bundle."""
    found = _MEMBER.fullmatch(entry.filename)
    folder, name = found.groups() if found else ("", "")
    if not name or name.startswith(".") or (folder == "fixtures" and not name.endswith(".yaml")):
        told = _("%(name)r does not belong here: a bundle holds fixtures/*.yaml and seeds/* only.")
        raise BadBundle(told % {"name": entry.filename})
    return folder, name


def _content(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> bytes:
    if entry.flag_bits & 1 or entry.compress_type not in _PLAIN:
        told = _("%(name)s is encrypted, or compressed in an unusual way: pack it as a plain zip.")
        raise BadBundle(told % {"name": entry.filename})
    with archive.open(entry) as opened:
        content = opened.read(MAX_FILE_BYTES + 1)
    if len(content) > MAX_FILE_BYTES:
        told = _("%(name)s is larger than %(limit)s bytes.")
        raise BadBundle(told % {"name": entry.filename, "limit": f"{MAX_FILE_BYTES:,}"})
    return content
