"""Texts that must reach the database as they stand: quotes are compared with them code point for code point."""

from typing import Any

from django import forms


def with_line_feeds(text: str) -> str:
    """Browsers send every line end as CR LF, whatever was in the page; the texts are kept with LF alone."""
    return text.replace("\r\n", "\n").replace("\r", "\n")


class LinesField(forms.CharField):
    """Text of several lines, which a browser's line ends do not change."""

    def to_python(self, value: Any) -> str:
        return with_line_feeds(str(super().to_python(value)))

    def has_changed(self, initial: Any, data: Any) -> bool:
        return with_line_feeds(initial or "") != with_line_feeds(data or "")


class VerbatimField(LinesField):
    """The same, of which no blank is stripped."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"widget": forms.Textarea(attrs={"rows": 3, "cols": 60}), **kwargs, "strip": False})
