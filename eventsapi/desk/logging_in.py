from typing import Any

from django import forms
from django.contrib.admin.forms import AdminAuthenticationForm
from django.contrib.auth.signals import user_login_failed
from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from eventsapi.desk.codes import accepted_by, device_of


class CodeLoginForm(AdminAuthenticationForm):
    """Name, password, and the code of accounts that have one. A wrong code counts as a wrong password does."""

    code = forms.CharField(
        label=gettext_lazy("Code"),
        required=False,
        max_length=20,
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "aria-describedby": "id_code_help"}),
        help_text=gettext_lazy("Only where you have set up codes: the one that your app shows, or a recovery code."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """A name that no account can have is wrong by itself: nobody looks for it, or counts it as an attempt."""
        super().__init__(*args, **kwargs)
        name: Any = self.fields["username"]
        name.validators.append(MaxLengthValidator(name.max_length))

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        user = self.get_user()
        if user is not None and device_of(user) is not None:
            self._check_code(user, self.cleaned_data.get("code") or "")
        return cleaned

    def _check_code(self, user: Any, typed: str) -> None:
        if not typed:
            raise ValidationError(_("This account asks for a code: type your password once more, and the code."))
        device = accepted_by(user, typed)
        if device is None:
            credentials = {"username": user.get_username()}
            user_login_failed.send(sender=__name__, credentials=credentials, request=self.request)
            raise ValidationError(_("The code is wrong, was used before, or came too soon after a wrong one."))
        # Logging in notes in the session that it was begun with a code.
        user.otp_device = device
