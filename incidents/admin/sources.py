from typing import Any, ClassVar

from django.contrib import admin

from incidents.admin.actions import merge_selected
from incidents.admin.record import IDENTITY, WORKFLOW, RecordAdmin
from incidents.models import Source


@admin.register(Source)
class SourceAdmin(RecordAdmin):
    list_display = ("name", "kind", "country", "state_controlled", "state")
    list_filter = (*RecordAdmin.list_filter, "kind", "state_controlled", ("country", admin.AllValuesFieldListFilter))
    search_fields = ("name", "slug")
    search_help_text = "Name or id."
    actions = [*RecordAdmin.actions, merge_selected]
    fieldsets: ClassVar[Any] = (
        (
            None,
            {
                "fields": ["name", *IDENTITY, "kind", "description"],
                "description": "An outlet, agency or organisation that publishes, or that an article cites.",
            },
        ),
        (
            "What is known of it",
            {
                "fields": ["country", "languages", "homepage", "wikidata_id", "state_controlled"],
                "description": "Leave empty what neither the texts nor Wikidata say: unknown is better than guessed.",
            },
        ),
        WORKFLOW,
    )
