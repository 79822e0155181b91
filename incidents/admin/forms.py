"""What the forms of all records share: a save that would overwrite another is refused, and nothing typed is lost."""

from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib.admin.widgets import AdminTextInputWidget
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from incidents.admin.numbers import row_number
from incidents.vocabularies import Status

if TYPE_CHECKING:
    RecordModelForm = forms.ModelForm[Any]
else:
    RecordModelForm = forms.ModelForm

# Posted instead of a button that saves: what was typed is shown in the form again, and not saved yet.
SHOW_ONLY = "_resume"
# What is posted with a record but is no part of it.
ABOUT_THE_SAVE = {"seen_version", "why"}


class RecordForm(RecordModelForm):
    """Carries the version that the editor saw; the row itself is locked while the form is checked and saved."""

    seen_version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    why = forms.CharField(
        label=gettext_lazy("Why"),
        max_length=500,
        required=False,
        widget=AdminTextInputWidget,
        help_text=gettext_lazy(
            "The reason for the change, kept in the history for editors. Needed where the record is published."
        ),
    )
    # Why the database refused an earlier attempt to save what is in the form; set by RecordAdmin.
    refusal = ""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.initial["seen_version"] = self.instance.version
        else:
            del self.fields["why"]

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        if self.refusal:
            raise ValidationError(self.refusal)
        if self.instance.pk and self.cleaned_data.get("seen_version") != self.instance.version:
            # RecordAdmin answers with the page on which the editor chooses.
            self.instance.is_stale = True
            raise ValidationError(_("Somebody else has saved this record meanwhile."), code="stale")
        if SHOW_ONLY in self.data:
            raise ValidationError(_("Nothing is saved yet. Below is what was typed: look through it, then save."))
        self._ask_why()
        return cleaned

    def _ask_why(self) -> None:
        """The rows below ask as well, by what is noted here."""
        self.instance.needs_reason = self.instance.status == Status.PUBLISHED and not self.cleaned_data.get("why")
        if self.instance.pk and self.instance.needs_reason and set(self.changed_data) - ABOUT_THE_SAVE:
            self.add_error("why", _("The record is published: say in a sentence why it changes."))


def in_words(form: forms.BaseForm, name: str, value: Any) -> str:
    """A value in the words of the page: labels of choices and names of records instead of what stands for them."""
    field = form.fields[name]
    values = [item for item in (value if isinstance(value, list | tuple) else [value]) if item not in (None, "")]
    if isinstance(field, forms.ModelChoiceField) and field.queryset is not None:
        numbers = [getattr(item, "pk", item) for item in values]
        values = list(
            field.queryset.filter(pk__in=[number for number in numbers if row_number(str(number)) is not None])
        )
    elif isinstance(field, forms.ChoiceField):
        choices: Any = field.choices
        labels = {str(word): label for word, label in choices}
        values = [labels.get(str(item), item) for item in values]
    return ", ".join(str(item) for item in values)
