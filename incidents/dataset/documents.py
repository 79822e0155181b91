"""The texts of articles, which lie in seeds/ byte for byte as they were published."""

from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext as _

MAX_BYTES = 5_000_000


class NoText(ValueError):
    """A document that cannot be read. The message names the reason and the fix."""


def folder() -> Path:
    return Path(settings.BASE_DIR) / "seeds"


def path_of(document: str) -> Path:
    """Where a document lies; raises NoText for a name that leads anywhere but into seeds/."""
    path = folder() / document
    if not document or "\0" in document or path.resolve().parent != folder().resolve():
        raise NoText(_("is not the name of a file in seeds/: give the bare name, without a path."))
    return path


def read_document(document: str) -> str:
    """The text of a document, code point for code point; raises NoText."""
    path = path_of(document)
    if not path.is_file():
        raise NoText(_("there is no file seeds/%(name)s: put the text there.") % {"name": document})
    with path.open("rb") as file:
        return decoded(document, file.read(MAX_BYTES + 1))


def decoded(document: str, content: bytes) -> str:
    """The text that the bytes of a document hold; raises NoText."""
    if len(content) > MAX_BYTES:
        told = _("seeds/%(name)s is larger than %(limit)s bytes: is it really a text?")
        raise NoText(told % {"name": document, "limit": MAX_BYTES})
    try:
        text = content.decode()
    except UnicodeDecodeError as error:
        told = _("seeds/%(name)s is not UTF-8 at byte %(at)s: save it in that encoding.")
        raise NoText(told % {"name": document, "at": error.start}) from error
    if "\0" in text:
        told = _("seeds/%(name)s holds a NUL character, which the database cannot keep: remove it.")
        raise NoText(told % {"name": document})
    return text
