from typing import Any, ClassVar

from django.contrib import admin
from django.utils.translation import gettext_lazy

from incidents.admin.filters import CountryFilter
from incidents.admin.record import IDENTITY, WORKFLOW, RecordAdmin
from incidents.admin.unmerging import MergeableAdmin
from incidents.models import Place


@admin.register(Place)
class PlaceAdmin(MergeableAdmin):
    list_display = ("name", "country", "admin1", "precision", "state")
    list_filter = (*RecordAdmin.list_filter, "precision", ("country", CountryFilter))
    search_fields = ("name", "slug", "admin1")
    search_help_text = gettext_lazy("Name, id or subdivision.")
    fieldsets: ClassVar[Any] = (
        (
            None,
            {
                "fields": ["name", *IDENTITY, "country", "admin1", "wikidata_id"],
                "description": gettext_lazy(
                    "Where something happened. Places are published inside events, not on their own."
                ),
            },
        ),
        (
            gettext_lazy("On the map"),
            {
                "fields": ["precision", ("latitude", "longitude")],
                "description": gettext_lazy(
                    "Say first how precisely the place is known. Where only a country or an area "
                    "without borders is known (6 and 7), leave the coordinates empty: there is no such point."
                ),
            },
        ),
        WORKFLOW,
    )
