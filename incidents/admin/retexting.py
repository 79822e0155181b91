"""What another text would do to the quotes that rest on it: found by writing it and rolling that back."""

from typing import Any, NamedTuple

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _

from incidents.admin.refusals import change_url
from incidents.models import Article, ArticlePassage, Evidence
from incidents.vocabularies import EvidenceStatus


class Standing(NamedTuple):
    """The quotes that do not stand in the text: those of claims, by their number, and those of passages."""

    evidence: set[int]
    passages: set[int]


def warn_of_text(model_admin: Any, request: HttpRequest, article: Article, text: str) -> None:
    """Name the quotes that the text would no longer hold, and those that it would hold again."""
    before = _stale(article)
    with transaction.atomic():
        Article.objects.filter(pk=article.pk).update(text=text)
        after = _stale(article)
        transaction.set_rollback(True)
    lost = Standing(after.evidence - before.evidence, after.passages - before.passages)
    found = Standing(before.evidence - after.evidence, before.passages - after.passages)
    if not any((*lost, *found)):
        model_admin.message_user(request, _("Every quote stands in that text as it does now."), messages.INFO)
    told = _("With that text these become stale; their claims cannot be published until the words are taken anew:")
    _tell(model_admin, request, told, lost)
    _tell(model_admin, request, _("With that text these stand in it again:"), found)


def _stale(article: Article) -> Standing:
    evidence = Evidence.objects.filter(claim__article=article, status=EvidenceStatus.STALE)
    passages = article.passages.filter(status=EvidenceStatus.STALE)
    return Standing(set(evidence.values_list("pk", flat=True)), set(passages.values_list("pk", flat=True)))


def _tell(model_admin: Any, request: HttpRequest, told: str, quotes: Standing) -> None:
    rows = Evidence.objects.filter(pk__in=quotes.evidence).select_related("claim").order_by("start")
    links = [format_html('<a href="{}">{}</a>: “{}”', change_url(row.claim), row.claim.slug, row.quote) for row in rows]
    passages = ArticlePassage.objects.filter(pk__in=quotes.passages).order_by("start")
    links += [format_html("{}: “{}”", row._meta.verbose_name, row.quote) for row in passages]
    if links:
        message = format_html("{} {}", told, format_html_join("; ", "{}", ((link,) for link in links)))
        model_admin.message_user(request, message, messages.WARNING)
