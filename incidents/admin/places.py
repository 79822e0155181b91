from typing import Any, ClassVar

from django.contrib import admin

from incidents.admin.actions import merge_selected
from incidents.admin.record import IDENTITY, WORKFLOW, RecordAdmin
from incidents.models import Place


@admin.register(Place)
class PlaceAdmin(RecordAdmin):
    list_display = ("name", "country", "admin1", "precision", "state")
    list_filter = (*RecordAdmin.list_filter, "precision", ("country", admin.AllValuesFieldListFilter))
    search_fields = ("name", "slug", "admin1")
    search_help_text = "Name, id or subdivision."
    actions = [*RecordAdmin.actions, merge_selected]
    fieldsets: ClassVar[Any] = (
        (
            None,
            {
                "fields": ["name", *IDENTITY, "country", "admin1", "wikidata_id"],
                "description": "Where something happened. Places are published inside events, not on their own.",
            },
        ),
        (
            "On the map",
            {
                "fields": ["precision", ("latitude", "longitude")],
                "description": "Say first how precisely the place is known. Where only a country or an area "
                "without borders is known (6 and 7), leave the coordinates empty: there is no such point.",
            },
        ),
        WORKFLOW,
    )
