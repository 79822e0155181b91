"""The chain of sources through which a claim came. Its links may change places in one save."""

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from incidents.admin.parts import PartFormSet, PartInline
from incidents.models import ClaimAttribution

if TYPE_CHECKING:
    LinkModelForm = forms.ModelForm[Any]
else:
    LinkModelForm = forms.ModelForm


class LinkForm(LinkModelForm):
    class Meta:
        model = ClaimAttribution
        fields = ["position", "source"]

    def validate_unique(self) -> None:
        """Left to the form set: two links that change places are not there twice."""

    def validate_constraints(self) -> None:
        """As above."""


class ChainFormSet(PartFormSet):
    def validate_unique(self) -> None:
        """In the words of a chain, instead of Django's."""
        told = [form.cleaned_data for form in self.forms if hasattr(form, "cleaned_data")]
        kept = [link for link in told if link and not link.get("DELETE")]
        for field, wrong in (
            ("position", _("Two sources have the same place in the chain. Number them 0, 1, 2 …")),
            ("source", _("A source stands in the chain only once.")),
        ):
            values = [link[field] for link in kept if link.get(field) is not None]
            if len(values) != len(set(values)):
                raise forms.ValidationError(wrong)

    def save_existing_objects(self, commit: bool = True) -> Any:
        """Changed links are taken out first: the database holds no two at one place, even briefly."""
        changed = [form.instance.pk for form in self.initial_forms if form.has_changed()]
        ClaimAttribution.objects.filter(claim=self.instance, pk__in=changed).delete()
        return super().save_existing_objects(commit)


class AttributionInline(PartInline):
    model = ClaimAttribution
    form = LinkForm
    formset = ChainFormSet
    fields = ["position", "source"]
    autocomplete_fields = ["source"]
    verbose_name_plural = gettext_lazy("Attribution: the sources it came through, if the article names any")
