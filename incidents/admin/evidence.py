"""The quotes that a claim rests on."""

from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from incidents.admin.quoted import QuoteInline
from incidents.admin.refusals import change_url
from incidents.models import Claim, Evidence
from incidents.vocabularies import EvidenceStatus


class EvidenceInline(QuoteInline):
    model = Evidence
    fields = ["quote", "start", "state", "in_the_text"]
    select = ("claim__article",)
    verbose_name_plural = gettext_lazy("Evidence: the exact words of the article")

    def get_extra(self, request: HttpRequest, obj: Any = None, **kwargs: Any) -> int:
        """A row more for the words that the claim is begun with."""
        begun = hasattr(request, "started") and request.method == "GET"
        return super().get_extra(request, obj, **kwargs) + begun


def stale_note(claim: Claim) -> str:
    """What a list of claims says beside this one, where its evidence is prefetched."""
    stale = [item for item in claim.evidence.all() if item.status == EvidenceStatus.STALE]
    told = ngettext(
        "%(number)s of its quotes no longer in the text", "%(number)s of its quotes no longer in the text", len(stale)
    )
    return " – " + told % {"number": len(stale)} if stale else ""


def warn_of_stale(model_admin: Any, request: HttpRequest, evidence: QuerySet[Evidence]) -> None:
    """Name the quotes that the text does not hold any more, with links to their claims."""
    stale = evidence.filter(status=EvidenceStatus.STALE).select_related("claim")
    links = [(change_url(item.claim), item.claim.slug, item.quote) for item in stale]
    if links:
        told = format_html_join("; ", '<a href="{}">{}</a>: “{}”', links)
        message = format_html("{} {}", _("No longer in the text, so they cannot be published:"), told)
        model_admin.message_user(request, message, messages.WARNING)
