"""Accounts as superusers see them.

Django's pages of users and roles are here without what is in the way of those who listen to a page. Of codes there is
what takes away those of a lost telephone; secrets are shown to nobody.
"""

from typing import TYPE_CHECKING, Any

from django.contrib import admin
from django.contrib.admin.widgets import FilteredSelectMultiple
from django.contrib.auth.admin import GroupAdmin, UserAdmin
from django.contrib.auth.forms import AdminPasswordChangeForm, SetUnusablePasswordMixin
from django.contrib.auth.models import Group, Permission, User
from django.db.models import ManyToManyField, QuerySet
from django.http import HttpRequest
from django.utils.text import capfirst, format_lazy
from django.utils.translation import gettext_lazy
from django_otp.plugins.otp_static.models import StaticDevice
from django_otp.plugins.otp_totp.models import TOTPDevice

from eventsapi.desk import codes
from eventsapi.desk.permissions import told

if TYPE_CHECKING:
    ModelAdmin = admin.ModelAdmin[Any]
    StockUserAdmin = UserAdmin[Any]
    StockPasswordForm = AdminPasswordChangeForm[User]
else:
    ModelAdmin, StockUserAdmin, StockPasswordForm = admin.ModelAdmin, UserAdmin, AdminPasswordChangeForm

admin.site.unregister([Group, User, StaticDevice, TOTPDevice])


class TwoLists(FilteredSelectMultiple):
    """What there is beside what is chosen. The explanations of its boxes are signs, and a script says so of them."""

    class Media:
        # In this order: the second waits for what the first builds.
        js = ["admin/js/SelectFilter2.js", "desk/signs.js"]


class TwoListsMixin(ModelAdmin):
    def formfield_for_manytomany(
        self, db_field: "ManyToManyField[Any, Any]", request: Any = None, **kwargs: Any
    ) -> Any:
        widget = TwoLists(str(db_field.verbose_name), is_stacked=False)
        field: Any = super().formfield_for_manytomany(db_field, request, **{"widget": widget, **kwargs})
        if db_field.related_model is Permission:
            field.label_from_instance = told
        return field

    def get_deleted_objects(self, objs: Any, request: HttpRequest) -> tuple[Any, dict[str, int], set[str], list[str]]:
        """Without the rows that tie accounts, roles and rights together: they have no names, and go with either."""
        rows, counts, lacking, protected = super().get_deleted_objects(objs, request)
        fields: Any = (*User._meta.many_to_many, *Group._meta.many_to_many)
        ties = [field.remote_field.through._meta for field in fields]
        names = tuple(f"{capfirst(tie.verbose_name)}: " for tie in ties)
        kept = {name: count for name, count in counts.items() if name not in {tie.verbose_name_plural for tie in ties}}
        return _without(names, rows), kept, lacking, protected


def _without(names: tuple[str, ...], rows: list[Any]) -> list[Any]:
    """The nested rows, but for those that begin like this, and lists that nothing is left of."""
    left = [_without(names, row) if isinstance(row, list) else row for row in rows]
    return [row for row in left if row and not str(row).startswith(names)]


@admin.register(Group)
class DeskGroupAdmin(TwoListsMixin, GroupAdmin):
    pass


class PasswordForm(StockPasswordForm):
    """Django puts this explanation together once, in English."""

    usable_password_help_text: Any = format_lazy(
        '{}<ul id="id_unusable_warning" class="messagelist"><li class="warning">{}</li></ul>',
        SetUnusablePasswordMixin.usable_password_help_text,
        gettext_lazy("If disabled, the current password for this user will be lost."),
    )


@admin.register(User)
class DeskUserAdmin(TwoListsMixin, StockUserAdmin):
    change_password_form = PasswordForm
    # The server notes both; a form would ask for a day and a time by one name.
    readonly_fields = ("last_login", "date_joined")


@admin.register(TOTPDevice)
class DeviceAdmin(ModelAdmin):
    list_display = ("user", "created_at", "last_used_at", "confirmed")
    list_select_related = ("user",)
    fields = list_display
    search_fields = ("user__username",)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def delete_model(self, request: HttpRequest, obj: Any) -> None:
        """Its recovery codes go with it."""
        codes.remove(obj.user)

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> None:
        for device in queryset.select_related("user"):
            codes.remove(device.user)
