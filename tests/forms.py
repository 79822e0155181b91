"""Reads the fields of a page's form as a browser would send them; needs no Django."""

from html.parser import HTMLParser
from typing import Any

Fields = dict[str, Any]
# Forms on every page that are no part of what it asks for.
APART = ("logout-form", "language-form")


def fields_of(page: str) -> Fields:
    """The fields of the page's main form, as a browser would send them: line ends of text areas become CR LF."""
    reader = _FormReader()
    reader.feed(page)
    return reader.fields


class _FormReader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.fields: Fields = {}
        self._inside = False
        self._area = ""
        self._select = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        name = given.get("name", "")
        if tag == "form":
            self._inside = given.get("method") == "post" and given.get("id") not in APART
        elif not (self._inside or "form" in given) or "__prefix__" in name:
            return
        elif tag == "input":
            self._read_input(name, dict(attrs), given)
        elif tag == "textarea":
            self._area, self.fields[name] = name, ""
        elif tag == "select":
            self._select = name
        elif tag == "option" and self._select and "selected" in given:
            self._put(self._select, given.get("value", ""))

    def _read_input(self, name: str, attrs: dict[str, str | None], given: dict[str, str]) -> None:
        kind = given.get("type", "text")
        if not name or kind == "submit" or (kind in ("checkbox", "radio") and "checked" not in attrs):
            return
        self._put(name, given.get("value", "on" if kind == "checkbox" else ""))

    def _put(self, name: str, value: str) -> None:
        self.fields.setdefault(name, []).append(value)

    def handle_data(self, data: str) -> None:
        if self._area:
            self.fields[self._area] += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea" and self._area:
            # A browser drops the first line end of a text area and sends all others as CR LF.
            typed = self.fields[self._area].removeprefix("\r").removeprefix("\n")
            self.fields[self._area], self._area = typed.replace("\r\n", "\n").replace("\n", "\r\n"), ""
        elif tag == "select":
            self._select = ""
        elif tag == "form":
            self._inside = False
