"""Saying how two claims about an event stand to one another: both, the relation and the reason, sent once."""

from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from incidents.admin.comparing import claims_about
from incidents.admin.refusals import change_url
from incidents.admin.states import within
from incidents.models import Claim, ClaimRelation, Event
from incidents.vocabularies import SYMMETRIC_RELATIONS, Aspect

if TYPE_CHECKING:
    ModelForm = forms.ModelForm[ClaimRelation]
else:
    ModelForm = forms.ModelForm


class RelateForm(ModelForm):
    """`seen` holds what the page showed of each claim, as number@version."""

    aspect = forms.ChoiceField(
        label=gettext_lazy("In respect of"),
        required=False,
        choices=[("", gettext_lazy("what the first one is about")), *Aspect.choices],
    )

    note = forms.CharField(
        label=gettext_lazy("Reason"), max_length=2000, widget=forms.Textarea(attrs={"rows": 2, "cols": 60})
    )

    class Meta:
        model = ClaimRelation
        fields = ["from_claim", "relation", "to_claim", "aspect", "note"]
        labels = {
            "from_claim": gettext_lazy("First claim"),
            "relation": gettext_lazy("Relation"),
            "to_claim": gettext_lazy("Second claim"),
        }

    def __init__(self, *args: Any, event: Event, seen: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.seen = dict(entry.split("@", 1) for entry in seen if "@" in entry)
        about: Any = Claim.objects.filter(events=event).order_by("aspect", "slug")
        for end in ("from_claim", "to_claim"):
            field: Any = self.fields[end]
            field.queryset = about

    def clean(self) -> dict[str, Any] | None:
        super().clean()
        one, other = self.cleaned_data.get("from_claim"), self.cleaned_data.get("to_claim")
        if one is None or other is None:
            return self.cleaned_data
        if one == other:
            raise ValidationError(_("A claim cannot be related to itself: choose two."))
        self._refuse_stale(one, other)
        self.cleaned_data["aspect"] = self.cleaned_data.get("aspect") or one.aspect
        self._refuse_doubles(one, other)
        return self.cleaned_data

    def _refuse_stale(self, one: Claim, other: Claim) -> None:
        """Both rows are locked from here on, so that what was read still holds when the relation is written."""
        locked = Claim.objects.select_for_update().filter(pk__in=[one.pk, other.pk]).order_by("pk")
        edited = [claim for claim in locked if self.seen.get(str(claim.pk)) != str(claim.version)]
        if edited:
            told = _("Nothing was done: somebody has edited %(claims)s. Read again, then send it as it is now.")
            raise ValidationError(told % {"claims": ", ".join(f"“{claim}”" for claim in edited)})

    def _refuse_doubles(self, one: Claim, other: Claim) -> None:
        relation = self.cleaned_data.get("relation")
        same = Q(from_claim=one, to_claim=other)
        if relation in SYMMETRIC_RELATIONS:
            same |= Q(from_claim=other, to_claim=one)
        found = ClaimRelation.objects.filter(same, relation=relation, aspect=self.cleaned_data["aspect"])
        if found.exists():
            raise ValidationError(_("This relation is already recorded."))


def relate_page(site: admin.AdminSite, request: HttpRequest, event: Event) -> HttpResponse:
    """Record the relation and go back to the event; where it is refused, show why with all that was typed."""
    back = f"{change_url(event)}#claims"
    with transaction.atomic():
        form = RelateForm(request.POST or None, prefix="relate", event=event, seen=request.POST.getlist("seen"))
        if request.method == "POST" and form.is_valid():
            made = form.save()
            told = _("Recorded: “%(one)s” %(relation)s “%(other)s”.")
            words = {"one": made.from_claim, "relation": within(made.get_relation_display()), "other": made.to_claim}
            messages.success(request, told % words)
            return HttpResponseRedirect(back)
    chosen = {getattr(form, "cleaned_data", {}).get(end) for end in ("from_claim", "to_claim")} - {None}
    context = {
        **site.each_context(request),
        "title": _("Relate two claims about %(event)s") % {"event": event},
        "form": form,
        "chosen": [claim for claim in claims_about(event) if claim in chosen],
        "hidden": {"seen": seen_of(event)},
        "back": back,
        "opts": event._meta,
    }
    return TemplateResponse(request, "admin/incidents/relate.html", context)


def seen_of(event: Event) -> list[str]:
    """What a page showed of the claims about the event."""
    return [f"{number}@{version}" for number, version in event.claims.values_list("pk", "version")]
