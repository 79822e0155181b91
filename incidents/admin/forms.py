"""What the forms of all records share: a save that would overwrite another is refused, and nothing typed is lost."""

from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError

from incidents.admin.history import last_editor

if TYPE_CHECKING:
    RecordModelForm = forms.ModelForm[Any]
else:
    RecordModelForm = forms.ModelForm


class RecordForm(RecordModelForm):
    """Carries the version that the editor saw; the row itself is locked while the form is checked and saved."""

    seen_version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    # Why the database refused an earlier attempt to save what is in the form; set by RecordAdmin.
    refusal = ""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.initial["seen_version"] = self.instance.version

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        if self.refusal:
            raise ValidationError(self.refusal)
        if self.instance.pk and self.cleaned_data.get("seen_version") != self.instance.version:
            self._refuse_stale()
        return cleaned

    def _refuse_stale(self) -> None:
        """Name what differs, then let the next save pass: by then the editor has seen it."""
        seen, record = self.cleaned_data.get("seen_version"), self.instance
        record.is_stale = True
        data: Any = self.data  # what a browser posted, of which Django lets nobody change the original
        self.data = data = data.copy()
        data[self.add_prefix("seen_version")] = str(record.version)
        raise ValidationError(
            [
                f"Not saved: {last_editor(record)} saved this record while you were editing it "
                f"(you saw version {seen or 'none'}, it is now version {record.version}). What you typed is still "
                "here. Compare, change what you want to change, and save again to keep what the form says then.",
                *differences(self),
            ]
        )


def differences(form: forms.BaseForm) -> list[str]:
    """What the form would change, with the value that is stored now and the one that was typed."""
    changed = [name for name in form.changed_data if not form.fields[name].widget.is_hidden]
    return [
        f"{form[name].label}: stored is now {_shown(form, name, form.get_initial_for_field(form.fields[name], name))}, "
        f"your form says {_shown(form, name, form[name].value())}."
        for name in changed
    ]


def _shown(form: forms.BaseForm, name: str, value: Any) -> str:
    """A value in the words of the page: labels of choices and names of records instead of what stands for them."""
    field = form.fields[name]
    values = [item for item in (value if isinstance(value, list | tuple) else [value]) if item not in (None, "")]
    if isinstance(field, forms.ModelChoiceField) and field.queryset is not None:
        values = list(field.queryset.filter(pk__in=[getattr(item, "pk", item) for item in values]))
    elif isinstance(field, forms.ChoiceField):
        choices: Any = field.choices
        labels = {str(word): label for word, label in choices}
        values = [labels.get(str(item), item) for item in values]
    return f"“{', '.join(str(item) for item in values)}”" if values else "empty"
