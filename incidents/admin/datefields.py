"""The field of a date: it explains the notation, and shows at once how what is typed is understood."""

from datetime import date
from typing import Any

from django.contrib.admin.widgets import AdminTextInputWidget
from django.http import HttpRequest, JsonResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from incidents.admin.datewords import proposal
from incidents.admin.numbers import row_number
from incidents.dates import MAX_LENGTH, InvalidDate, describe, parse
from incidents.models import Article

# Ways to write a date: an example, and what it means. Those with a shape are offered as buttons where scripts run.
CASES = (
    ("2025-11-14", gettext_lazy("a day"), "day"),
    ("2025-11-10/2025-11-14", gettext_lazy("days A to B"), "span"),
    ("2025-11", gettext_lazy("a month"), "month"),
    ("2025", gettext_lazy("a year"), "year"),
    ("2025-11-14~", gettext_lazy("about then"), "about"),
    ("2025-11-14?", gettext_lazy("uncertain"), "uncertain"),
    ("../2025-11-14", gettext_lazy("then or before"), "before"),
    ("2025-11-14/..", gettext_lazy("then or after"), "after"),
    ("XXXX-09-01", gettext_lazy("a day of an unknown year"), ""),
    ("2025-23", gettext_lazy("a season: 21 spring … 24 winter"), ""),
)
# Words that are read relative to the date of the article, as buttons.
RELATIVE = (
    ("yesterday", gettext_lazy("yesterday")),
    ("last Monday", gettext_lazy("last Monday")),
    ("last Tuesday", gettext_lazy("last Tuesday")),
    ("last Wednesday", gettext_lazy("last Wednesday")),
    ("last Thursday", gettext_lazy("last Thursday")),
    ("last Friday", gettext_lazy("last Friday")),
    ("last Saturday", gettext_lazy("last Saturday")),
    ("last Sunday", gettext_lazy("last Sunday")),
)


class DateInput(AdminTextInputWidget):
    """Takes any EDTF text. Without scripts the notation is explained, and the stored date described."""

    template_name = "admin/incidents/date_input.html"

    class Media:
        css = {"all": ["incidents/fields.css"]}
        js = ["incidents/dates.js"]

    def __init__(self, attrs: dict[str, Any] | None = None, *, model_name: str = "event") -> None:
        super().__init__({"autocomplete": "off", "maxlength": MAX_LENGTH, **(attrs or {})})
        self.model_name = model_name

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        told = understanding(str(value or ""), relative_to=None)
        identity = context["widget"]["attrs"].get("id", name)
        context["widget"]["attrs"]["aria-describedby"] = f"{identity}_understood"
        return {
            **context,
            "understood": told,
            "identity": identity,
            "cases": CASES,
            "relative": RELATIVE,
            "url": reverse(f"admin:incidents_{self.model_name}_date"),
        }


def understanding(text: str, *, relative_to: date | None) -> dict[str, str]:
    """How a date is read: `understood`, or else what is at `fault` and, where it can be guessed, the `fix`."""
    told = {"understood": "", "fault": "", "fix": "", "fix_understood": ""}
    if not text.strip():
        return told
    try:
        return told | {"understood": describe(parse(text))}
    except InvalidDate as fault:
        fix = proposal(text, relative_to=relative_to)
        return told | {"fault": str(fault), "fix": fix, "fix_understood": describe(parse(fix)) if fix else ""}


def date_view(request: HttpRequest) -> JsonResponse:
    """How ?text= is understood; words such as "last Friday" are counted from the date of ?article= or ?event=."""
    text = request.GET.get("text", "")[: MAX_LENGTH + 1].replace("\0", "")
    article = reference_article(request.GET.get("article", ""), request.GET.get("event", ""))
    start = article.published_start if article else None
    counted_from = _("Counted from %(day)s, the date of “%(article)s”.") % {"day": start, "article": article}
    return JsonResponse(
        understanding(text, relative_to=start)
        | {"reference": start.isoformat() if start else "", "counted_from": counted_from if start else ""}
    )


def reference_article(article: str, event: str) -> Article | None:
    """The article that relative words are read in: the one given, or the earliest dated one about the event."""
    dated = Article.objects.filter(published_start__isnull=False)
    if (number := row_number(article)) is not None:
        return dated.filter(pk=number).first()
    if (number := row_number(event)) is not None:
        return dated.filter(claims__events=number).order_by("published_start", "slug").first()
    return None
