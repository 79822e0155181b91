from typing import Any, cast

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db.models import JSONField, OuterRef, QuerySet, Subquery
from django.db.models.fields.json import KeyTransform
from django.db.models.functions import Cast
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from incidents.admin.batches import with_what_they_rest_on
from incidents.admin.comparing import comparison
from incidents.admin.forms import RecordForm
from incidents.admin.parts import PartInline
from incidents.admin.record import IDENTITY, WORKFLOW, RecordAdmin, count_of, understood, with_counts
from incidents.admin.relating import relate_page
from incidents.admin.unmerging import MergeableAdmin
from incidents.admin.workflow import told
from incidents.models import Claim, Event, EventParticipant, EventPlace, EventRelation, Record
from incidents.publication.models import PublishedEvent
from incidents.publication.snapshots import key_of
from incidents.publication.trial import Trial, public_document, try_publishing
from incidents.vocabularies import Aspect, EventType, Mode, Status, modes_of
from incidents.vocabularies import ClaimRelation as ClaimRelationKind


class EventForm(RecordForm):
    def clean(self) -> dict[str, Any] | None:
        """Publication refuses a mode of another type; the editor learns it while the form is open."""
        cleaned = super().clean()
        event_type, mode = self.cleaned_data.get("event_type"), self.cleaned_data.get("mode")
        if event_type and mode and Mode(mode) not in modes_of(EventType(event_type)):
            fitting = ", ".join(str(word.label) for word in modes_of(EventType(event_type))) or _("none")
            told = _("%(mode)s is no mode of %(type)s. Its modes: %(fitting)s.")
            labels = {"mode": Mode(mode).label, "type": EventType(event_type).label, "fitting": fitting}
            self.add_error("mode", told % labels)
        return cleaned


class PlaceInline(PartInline):
    model = EventPlace
    fields = ["place", "role"]
    autocomplete_fields = ["place"]
    verbose_name_plural = gettext_lazy("Places")


class ParticipantInline(PartInline):
    model = EventParticipant
    fields = ["actor", "role"]
    autocomplete_fields = ["actor"]
    verbose_name_plural = gettext_lazy("Participants")


class RelationInline(PartInline):
    model = EventRelation
    fk_name = "from_event"
    fields = ["relation", "to_event"]
    autocomplete_fields = ["to_event"]
    verbose_name_plural = gettext_lazy("Relations of this event to others")


@admin.register(Event)
class EventAdmin(MergeableAdmin):
    form = EventForm
    named_by = "title"
    list_display = ("title", "event_type", "date", "realis", "claim_count", "contested", "state")
    list_filter = (*RecordAdmin.list_filter, "event_type", "realis", "date_precision")
    date_hierarchy = "date_start"
    search_fields = ("title", "slug")
    search_help_text = gettext_lazy("Title or id.")
    autocomplete_fields = ["part_of"]
    inlines = (PlaceInline, ParticipantInline, RelationInline)
    readonly_fields = ("quad_class", "date_bounds")
    change_form_template = "admin/incidents/event_form.html"

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
                    "description": _(
                        "Something that happened, is under way or is planned. Write the title and the "
                        "summary so that every side could sign them: who says what belongs into claims."
                    ),
                },
            ),
            (
                _("What sort of event"),
                {
                    "fields": ["event_type", "mode", "quad_class"],
                    "description": _(
                        "Leave the type empty where none fits, above all where it is only talk: statements are claims."
                    ),
                },
            ),
            (
                _("When"),
                {
                    "fields": ["date", "date_bounds", "date_note"],
                    "description": _(
                        "The date as far as the texts state it. “Last Friday” is resolved from the date of "
                        "publication; say in the note how."
                    ),
                },
            ),
            WORKFLOW,
        )

    @admin.display(description=gettext_lazy("claims"), ordering="claim_count")
    def claim_count(self, event: Any) -> int:
        counted: int = event.claim_count
        return counted

    @admin.display(description=gettext_lazy("contested (as published)"))
    def contested(self, event: Any) -> str:
        return ", ".join(str(Aspect(word).label) for word in event.contested_aspects or [])

    @admin.display(description=gettext_lazy("quad class"))
    def quad_class(self, event: Event) -> str:
        return str(event.quad_class.label) if event.quad_class else _("none, as it has no type")

    @admin.display(description=gettext_lazy("understood as"))
    def date_bounds(self, event: Event) -> str:
        return understood(event, "date")

    # The claims, side by side

    def get_urls(self) -> list[URLPattern]:
        relate = self.admin_site.admin_view(self.relate_view)
        return [path("<path:object_id>/relate/", relate, name="incidents_event_relate"), *super().get_urls()]

    def relate_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        event = self.read(request, object_id)
        if not isinstance(event, Event):
            return self.no_such_record(request, object_id)
        if not request.user.has_perms(["incidents.change_claim", "incidents.add_claimrelation"]):
            raise PermissionDenied
        return relate_page(self.admin_site, request, event)

    def changes_of(self, record: Record) -> dict[str, Any]:
        """An event is published with its claims, so it waits where one of them does."""
        event = cast(Event, record)
        batch = with_what_they_rest_on([event])
        waits = len(batch) > 1 or event.changed_since_publication or event.status != Status.PUBLISHED
        trial = try_publishing(batch, wait=False) if waits else Trial()
        groups = comparison(event, trial, public_document(key_of(event)))
        seen = [f"{card.claim.pk}@{card.claim.version}" for group in groups for card in group.cards]
        return {**told(trial, event), "groups": groups, "seen": seen, "relations": ClaimRelationKind.choices}

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        context["may_relate"] = request.user.has_perms(["incidents.change_claim", "incidents.add_claimrelation"])
        return super().render_change_form(request, context, *args, **kwargs)
