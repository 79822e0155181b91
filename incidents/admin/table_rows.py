"""A row of a table and the record that it is about: what an export writes, and what an import makes of it.

A row is checked and saved by the form of the record's own page, so both accept the same.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NamedTuple

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import DataError, IntegrityError, transaction
from django.http import HttpRequest
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext as _
from import_export.fields import Field
from import_export.resources import ModelResource
from import_export.results import Result

from incidents.admin.refusals import explain
from incidents.admin.table_files import neutral, tidy
from incidents.admin.table_names import Spelling, spellings_in, written
from incidents.models import Actor, ActorName, Record, Source

KEY, VERSION, NAMES = "slug", "version", "names"
# Where the number of a row, as a spreadsheet shows it, is kept beside its cells; no head can call a column so.
NUMBER = "\0number"


class TableFault(NamedTuple):
    row: int
    column: str
    value: str
    rule: str


class RowChange(NamedTuple):
    """What a row adds or changes: each column with the text that is here and the one in the table."""

    record: Record
    is_new: bool
    columns: dict[str, tuple[str, str]]


def text_of(record: Record, column: str) -> str:
    """The cell in which the table has this column of the record."""
    if column == NAMES:
        return written(record.names.all()) if record.pk else ""  # type: ignore[attr-defined]  # actors have the column
    value = getattr(record, column)
    return ",".join(value) if isinstance(value, list) else str(value)


class TableResult(Result):  # type: ignore[misc]  # import_export has no types
    """All that is wrong, by row and column. What nobody foresaw is an error of ours, and no fault of the table."""

    def __init__(self) -> None:
        super().__init__()
        self.faults: list[TableFault] = []

    def append_invalid_row(self, number: int, row: Mapping[str, Any], validation_error: ValidationError) -> None:
        super().append_invalid_row(number, row, validation_error)
        for column, rules in validation_error.message_dict.items():
            name = "" if column == NON_FIELD_ERRORS else column
            self.faults += [TableFault(row[NUMBER], name, row.get(column, ""), rule) for rule in rules]

    def append_error_row(self, number: int, row: Mapping[str, Any], errors: list[Any]) -> None:
        raise errors[0].error

    def append_base_error(self, error: Any) -> None:
        raise error.error


class RecordResource(ModelResource):  # type: ignore[misc]  # import_export has no types
    """Rows of one sort of record. `locking` keeps others from saving the records before the import is through."""

    def __init__(self, model_admin: Any = None, request: Any = None, reason: str = "", locking: bool = False) -> None:
        super().__init__()
        self.model_admin, self.request, self.reason, self.locking = model_admin, request, reason, locking
        self.changes: list[RowChange] = []
        self._known: dict[str, Record] = {}
        self._rows: dict[str, list[int]] = {}
        self._forms: dict[tuple[bool, bool], Any] = {}
        self._bound: BoundRow | None = None

    @classmethod
    def get_result_class(cls) -> type[TableResult]:
        return TableResult

    # Out

    def export_field(self, field: Field, instance: Record, **kwargs: Any) -> str | int:
        name = self.get_field_name(field)
        return instance.version if name == VERSION else neutral(text_of(instance, name))

    # In: before the first row, then row by row

    def before_import(self, dataset: Any, **kwargs: Any) -> None:
        slugs = dataset[KEY]
        for slug, number in zip(slugs, dataset[NUMBER], strict=True):
            self._rows.setdefault(slug, []).append(number)
        stored = self._meta.model._default_manager.filter(slug__in=slugs)
        records = stored.select_for_update().order_by("pk") if self.locking else stored
        self._known = {record.slug: record for record in records.prefetch_related(*self.below())}

    def below(self) -> list[str]:
        return [NAMES] if NAMES in self.fields else []

    def get_instance(self, instance_loader: Any, row: Mapping[str, str]) -> Record | None:
        return self._known.get(row[KEY])

    def after_init_instance(self, instance: Record, new: bool, row: Mapping[str, str], **kwargs: Any) -> None:
        numbers, seen = self._rows[row[KEY]], row.get(VERSION, "")
        if len(numbers) > 1 and row[KEY]:
            told = _("The same %(key)s is in rows %(rows)s.") % {"key": KEY, "rows": ", ".join(map(str, numbers))}
            raise ValidationError({KEY: told})
        if new and seen:
            raise ValidationError({VERSION: _("There is no such record here. A new one has no version.")})
        if not new and seen != str(instance.version):
            told = _("It was edited since you exported it: it is at version %(version)s now. Export it again.")
            raise ValidationError({VERSION: told % {"version": instance.version}})

    def import_instance(self, instance: Record, row: Mapping[str, str], **kwargs: Any) -> None:
        """Fill in the form of the record's page, and send it."""
        self._bound = None
        given = {name: row[name] for name in self.fields if name in row and name != VERSION}
        here = {name: text_of(instance, name) for name in given}
        changed = {name: (here[name], cell) for name, cell in given.items() if tidy(here[name]) != cell}
        if changed or not instance.pk:
            self._bound = BoundRow(self, instance, changed)
            self._bound.check()

    def skip_row(self, instance: Record, original: Any, row: Any, import_validation_errors: Any = None) -> bool:
        return self._bound is None and not import_validation_errors

    def save_instance(self, instance: Record, is_create: bool, row: Mapping[str, str], **kwargs: Any) -> None:
        """The form is saved as on its page; what the database refuses is a fault of the row."""
        bound: Any = self._bound
        try:
            with transaction.atomic():
                bound.save()
        except (IntegrityError, DataError) as error:
            raise ValidationError({NON_FIELD_ERRORS: explain(error)}) from error
        self.changes.append(RowChange(instance, is_create, bound.changed))

    def form_for(self, instance: Record) -> Any:
        """Making the class of a form takes longer than filling it, and there are few of them."""
        record = instance if instance.pk else None
        sort = (record is None, record is not None and record.published_version is not None)
        if sort not in self._forms:
            self._forms[sort] = self.model_admin.get_form(self.request, record, change=record is not None)
        return self._forms[sort]


class BoundRow:
    """The form of a record's page, filled from a row, and with it the rows of names where they differ."""

    def __init__(self, resource: RecordResource, instance: Record, changed: dict[str, tuple[str, str]]) -> None:
        self._resource, self._instance, self.changed = resource, instance, changed
        cells = {name: text_of(instance, name) for name in resource.fields if name not in (VERSION, NAMES)}
        cells |= {name: cell for name, (_here, cell) in changed.items()}
        data = MultiValueDict({name: [cell] for name, cell in cells.items()})
        if "sectors" in data:
            data.setlist("sectors", [word.strip() for word in cells["sectors"].split(",") if word.strip()])
        data.update({"seen_version": str(instance.version), "why": resource.reason})
        # The row is saved as soon as it is checked, and the database tells by itself which rule it breaks: to ask it
        # for each rule before, with a query of its own, takes several times as long as all the rest.
        instance.validate_constraints = _nothing_to_ask  # type: ignore[method-assign]  # of this instance only
        self.form = resource.form_for(instance)(data, instance=instance)
        self.formset: Any = None

    def check(self) -> None:
        """Raises ValidationError with all that the form refuses, by column."""
        wrong: dict[str, list[Any]] = dict(self.form.errors.as_data())
        if NAMES in self.changed:
            wrong |= self._wrong_names()
        if wrong:
            raise ValidationError(wrong)

    def _wrong_names(self) -> dict[str, list[Any]]:
        try:
            spellings = spellings_in(self.changed[NAMES][1])
        except ValidationError as error:
            return {NAMES: [error]}
        self.formset = _names_formset(self._resource, self._instance, spellings)
        self.formset.is_valid()
        kept = [form for form in self.formset.forms if not form["DELETE"].value()]
        told = [f"{form['name'].value()}: {rule}" for form in kept for rules in form.errors.values() for rule in rules]
        told += self.formset.non_form_errors()
        return {NAMES: [ValidationError(sentence) for sentence in told]} if told else {}

    def save(self) -> None:
        self.form.save()
        if self.formset is not None:
            self.formset.save()


def _nothing_to_ask(exclude: Any = None) -> None:
    pass


def _names_formset(resource: RecordResource, actor: Record, spellings: list[Spelling]) -> Any:
    """The table of names on the actor's page as if these had been typed into it, and all others deleted."""
    request: HttpRequest = resource.request
    below = resource.model_admin.get_formsets_with_inlines(request, actor if actor.pk else None)
    formset = next(formset for formset, inline in below if inline.model is ActorName)
    stored = list(formset(instance=actor).get_queryset()) if actor.pk else []
    rows = [*_typed_over(stored, list(spellings))]
    data = {"names-TOTAL_FORMS": str(len(rows)), "names-INITIAL_FORMS": str(len(stored))}
    for at, row in enumerate(rows):
        data |= {f"names-{at}-{name}": value for name, value in row.items()}
    return formset(data, instance=actor, prefix=NAMES)


def _typed_over(stored: Iterable[ActorName], spellings: list[Spelling]) -> Iterator[dict[str, str]]:
    """The stored rows in their order, each with the spelling of its name; then the rest as new rows.

    Where a name stands there in several languages, the row of the same language is the same row.
    """
    stored = list(stored)
    exact = {(name.name, name.language) for name in stored} & {spelling[:2] for spelling in spellings}
    times = Counter(spelling.name for spelling in spellings if spelling[:2] not in exact)
    for row in stored:
        key = (row.name, row.language)
        same = [one for one in spellings if one[:2] == key] or [
            one for one in spellings if one.name == row.name and one[:2] not in exact and times[one.name] == 1
        ]
        if same:
            spellings.remove(same[0])
            yield {"id": str(row.pk), **same[0]._asdict()}
        else:
            yield {"id": str(row.pk), "DELETE": "on"}
    for spelling in spellings:
        yield spelling._asdict()


class SourceResource(RecordResource):
    class Meta:
        model = Source
        fields = (
            KEY, VERSION, "name", "kind", "country", "languages", "homepage", "wikidata_id", "state_controlled",
            "description", "note",
        )  # fmt: skip
        import_id_fields = (KEY,)
        use_transactions = True
        skip_diff = True


class ActorResource(RecordResource):
    names = Field(column_name=NAMES)

    class Meta:
        model = Actor
        fields = (
            KEY, VERSION, "name", "kind", "country", "wikidata_id", "sectors", NAMES, "description", "note",
        )  # fmt: skip
        import_id_fields = (KEY,)
        use_transactions = True
        skip_diff = True
