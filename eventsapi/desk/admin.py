"""Accounts as superusers see them.

Django's pages of users and roles are here without what is in the way of those who listen to a page. Of codes there is
what takes away those of a lost telephone; secrets are shown to nobody.
"""

from typing import TYPE_CHECKING, Any

from django.contrib import admin
from django.contrib.admin.widgets import FilteredSelectMultiple
from django.contrib.auth.admin import GroupAdmin, UserAdmin
from django.contrib.auth.models import Group, User
from django.db.models import ManyToManyField, QuerySet
from django.http import HttpRequest
from django_otp.plugins.otp_static.models import StaticDevice
from django_otp.plugins.otp_totp.models import TOTPDevice

from eventsapi.desk import codes

if TYPE_CHECKING:
    ModelAdmin = admin.ModelAdmin[Any]
    StockUserAdmin = UserAdmin[Any]
else:
    ModelAdmin, StockUserAdmin = admin.ModelAdmin, UserAdmin

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
        return super().formfield_for_manytomany(db_field, request, **{"widget": widget, **kwargs})


@admin.register(Group)
class DeskGroupAdmin(TwoListsMixin, GroupAdmin):
    pass


@admin.register(User)
class DeskUserAdmin(TwoListsMixin, StockUserAdmin):
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
