"""On whose page a row of the history is edited: in a table there, or as a link in one of its fields."""

from collections.abc import Iterator
from typing import Any, NamedTuple

from django.contrib import admin
from django.db import models

from incidents.admin.history import model_of
from incidents.models import RECORD_MODELS


class Home(NamedTuple):
    """The page, the column by which a row names the record it belongs to, and the field of links if it is no table."""

    model_admin: Any
    column: str
    links: Any = None


def home_of(site: admin.AdminSite, model: type[models.Model]) -> Home | None:
    """Where rows of the model are edited; None for what nobody types, such as the steps on the way to the public."""
    pages = (site.get_model_admin(record) for record in RECORD_MODELS)
    return next((home for page in pages for table, home in _homes(page) if _is_same(table, model)), None)


def owner_number(home: Home, event: Any) -> Any:
    """The number of the record on whose page the row is now, or was last: a merge may have moved it."""
    standing = model_of(event)._default_manager.filter(pk=event.pgh_obj_id).values_list(home.column, flat=True)
    return standing.first() or event.pgh_data[home.column]


def _homes(page: Any) -> Iterator[tuple[type[models.Model], Home]]:
    for inline in page.inlines:
        if inline.can_delete:
            yield inline.model, Home(page, _column(inline, page.model))
    for field in page.model._meta.many_to_many:
        if field.remote_field.through._meta.auto_created:
            yield field.remote_field.through, Home(page, field.m2m_column_name(), field)


def _column(inline: Any, owner: type[models.Model]) -> str:
    keys = [field for field in inline.model._meta.concrete_fields if field.related_model is owner]
    return str(next(field.column for field in keys if inline.fk_name in (None, field.name)))


def _is_same(table: type[models.Model], model: type[models.Model]) -> bool:
    return table._meta.concrete_model is model._meta.concrete_model
