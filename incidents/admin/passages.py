"""The words of an article that no claim rests on, each with the reason."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from incidents.admin.quoted import QuoteInline
from incidents.models import Article, ArticlePassage
from incidents.vocabularies import EvidenceStatus


class PassageInline(QuoteInline):
    model = ArticlePassage
    fields = ["quote", "kind", "reason", "start", "state", "in_the_text"]
    select = ("article",)
    verbose_name_plural = gettext_lazy("Passages: words that no claim rests on (never published)")


def warn_of_stale_passages(model_admin: Any, request: HttpRequest, article: Article) -> None:
    """Name the passages that the text does not hold any more."""
    stale = article.passages.filter(status=EvidenceStatus.STALE).values_list("quote", flat=True)
    if stale:
        told = "; ".join(f"“{quote}”" for quote in stale)
        model_admin.message_user(
            request, _("Passages no longer in the text: %(quotes)s") % {"quotes": told}, messages.WARNING
        )
