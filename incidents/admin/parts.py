"""The rows that belong to a record and are edited on its page. They are saved under the record's version."""

from typing import TYPE_CHECKING, Any, ClassVar

from django import forms
from django.contrib import admin
from django.contrib.admin.widgets import AdminTextareaWidget, RelatedFieldWidgetWrapper
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import QuerySet
from django.http import HttpRequest, QueryDict
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from incidents.admin.aids import LookingUp, aid_for
from incidents.admin.numbers import row_number
from incidents.admin.texts import LinesField

MOST_ROWS = forms.formsets.DEFAULT_MAX_NUM * 2

# How texts of several lines are typed.
LINES = {models.TextField: {"widget": AdminTextareaWidget(attrs={"rows": 3}), "form_class": LinesField}}

if TYPE_CHECKING:
    InlineFormSet = forms.BaseInlineFormSet[Any, Any, Any]
    TabularInline = admin.TabularInline[Any, Any]
else:
    InlineFormSet = forms.BaseInlineFormSet
    TabularInline = admin.TabularInline


class PartFormSet(InlineFormSet):
    """Copes with rows that somebody else added or deleted since the page was loaded: no typing is lost, nor theirs."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # Places of the rows that somebody added, and of those that somebody deleted, with the number that they had.
        self.joined: set[int] = set()
        self.lost: dict[int, int] = {}
        if self.is_bound:
            self.data = self._with_rows_of_today(self.data)

    def clean(self) -> None:
        super().clean()
        if getattr(self.instance, "needs_reason", False) and self.has_changed():
            raise ValidationError(_("The record is published: say at the foot of the page why it changes."))

    def add_fields(self, form: Any, index: int | None) -> None:
        """Each input is called like its column: in a table it has no label of its own."""
        super().add_fields(form, index)
        for bound in form:
            bound.field.widget.attrs.setdefault("aria-label", capfirst(bound.label))

    def _with_rows_of_today(self, data: Any) -> Any:
        """The posted rows in the order of the stored ones: new ones join them, deleted ones become new ones."""
        key, count = f"{self.prefix}-INITIAL_FORMS", _number(data, f"{self.prefix}-INITIAL_FORMS")
        posted = {data.get(f"{self.prefix}-{index}-id"): index for index in range(count)}
        stored = {str(row.pk): row for row in self.get_queryset()}
        if list(posted) == list(stored):
            return data
        lost = [(pk, index) for pk, index in posted.items() if pk not in stored]
        self.joined = {at for at, pk in enumerate(stored) if pk not in posted}
        self.lost = {
            len(stored) + at: int(pk) for at, (pk, _index) in enumerate(lost) if pk and row_number(pk) is not None
        }
        extra = range(count, _number(data, f"{self.prefix}-TOTAL_FORMS"))
        rows = [
            self._posted_row(data, posted[pk]) if pk in posted else self._stored_row(row) for pk, row in stored.items()
        ]
        rows += [{**self._posted_row(data, index), "id": ""} for _pk, index in lost]
        rows += [self._posted_row(data, index) for index in extra]
        fresh = QueryDict(mutable=True)
        fresh.update({name: value for name, value in data.items() if not name.startswith(f"{self.prefix}-")})
        fresh.update({key: str(len(stored)), f"{self.prefix}-TOTAL_FORMS": str(len(rows))})
        for index, row in enumerate(rows):
            fresh.update({f"{self.prefix}-{index}-{field}": value for field, value in row.items()})
        return fresh

    def _posted_row(self, data: Any, index: int) -> dict[str, str]:
        start = f"{self.prefix}-{index}-"
        return {name.removeprefix(start): value for name, value in data.items() if name.startswith(start)}

    def _stored_row(self, row: models.Model) -> dict[str, str]:
        values = forms.model_to_dict(row, fields=list(self.form.base_fields))
        told = {name: "" if value is None else str(value) for name, value in values.items()}
        return {**told, "id": str(row.pk), self.fk.name: str(self.instance.pk)}


def _number(data: Any, key: str) -> int:
    """As Django reads it, but no more of it than rows that Django takes."""
    return min(row_number(data.get(key, "")) or 0, MOST_ROWS)


def without_deleting(field: forms.Field) -> None:
    """Take away the button beside a reference that deletes the other record, which many others may rest on."""
    if isinstance(field.widget, RelatedFieldWidgetWrapper):
        field.widget.can_delete_related = False


class PartInline(LookingUp, TabularInline):
    """Rows of one table below the record; `select` names what a row shows of other records."""

    formset = PartFormSet
    extra = 0
    select: tuple[str, ...] = ()

    formfield_overrides: ClassVar[Any] = LINES

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        aided = {**aid_for(db_field, self.parent_model), **kwargs}
        field = super().formfield_for_dbfield(db_field, request, **aided)
        if field is not None:
            without_deleting(field)
        return field

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return super().get_queryset(request).select_related(*self.select)
