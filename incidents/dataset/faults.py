"""Why files are refused: one fault names the file, the line, the record, the field, the value and the rule."""

from dataclasses import dataclass

# A quote may be a paragraph long; its beginning tells which one it is.
SHOWN_CHARACTERS = 200


@dataclass(frozen=True, order=True, slots=True, kw_only=True)
class Fault:
    """`line` is counted from 1; `field` and `value` are "" where the fault is none of a single field."""

    file: str
    line: int
    record: str = ""
    field: str = ""
    value: str = ""
    rule: str

    def __str__(self) -> str:
        place = ", ".join(part for part in (self.record, self.field) if part)
        value = f" = {shortened(self.value)!r}" if self.value else ""
        return f"{self.file}:{self.line}: {place}{value}: {self.rule}" if place else self._of_file()

    def _of_file(self) -> str:
        value = f"{shortened(self.value)!r}: " if self.value else ""
        return f"{self.file}:{self.line}: {value}{self.rule}"


def shortened(text: str) -> str:
    return text if len(text) <= SHOWN_CHARACTERS else text[:SHOWN_CHARACTERS] + "…"
