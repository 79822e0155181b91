from typing import Any, ClassVar

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from incidents.admin.attribution import AttributionInline
from incidents.admin.evidence import EvidenceInline, warn_of_stale
from incidents.admin.filters import QuoteStateFilter
from incidents.admin.forms import RecordForm
from incidents.admin.parts import PartFormSet, PartInline
from incidents.admin.record import IDENTITY, WORKFLOW, RecordAdmin, count_of, understood, with_counts
from incidents.admin.starting import StartedClaimAdmin, proposed_slug
from incidents.models import Claim, ClaimEvent, ClaimRelation, Evidence
from incidents.vocabularies import ClaimRelation as RelationKind
from incidents.vocabularies import EvidenceStatus

# Characters of a headline that fit beside the other columns.
HEADLINE = 40


class ClaimForm(RecordForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "slug" in self.fields:
            self.fields["slug"].required = False
            self.fields["slug"].help_text = _("Permanent once published. Left empty, it is made from the statement.")

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        if "slug" in self.fields and "slug" not in self.errors and not self.cleaned_data["slug"]:
            self._propose_slug()
        # The relations below are judged by the events that are being saved, not by those that were.
        self.instance.events_in_form = self.cleaned_data.get("events", ())
        return cleaned

    def _propose_slug(self) -> None:
        statement, article = self.cleaned_data.get("statement"), self.cleaned_data.get("article")
        slug = proposed_slug(statement, article) if statement and article else ""
        self.cleaned_data["slug"] = slug
        if not slug and statement:
            self.add_error("slug", _("Give an id: none can be made from this statement."))


class RelationFormSet(PartFormSet):
    def clean(self) -> None:
        """A contradiction between claims about different events has to be explained."""
        super().clean()
        about = {event.pk for event in getattr(self.instance, "events_in_form", ())}
        for form in self.forms:
            told = getattr(form, "cleaned_data", {})
            other = told.get("to_claim")
            if other is None or told.get("relation") != RelationKind.CONTRADICTS or told.get("note"):
                continue
            if not about & set(other.events.values_list("pk", flat=True)):
                form.add_error("note", _("The two claims share no event: say in a sentence why they contradict."))


class RelationInline(PartInline):
    model = ClaimRelation
    fk_name = "from_claim"
    formset = RelationFormSet
    fields = ["relation", "to_claim", "aspect", "note"]
    autocomplete_fields = ["to_claim"]
    verbose_name_plural = gettext_lazy("Relations of this claim to others")


class IncomingRelationInline(PartInline):
    """The same table seen from the other claim: shown here, edited there."""

    model = ClaimRelation
    fk_name = "to_claim"
    fields: ClassVar[Any] = ["from_claim", "relation", "aspect", "note"]
    readonly_fields = fields
    select = ("from_claim",)
    can_delete = False
    verbose_name_plural = gettext_lazy("Relations of other claims to this one (edit them on the other claim's page)")

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(Claim)
class ClaimAdmin(StartedClaimAdmin):
    form = ClaimForm
    named_by = "statement"
    list_display = ("statement", "in_article", "speaker", "aspect", "quotes", "state")
    list_select_related = ("merged_into", "article", "speaker")
    list_filter = (
        *RecordAdmin.list_filter,
        "aspect",
        "speech_act",
        "speech_mode",
        "modality",
        ("evidence__status", QuoteStateFilter),
    )
    date_hierarchy = "said_start"
    search_fields = ("statement", "evidence__quote", "slug", "speaker_text")
    search_help_text = gettext_lazy("Words of the statement or of a quote, the speaker as printed, or the id.")
    autocomplete_fields = ["article", "events", "speaker", "value_actor", "value_place"]
    inlines = (EvidenceInline, AttributionInline, RelationInline, IncomingRelationInline)
    unseen_parts = (ClaimEvent,)
    readonly_fields = ("said_bounds",)
    fieldsets: ClassVar[Any] = (
        (
            None,
            {
                "fields": ["article", "events", "statement", "aspect", *IDENTITY],
                "description": gettext_lazy(
                    "One thing that one article says about an event. If a sentence says two things, make "
                    "two claims. The words that prove it go into the table of evidence below."
                ),
            },
        ),
        (
            gettext_lazy("Who says it, and how"),
            {
                "fields": ["speaker", "speaker_text", ("speech_act", "speech_mode"), "modality"],
                "description": gettext_lazy(
                    "Silence is not denial: “has admitted nothing” is the article's own remark, with the "
                    "mode “Author's voice” and the modality “Negated”, and not a denial by the person."
                ),
            },
        ),
        (
            gettext_lazy("Value"),
            {
                "fields": [
                    "value_type",
                    ("value_qualifier", "value_number", "value_unit"),
                    "value_date",
                    "value_text",
                    ("value_actor", "value_place"),
                ],
                "description": gettext_lazy(
                    "What can be compared with other claims: a number, a date, a place … Choose the type "
                    "and fill only the parts that belong to it; leave all of it empty where no value is stated."
                ),
            },
        ),
        (gettext_lazy("When it was said"), {"fields": ["said", "said_bounds", "said_note"]}),
        WORKFLOW,
    )

    class Media:
        css = {"all": ["incidents/reading.css"]}
        js = ("incidents/claiming.js",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        stale = Evidence.objects.filter(status=EvidenceStatus.STALE)
        counts = {
            "quote_count": count_of(Evidence.objects.all(), "claim"),
            "stale_count": count_of(stale, "claim"),
        }
        return with_counts(super().get_queryset(request), **counts)

    @admin.display(description=gettext_lazy("article"), ordering="article__title")
    def in_article(self, claim: Claim) -> str:
        """Headlines are long, and would push the other columns off the screen."""
        return Truncator(claim.article.title).chars(HEADLINE)

    @admin.display(description=gettext_lazy("quotes"), ordering="quote_count")
    def quotes(self, claim: Any) -> str:
        told = _("%(quotes)s, %(stale)s stale") if claim.stale_count else "%(quotes)s"
        return told % {"quotes": claim.quote_count, "stale": claim.stale_count}

    @admin.display(description=gettext_lazy("understood as"))
    def said_bounds(self, claim: Claim) -> str:
        return understood(claim, "said")

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        warn_of_stale(self, request, Evidence.objects.filter(claim=form.instance))
