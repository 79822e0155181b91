"""What the history tells, undone as an editor would type it into the form as it is now."""

from collections.abc import Iterator
from typing import Any

from django.contrib import admin
from django.http import HttpRequest, QueryDict
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from incidents.admin.conflicts import as_posted
from incidents.admin.forms import SHOW_ONLY
from incidents.admin.history import TELLING, field_of, model_of
from incidents.admin.homes import Home, home_of
from incidents.admin.versions import history_of
from incidents.models import Record


class NotInForm(LookupError):
    """What is to be put back is no field of the form, or its row is gone."""


def can_undo(site: admin.AdminSite, event: Any, column: str) -> bool:
    """Whether a field, or with no column the whole row, can be typed back at all; the form may still refuse it."""
    model = model_of(event)
    if issubclass(model, Record):
        return event.pgh_label == "update" and _is_typed(event, column)
    home = home_of(site, model)
    if home is None or column == home.column:
        return False
    return not column or (event.pgh_label == "update" and _is_typed(event, column))


def _is_typed(event: Any, column: str) -> bool:
    return bool(column) and column not in TELLING and bool(field_of(model_of(event), column).editable)


def put_back(model_admin: Any, request: HttpRequest, record: Record, event: Any, column: str) -> QueryDict:
    """What a browser would post if the event were undone by hand: a value, a row that was deleted, one that was added.

    Raises NotInForm where there is no place to type it.
    """
    form = model_admin.get_form(request, record, change=True)(instance=record)
    formsets = list(_formsets(model_admin, request, record))
    typed = QueryDict(mutable=True)
    for each in (form, *formsets, *(row for formset in formsets for row in formset.initial_forms)):
        _type_stored(typed, getattr(each, "management_form", each))
    home = home_of(model_admin.admin_site, model_of(event))
    if model_of(event) is type(record):
        _put_back_value(typed, form, event, column)
    elif home is not None and home.links is not None:
        _put_back_links(typed, form, event, home)
    else:
        _put_back_part(typed, formsets, event, column)
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


# A field


def _put_back_value(typed: QueryDict, form: Any, event: Any, column: str) -> None:
    if column not in (event.pgh_diff or {}):
        raise NotInForm(_("That change is not in the history."))
    field = field_of(model_of(event), column)
    if field.name not in form.fields:
        told = _("%(field)s is no field of the form.") % {"field": capfirst(field.verbose_name)}
        permanent = _("It has been permanent since the record was published: merge or retract the record instead.")
        raise NotInForm(f"{told} {permanent}" if field.name == "slug" else told)
    before, _after = event.pgh_diff[column]
    _type(typed, form, field, before)


def _type(typed: QueryDict, form: Any, field: Any, value: Any) -> None:
    """A reference can be put back as long as there is what it referred to."""
    if field.related_model is not None and value is not None:
        _need(field.related_model, [value])
    typed.setlist(form.add_prefix(field.name), as_posted(form.fields[field.name], value))


def _need(model: Any, numbers: list[Any]) -> None:
    if model._default_manager.filter(pk__in=numbers).count() < len(set(numbers)):
        told = _("The %(kind)s that it named was deleted since: make it anew, then choose it in the form.")
        raise NotInForm(told % {"kind": model._meta.verbose_name})


# Links, which an act exchanges together and which therefore come back together


def _put_back_links(typed: QueryDict, form: Any, event: Any, home: Home) -> None:
    field = home.links
    linked = typed.getlist(field.name)
    for gone, came in _exchanged(event, home):
        linked = [number for number in linked if number != came] + ([gone] if gone else [])
    _need(field.related_model, linked)
    typed.setlist(form.add_prefix(field.name), linked)


def _exchanged(event: Any, home: Home) -> list[tuple[str, str]]:
    """What was linked before and after, one of them "" for a link that was added or taken out; last first."""
    target = home.links.m2m_reverse_name()
    if event.pgh_label == "update":
        before, after = event.pgh_diff[target]
        return [(str(before), str(after))]
    table: Any = history_of(model_of(event))._default_manager
    same_act = {"pgh_created_at": event.pgh_created_at, "pgh_context": event.pgh_context_id}
    rows = table.filter(**same_act, **{home.column: event.pgh_data[home.column]}).order_by("-pgh_id")
    told = rows.exclude(pgh_label="update").values_list("pgh_label", target)
    return [(str(number), "") if label == "delete" else ("", str(number)) for label, number in told]


# A row of a table


def _put_back_part(typed: QueryDict, formsets: list[Any], event: Any, column: str) -> None:
    formset = next((each for each in formsets if each.model is model_of(event) and each.can_delete), None)
    if formset is None:
        raise NotInForm(_("Such rows are edited elsewhere."))
    row = next((row for row in formset.initial_forms if str(row.instance.pk) == str(event.pgh_obj_id)), None)
    if event.pgh_label == "delete":
        _put_back_row(typed, row or _another_row(typed, formset), formset, event)
    elif row is None:
        raise NotInForm(_("The row was deleted since. Put the row back first."))
    elif event.pgh_label == "insert":
        typed[row.add_prefix("DELETE")] = "on"
    else:
        _put_back_value(typed, row, event, column)


def _another_row(typed: QueryDict, formset: Any) -> Any:
    total = f"{formset.prefix}-TOTAL_FORMS"
    number = int(str(typed[total]))
    row = formset.empty_form
    row.prefix = formset.add_prefix(number)
    typed[total] = str(number + 1)
    return row


def _put_back_row(typed: QueryDict, row: Any, formset: Any, event: Any) -> None:
    _type_stored(typed, row)
    for column, value in event.pgh_data.items():
        field = field_of(model_of(event), column)
        if field.name in row.fields and field.name not in ("id", formset.fk.name):
            _type(typed, row, field, value)
