"""An earlier value from the history, as an editor would type it into the form as it is now."""

from collections.abc import Iterator
from typing import Any

from django.http import HttpRequest, QueryDict
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from incidents.admin.conflicts import as_posted
from incidents.admin.forms import SHOW_ONLY
from incidents.admin.history import field_of, model_of
from incidents.models import Record


class NotInForm(LookupError):
    """What is to be put back is no field of the form, or its row is gone."""


def put_back(model_admin: Any, request: HttpRequest, record: Record, event: Any, column: str) -> QueryDict:
    """What a browser would post if the value before the event, or the row that it deleted, were typed by hand.

    Raises NotInForm where there is no place to type it.
    """
    form = model_admin.get_form(request, record, change=True)(instance=record)
    formsets = list(_formsets(model_admin, request, record))
    typed = QueryDict(mutable=True)
    for each in (form, *formsets, *(row for formset in formsets for row in formset.initial_forms)):
        _type_stored(typed, getattr(each, "management_form", each))
    if event.pgh_label == "delete":
        _put_back_row(typed, formsets, event)
    else:
        target = form if model_of(event) is type(record) else _row(formsets, event)
        _put_back_value(typed, target, event, column)
    said = {"at": date_format(event.pgh_created_at, "Y-m-d H:i:s")}
    typed["why"] = _("Back to what it was before %(at)s") % said
    typed[SHOW_ONLY] = "1"
    return typed


def _formsets(model_admin: Any, request: HttpRequest, record: Record) -> Iterator[Any]:
    for table, inline in model_admin.get_formsets_with_inlines(request, record):
        yield table(instance=record, prefix=table.get_default_prefix(), queryset=inline.get_queryset(request))


def _type_stored(typed: QueryDict, form: Any) -> None:
    for name, field in form.fields.items():
        typed.setlist(form.add_prefix(name), as_posted(field, form.get_initial_for_field(field, name)))


def _row(formsets: list[Any], event: Any) -> Any:
    rows = [row for formset in formsets if formset.model is model_of(event) for row in formset.initial_forms]
    found = next((row for row in rows if str(row.instance.pk) == str(event.pgh_obj_id)), None)
    if found is None:
        raise NotInForm(_("The row was deleted since. Put the row back first."))
    return found


def _put_back_value(typed: QueryDict, form: Any, event: Any, column: str) -> None:
    if column not in (event.pgh_diff or {}):
        raise NotInForm(_("That change is not in the history."))
    field = field_of(model_of(event), column)
    if field.name not in form.fields:
        raise NotInForm(_("%(field)s is no field of the form.") % {"field": capfirst(field.verbose_name)})
    before, _after = event.pgh_diff[column]
    typed.setlist(form.add_prefix(field.name), as_posted(form.fields[field.name], before))


def _put_back_row(typed: QueryDict, formsets: list[Any], event: Any) -> None:
    formset = next((each for each in formsets if each.model is model_of(event) and each.can_delete), None)
    if formset is None:
        raise NotInForm(_("Such rows are edited elsewhere."))
    total = f"{formset.prefix}-TOTAL_FORMS"
    row = formset.empty_form
    number = int(str(typed[total]))
    row.prefix = formset.add_prefix(number)
    _type_stored(typed, row)
    for column, value in event.pgh_data.items():
        name = field_of(model_of(event), column).name
        if name in row.fields and name not in ("id", formset.fk.name):
            typed.setlist(row.add_prefix(name), as_posted(row.fields[name], value))
    typed[total] = str(number + 1)
