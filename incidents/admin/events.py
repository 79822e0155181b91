from typing import Any

from django.contrib import admin
from django.db.models import JSONField, OuterRef, QuerySet, Subquery
from django.db.models.fields.json import KeyTransform
from django.db.models.functions import Cast
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from incidents.admin.actions import merge_selected
from incidents.admin.evidence import stale_note
from incidents.admin.forms import RecordForm
from incidents.admin.parts import PartInline
from incidents.admin.record import IDENTITY, WORKFLOW, RecordAdmin, count_of, understood, with_counts
from incidents.admin.refusals import change_url
from incidents.models import Claim, Event, EventParticipant, EventPlace, EventRelation, Record
from incidents.publication.models import PublishedEvent
from incidents.vocabularies import Aspect, EventType, Mode, modes_of


class EventForm(RecordForm):
    def clean(self) -> dict[str, Any] | None:
        """Publication refuses a mode of another type; the editor learns it while the form is open."""
        cleaned = super().clean()
        event_type, mode = self.cleaned_data.get("event_type"), self.cleaned_data.get("mode")
        if event_type and mode and Mode(mode) not in modes_of(EventType(event_type)):
            fitting = ", ".join(word.label for word in modes_of(EventType(event_type))) or "none"
            self.add_error(
                "mode", f"{Mode(mode).label} is no mode of {EventType(event_type).label}. Its modes: {fitting}."
            )
        return cleaned


class PlaceInline(PartInline):
    model = EventPlace
    fields = ["place", "role"]
    autocomplete_fields = ["place"]
    verbose_name_plural = "Places"


class ParticipantInline(PartInline):
    model = EventParticipant
    fields = ["actor", "role"]
    autocomplete_fields = ["actor"]
    verbose_name_plural = "Participants"


class RelationInline(PartInline):
    model = EventRelation
    fk_name = "from_event"
    fields = ["relation", "to_event"]
    autocomplete_fields = ["to_event"]
    verbose_name_plural = "Relations of this event to others"


@admin.register(Event)
class EventAdmin(RecordAdmin):
    form = EventForm
    named_by = "title"
    list_display = ("title", "event_type", "date", "realis", "claim_count", "contested", "state")
    list_filter = (*RecordAdmin.list_filter, "event_type", "realis", "date_precision")
    date_hierarchy = "date_start"
    search_fields = ("title", "slug")
    search_help_text = "Title or id."
    autocomplete_fields = ["part_of"]
    inlines = (PlaceInline, ParticipantInline, RelationInline)
    actions = [*RecordAdmin.actions, merge_selected]
    readonly_fields = ("quad_class", "date_bounds", "claims_about_it")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        public = PublishedEvent.objects.current().filter(slug=OuterRef("slug"))
        contested = public.values(words=KeyTransform("contested_aspects", Cast("document", JSONField())))
        events = super().get_queryset(request)
        claim_count = count_of(Claim.objects.all(), "events")
        return with_counts(events, claim_count=claim_count, contested_aspects=Subquery(contested[:1]))

    def get_fieldsets(self, request: HttpRequest, obj: Record | None = None) -> Any:
        return (
            (
                None,
                {
                    "fields": ["title", *IDENTITY, "summary", "realis", "part_of"],
                    "description": "Something that happened, is under way or is planned. Write the title and the "
                    "summary so that every side could sign them: who says what belongs into claims.",
                },
            ),
            (
                "What sort of event",
                {
                    "fields": ["event_type", "mode", "quad_class"],
                    "description": "Leave the type empty where none fits, above all where it is only talk: "
                    "statements are claims.",
                },
            ),
            (
                "When",
                {
                    "fields": ["date", "date_bounds", "date_note"],
                    "description": "The date as far as the texts state it. “Last Friday” is resolved from the date of "
                    "publication; say in the note how.",
                },
            ),
            *([("Claims", {"fields": ["claims_about_it"]})] if obj else []),
            WORKFLOW,
        )

    @admin.display(description="claims", ordering="claim_count")
    def claim_count(self, event: Any) -> int:
        counted: int = event.claim_count
        return counted

    @admin.display(description="contested (as published)")
    def contested(self, event: Any) -> str:
        return ", ".join(Aspect(word).label for word in event.contested_aspects or [])

    @admin.display(description="quad class")
    def quad_class(self, event: Event) -> str:
        return event.quad_class.label if event.quad_class else "none, as it has no type"

    @admin.display(description="understood as")
    def date_bounds(self, event: Event) -> str:
        return understood(event, "date")

    @admin.display(description="claims")
    def claims_about_it(self, event: Event) -> SafeString:
        """What is claimed about it, aspect by aspect, and the way to the next claim."""
        listed = event.claims.select_related("article", "speaker").prefetch_related("evidence")
        items = (
            (
                claim.get_aspect_display(),
                change_url(claim),
                claim,
                claim.speaker or claim.article,
                self.state(claim),
                stale_note(claim),
            )
            for claim in listed.order_by("aspect", "slug")
        )
        return format_html(
            '<table class="records"><thead><tr><th>Aspect</th><th>Claim</th><th>Who says so</th><th>State</th></tr>'
            '</thead><tbody>{}</tbody></table><p><a href="{}?events={}">Add a claim about this event</a></p>',
            format_html_join("", '<tr><td>{}</td><td><a href="{}">{}</a></td><td>{}</td><td>{}{}</td></tr>', items),
            reverse("admin:incidents_claim_add"),
            event.pk,
        )
