"""The spellings of an actor in one cell: `Ilham Aliyev [en, Latn, official] | Алієв [uk]`.

A spelling may be followed by its language, script and kind in square brackets, in any order. A script that is left out
is the one that its letters are of, a kind that is left out is alias. `\\|` is a bar within a name.
"""

import re
from collections.abc import Iterable
from typing import NamedTuple

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from incidents.exports.columns import SEPARATOR
from incidents.models import ActorName
from incidents.models.constraints import LANGUAGE_PATTERN, SCRIPT_PATTERN
from incidents.names import guess_script
from incidents.vocabularies import NameKind

_BETWEEN = re.compile(r"(?<!\\)\||\n")
_SPELLING = re.compile(r"(.*?)\s*\[([^\[\]]*)\]", re.DOTALL)
_SHAPES = {"kind": "|".join(NameKind.values), "script": SCRIPT_PATTERN, "language": LANGUAGE_PATTERN}


class Spelling(NamedTuple):
    name: str
    language: str
    script: str
    kind: str


def written(names: Iterable[ActorName]) -> str:
    """The cell, in an order that does not change with the database's mood."""
    spellings = sorted((row.kind, row.name, row.language, row.script) for row in names)
    return f" {SEPARATOR} ".join(
        f"{_escaped(name)} [{', '.join(part for part in (language, script, kind) if part)}]"
        for kind, name, language, script in spellings
    )


def spellings_in(cell: str) -> list[Spelling]:
    """What stands in the cell. Raises ValidationError where a bracket holds what is no language, script or kind."""
    parts = (part.strip() for part in _BETWEEN.split(cell))
    return [_spelling(part) for part in parts if part]


def _escaped(name: str) -> str:
    return name.replace(SEPARATOR, f"\\{SEPARATOR}")


def _spelling(part: str) -> Spelling:
    found = _SPELLING.fullmatch(part)
    name, told = found.groups() if found else (part, "")
    name = name.replace(f"\\{SEPARATOR}", SEPARATOR)
    given: dict[str, str] = {}
    for word in filter(None, (word.strip() for word in told.split(","))):
        sort = next((sort for sort, shape in _SHAPES.items() if re.fullmatch(shape, word)), None)
        if sort is None or sort in given:
            raise ValidationError(
                _("“%(word)s” in “%(part)s” is no language (uk), script (Cyrl) or kind (%(kinds)s)."),
                params={"word": word, "part": part, "kinds": ", ".join(NameKind.values)},
            )
        given[sort] = word
    return Spelling(
        name, given.get("language", ""), given.get("script", guess_script(name)), given.get("kind", NameKind.ALIAS)
    )
