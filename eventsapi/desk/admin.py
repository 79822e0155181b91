"""What superusers need of other users' codes: to take away those of a lost telephone. Secrets are shown to nobody."""

from typing import TYPE_CHECKING, Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django_otp.plugins.otp_static.models import StaticDevice
from django_otp.plugins.otp_totp.models import TOTPDevice

from eventsapi.desk import codes

if TYPE_CHECKING:
    ModelAdmin = admin.ModelAdmin[Any]
else:
    ModelAdmin = admin.ModelAdmin

admin.site.unregister([StaticDevice, TOTPDevice])


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
