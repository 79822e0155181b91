from typing import Any, ClassVar

from django.contrib import admin
from django.utils.translation import gettext_lazy

from incidents.admin.filters import CountryFilter
from incidents.admin.record import IDENTITY, WORKFLOW, RecordAdmin
from incidents.admin.table_rows import SourceResource
from incidents.admin.tables import TableAdmin
from incidents.admin.unmerging import MergeableAdmin
from incidents.models import Source


@admin.register(Source)
class SourceAdmin(TableAdmin, MergeableAdmin):
    resource_classes = (SourceResource,)
    list_display = ("name", "kind", "country", "state_controlled", "state")
    list_filter = (*RecordAdmin.list_filter, "kind", "state_controlled", ("country", CountryFilter))
    search_fields = ("name", "slug")
    search_help_text = gettext_lazy("Name or id.")
    fieldsets: ClassVar[Any] = (
        (
            None,
            {
                "fields": ["name", *IDENTITY, "kind", "description"],
                "description": gettext_lazy(
                    "An outlet, agency or organisation that publishes, or that an article cites."
                ),
            },
        ),
        (
            gettext_lazy("What is known of it"),
            {
                "fields": ["country", "languages", "homepage", "wikidata_id", "state_controlled"],
                "description": gettext_lazy(
                    "Leave empty what neither the texts nor Wikidata say: unknown is better than guessed."
                ),
            },
        ),
        WORKFLOW,
    )
