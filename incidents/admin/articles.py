from typing import Any, cast

from django.contrib import admin
from django.contrib.admin.widgets import AdminTextareaWidget
from django.db.models import QuerySet
from django.http import HttpRequest, QueryDict
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from incidents.admin.evidence import stale_note, warn_of_stale
from incidents.admin.forms import RecordForm
from incidents.admin.history import model_of
from incidents.admin.parts import PartInline
from incidents.admin.passages import PassageInline, warn_of_stale_passages
from incidents.admin.reading import Reading, marked_text
from incidents.admin.record import IDENTITY, WORKFLOW, RecordAdmin, count_of, understood, with_counts
from incidents.admin.refusals import change_url
from incidents.admin.retexting import warn_of_text
from incidents.admin.texts import VerbatimField, with_line_feeds
from incidents.admin.working import WorkbenchAdmin
from incidents.models import Article, ArticleCitation, Claim, Evidence, Record

# Asks for the text as a field although quotes rest on it.
EDIT_TEXT = "edit-text"


class ArticleForm(RecordForm):
    text = VerbatimField(
        widget=AdminTextareaWidget(attrs={"rows": 25}),
        help_text=gettext_lazy(
            "The text exactly as published, headline and credits included. Blanks, quotation marks and line "
            "ends count: quotes are compared with it character by character."
        ),
    )

    def clean_text(self) -> str:
        """Line ends of a stored text that nobody edited stay what they are, whatever the browser made of them."""
        typed: str = self.cleaned_data["text"]
        return self.instance.text if with_line_feeds(self.instance.text) == typed else typed


class CitationInline(PartInline):
    model = ArticleCitation
    fields = ["source", "mention"]
    autocomplete_fields = ["source"]
    verbose_name_plural = gettext_lazy("Citations: the sources that the text names")


@admin.register(Article)
class ArticleAdmin(WorkbenchAdmin):
    form = ArticleForm
    named_by = "title"
    list_display = ("title", "source", "published", "language", "claim_count", "state")
    list_select_related = ("merged_into", "source")
    list_filter = (*RecordAdmin.list_filter, "language", ("source", admin.RelatedOnlyFieldListFilter))
    date_hierarchy = "published_start"
    search_fields = ("title", "source__name", "slug", "document")
    search_help_text = gettext_lazy("Title, source, id or file.")
    autocomplete_fields = ["source"]
    inlines = (CitationInline, PassageInline)
    readonly_fields = ("claims_in_it", "text_as_stored", "text_sha256", "published_bounds")

    class Media:
        css = {"all": ["incidents/reading.css"]}

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return with_counts(super().get_queryset(request), claim_count=count_of(Claim.objects.all(), "article"))

    def get_fieldsets(self, request: HttpRequest, obj: Article | None = None) -> Any:
        text = ["text"] if self._text_is_typed(request, obj) else ["text_as_stored", "text_sha256"]
        return (
            (
                None,
                {
                    "fields": ["source", "title", *IDENTITY, "web_url", "language", "authors", "credits"],
                    "description": _(
                        "One published text. The public sees its title, its source and the quotes, "
                        "never the text in full."
                    ),
                },
            ),
            (
                _("When it was published"),
                {"fields": ["published", "published_bounds", "published_note"]},
            ),
            (_("Text"), {"fields": ["document", *text]}),
            *([(_("Claims"), {"fields": ["claims_in_it"]})] if obj else []),
            WORKFLOW,
        )

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        fields = super().get_readonly_fields(request, obj)
        return fields if self._text_is_typed(request, obj) else [*fields, "text"]

    def _text_is_typed(self, request: HttpRequest, article: Article | None) -> bool:
        """The text is a field while nothing rests on it, and afterwards for those who ask for it."""
        if article is None or EDIT_TEXT in request.GET:
            return True
        return not Evidence.objects.filter(claim__article=article).exists() and not article.passages.exists()

    @admin.display(description=gettext_lazy("claims"), ordering="claim_count")
    def claim_count(self, article: Any) -> int:
        counted: int = article.claim_count
        return counted

    @admin.display(description=gettext_lazy("understood as"))
    def published_bounds(self, article: Article) -> str:
        return understood(article, "published")

    @admin.display(description=gettext_lazy("text"))
    def text_as_stored(self, article: Article) -> SafeString:
        told = _("Quotes rest on this text, so it is not edited in passing.")
        stale = _("quotes that then no longer stand in it are marked stale.")
        return format_html(
            '<p class="help">{} <a href="?{}=1">{}</a>; {}</p>{}',
            told,
            EDIT_TEXT,
            _("Edit the text"),
            stale,
            marked_text(Reading(article)),
        )

    @admin.display(description=gettext_lazy("claims"))
    def claims_in_it(self, article: Article) -> SafeString:
        """Its claims, and the ways to the next one."""
        listed = article.claims.prefetch_related("evidence").order_by("slug")
        items = ((change_url(claim), claim, claim.get_aspect_display(), stale_note(claim)) for claim in listed)
        return format_html(
            '<ul>{}</ul><p><a href="{}">{}</a> – <a href="{}?article={}">{}</a></p>',
            format_html_join("", '<li><a href="{}">{}</a> ({}){}</li>', items),
            reverse("admin:incidents_article_read", args=[article.pk]),
            _("Read the text and make claims from it"),
            reverse("admin:incidents_claim_add"),
            article.pk,
            _("Add a claim from this article"),
        )

    # An earlier text out of the history

    def asked_for(self, event: Any, column: str) -> str:
        return f"{EDIT_TEXT}=1" if (model_of(event), column) == (Article, "text") else ""

    def warn_before(self, request: HttpRequest, record: Record, typed: QueryDict, event: Any, column: str) -> None:
        if self.asked_for(event, column):
            warn_of_text(self, request, cast(Article, record), with_line_feeds(str(typed["text"])))

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        if "text" in form.changed_data and change:
            warn_of_stale(self, request, Evidence.objects.filter(claim__article=form.instance))
            warn_of_stale_passages(self, request, form.instance)
