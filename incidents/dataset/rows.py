"""The rows of a fixture file, typed, each with its place in the file; and what keeps a row from being one."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from difflib import get_close_matches

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from incidents.dataset.faults import Fault
from incidents.dataset.schema import SPEC_BY_LABEL, SPECS, Spec
from incidents.dataset.typed import Misfit, Value, typed
from incidents.dataset.yaml_reader import BadYaml, Items, Mapping, Node, Scalar, read, shown

_SHAPE = gettext_lazy("must be a mapping of model and fields.")
_REPEATED = gettext_lazy("is given twice: keep one.")


@dataclass(eq=False)
class Row:
    """One row of a file. A spoiled row has a fault; nothing is concluded from it."""

    spec: Spec
    file: str
    line: int
    values: dict[str, Value]
    lines: dict[str, int] = field(default_factory=dict)
    shown: dict[str, str] = field(default_factory=dict)
    faulty: set[str] = field(default_factory=set)
    spoiled: bool = False

    @property
    def key(self) -> tuple[Value, ...]:
        return tuple(self.values[name] for name in self.spec.key)

    @property
    def owner(self) -> str:
        """The slug of the record that the row is part of."""
        return str(self.values[self.spec.key[0]])

    @property
    def record(self) -> str:
        return label(self.spec, self.key)

    @property
    def targets(self) -> list[tuple[str, Spec, str]]:
        """The records that the row refers to: field, model and slug."""
        found = []
        for name, spec in self.spec.references.items():
            value = self.values[name]
            slugs = value if isinstance(value, tuple) else [value] if value else []
            found += [(name, spec, str(slug)) for slug in slugs]
        return found

    def spoil(self, name: str) -> None:
        self.spoiled = True
        self.faulty.add(name)

    def fault(self, name: str, rule: str) -> Fault:
        """What is wrong with the row, which is spoiled by it."""
        self.spoil(name)
        line = self.lines.get(name, self.line)
        return Fault(
            file=self.file, line=line, record=self.record, field=name, value=self.shown.get(name, ""), rule=rule
        )


def label(spec: Spec, key: tuple[Value, ...]) -> str:
    """How a row is called in reports: `claim c001-denial`, `evidence c001-denial / 'Wir waren es nicht' / 120`."""
    return f"{spec.name} " + " / ".join(str(part) for part in key if part not in ("", None))


def in_words(record: str) -> str:
    """The label in the reader's language; what is no label stays as it is."""
    name, _gap, key = record.partition(" ")
    spec = next((spec for spec in SPECS if spec.name == name), None)
    return f"{table_of(spec)} {key}" if spec else record


def table_of(spec: Spec) -> str:
    """What reports call one of its rows, in the reader's language."""
    return pgettext("row of a file", spec.name)


def read_rows(file: str, content: bytes) -> tuple[list[Row], list[Fault]]:
    """The rows of one file, as far as they can be told, and every fault of their shape."""
    try:
        node = read(content)
    except BadYaml as error:
        return [], [Fault(file=file, line=error.line, rule=error.rule)]
    if node is None:
        return [], []
    if not isinstance(node, Items):
        return [], [Fault(file=file, line=node.line, rule=_("must be a list of records: - model: … fields: …"))]
    rows: list[Row] = []
    faults: list[Fault] = []
    for item in node.items:
        row, found = row_of(file, item)
        rows += [row] if row else []
        faults += found
    return rows, faults


def row_of(file: str, node: Node) -> tuple[Row | None, list[Fault]]:
    """The row that one item of a file is, and every fault of its shape; None where it cannot be told what it is."""
    parts = node.items if isinstance(node, Mapping) else {}
    model, fields = parts.get("model"), parts.get("fields")
    if not isinstance(node, Mapping) or not isinstance(model, Scalar) or not isinstance(fields, Mapping):
        return None, [Fault(file=file, line=node.line, value=shown(node), rule=str(_SHAPE))]
    faults = [Fault(file=file, line=key.line, field=key.text, rule=str(_REPEATED)) for key in node.repeated]
    for name in parts.keys() - {"model", "fields"}:
        told = _("is not read: a record has model and fields, and is found by %(key)s.")
        rule = told % {"key": _found_by(model.text)}
        faults.append(Fault(file=file, line=parts[name].line, record=model.text, field=name, rule=rule))
    spec = SPEC_BY_LABEL.get(model.text)
    if spec is None:
        rule = _("is no model of the dataset") + meant(model.text, SPEC_BY_LABEL)
        return None, [*faults, Fault(file=file, line=model.line, field="model", value=model.text, rule=rule)]
    row = Row(spec, file, node.line, {name: spec.default(name) for name in spec.fields})
    found = list(_fill(row, fields))
    row.spoiled = bool(faults or found)
    return row, [*faults, *found]


def _found_by(model: str) -> str:
    spec = SPEC_BY_LABEL.get(model)
    return _(" and ").join(spec.key) if spec else _("its own fields")


def _fill(row: Row, fields: Mapping) -> Iterator[Fault]:
    misfits = []
    for name, node in fields.items.items():
        row.lines[name] = node.line
        row.shown[name] = shown(node)
        rule = _rule_against(row.spec, name)
        try:
            if rule:
                raise Misfit(rule)
            row.values[name] = typed(row.spec.fields[name], node)
        except Misfit as error:
            misfits.append((name, str(error)))
    # The key is complete only now, and names the record in every fault.
    missing = [name for name in row.spec.fields if name not in fields.items and row.spec.required(name)]
    yield from (row.fault(name, rule) for name, rule in misfits)
    yield from (row.fault(name, _("is missing.")) for name in missing)
    yield from (row.fault(key.text, str(_REPEATED)) for key in fields.repeated)


def _rule_against(spec: Spec, name: str) -> str:
    if name in spec.fields:
        return ""
    columns = {column.name for column in spec.model._meta.get_fields()}
    if name in columns:
        return _("is derived, or rows of its own: leave it out.")
    told = _("is no field of %(model)s, which has %(fields)s") % {"model": spec.label, "fields": ", ".join(spec.fields)}
    return told + meant(name, spec.fields)


def meant(word: str, known: Iterable[str]) -> str:
    """The known word that a misspelt one probably is, as the end of a sentence."""
    close = get_close_matches(word, known, n=1)
    return _("; did you mean %(word)s?") % {"word": close[0]} if close else "."
