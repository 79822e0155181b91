"""The German catalogue is whole: each text once, translated, with the places for its details, and compiled.

After a text was added, `WRITE_CATALOGUE=1 python3 dev.py test tests/test_catalogue.py` puts it into the .po file, to be
translated there; the same command compiles. Nothing of it needs gettext's own tools.
"""

import os
import re
from collections.abc import Callable
from pathlib import Path

import polib
import pytest

from tests.catalogue import ROOT, Text, of_dataset, of_desk

CATALOGUES = {"incidents": of_dataset, "eventsapi/desk": of_desk}
_PLACES = re.compile(r"%\((\w+)\)(\w)|\{(\w*)\}|%%")
each = pytest.mark.parametrize(("folder", "marked"), CATALOGUES.items(), ids=CATALOGUES)


def po_of(folder: str) -> Path:
    return ROOT / folder / "locale/de/LC_MESSAGES/django.po"


def text_of(entry: polib.POEntry) -> Text:
    return Text(entry.msgid, entry.msgctxt or "", entry.msgid_plural or "")


def translations_of(entry: polib.POEntry) -> list[str]:
    return [*entry.msgstr_plural.values()] if entry.msgid_plural else [entry.msgstr]


def write(folder: str, texts: set[Text]) -> None:
    """Adds what is missing, drops what nobody says any more, and compiles."""
    catalogue = polib.pofile(str(po_of(folder)), wrapwidth=100)
    known = {text_of(entry): entry for entry in catalogue}
    catalogue[:] = [
        known.get(text)
        or polib.POEntry(
            msgid=text.id,
            msgctxt=text.context or None,
            msgid_plural=text.plural,
            msgstr_plural={0: "", 1: ""} if text.plural else {},
        )
        for text in sorted(texts)
    ]
    catalogue.save(newline="\n")
    catalogue.save_as_mofile(str(po_of(folder).with_suffix(".mo")))


@each
def test_every_text_is_in_the_catalogue_and_no_other(folder: str, marked: Callable[[], set[Text]]) -> None:
    if "WRITE_CATALOGUE" in os.environ:
        write(folder, marked())
    assert {text_of(entry) for entry in polib.pofile(str(po_of(folder)))} == marked()


@each
def test_every_text_is_translated(folder: str, marked: Callable[[], set[Text]]) -> None:
    catalogue = polib.pofile(str(po_of(folder)))
    assert [entry.msgid for entry in catalogue if entry.fuzzy or not all(translations_of(entry))] == []


@each
def test_a_translation_has_places_for_the_same_details(folder: str, marked: Callable[[], set[Text]]) -> None:
    wrong = [
        entry.msgid
        for entry in polib.pofile(str(po_of(folder)))
        for told in translations_of(entry)
        if set(_PLACES.findall(told)) != set(_PLACES.findall(entry.msgid_plural or entry.msgid))
    ]
    assert wrong == []


@each
def test_what_is_compiled_is_what_was_written(folder: str, marked: Callable[[], set[Text]]) -> None:
    assert po_of(folder).with_suffix(".mo").read_bytes() == polib.pofile(str(po_of(folder))).to_binary()
