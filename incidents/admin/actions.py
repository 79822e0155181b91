"""What an editor can do with the records ticked in a list."""

from typing import TYPE_CHECKING, Any

from django.contrib import admin, messages
from django.contrib.admin.actions import delete_selected as django_delete_selected
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponseBase
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from incidents.admin.batches import is_as_seen, seen
from incidents.admin.merging import merge_page
from incidents.admin.publishing import PUBLISH, RETRACT, Act, act_page
from incidents.admin.stepping import SEND_BACK, SUBMIT, step_page, take_step
from incidents.models import Record

if TYPE_CHECKING:
    Admin = admin.ModelAdmin[Any]
    Records = QuerySet[Any]
else:
    Admin, Records = admin.ModelAdmin, QuerySet


@admin.action(permissions=["publish"], description=gettext_lazy("Publish selected, with all they rest on …"))
def publish_selected(model_admin: Admin, request: HttpRequest, queryset: Records) -> HttpResponseBase | None:
    return _act(model_admin, request, queryset, PUBLISH, name="publish_selected")


@admin.action(permissions=["publish"], description=gettext_lazy("Retract selected …"))
def retract_selected(model_admin: Admin, request: HttpRequest, queryset: Records) -> HttpResponseBase | None:
    return _act(model_admin, request, queryset, RETRACT, name="retract_selected")


@admin.action(permissions=["publish"], description=gettext_lazy("Merge two …"))
def merge_selected(model_admin: Admin, request: HttpRequest, queryset: Records) -> HttpResponseBase | None:
    pair = list(queryset.order_by("slug"))
    if len(pair) != 2:
        told = _("Tick exactly two records to merge, not %(number)s.") % {"number": len(pair)}
        model_admin.message_user(request, told, messages.ERROR)
        return None
    hidden = _hidden(pair, "merge_selected")
    return merge_page(model_admin.admin_site, request, pair, hidden=hidden, back=request.get_full_path())


@admin.action(permissions=["change"], description=gettext_lazy("Submit selected for review"))
def submit_for_review(model_admin: Admin, request: HttpRequest, queryset: Records) -> None:
    take_step(request, SUBMIT, list(queryset), "")


@admin.action(permissions=["change"], description=gettext_lazy("Send selected back to their editors …"))
def send_back_to_draft(model_admin: Admin, request: HttpRequest, queryset: Records) -> HttpResponseBase | None:
    chosen = list(queryset.order_by("slug"))
    hidden = _hidden(chosen, "send_back_to_draft")
    return step_page(model_admin.admin_site, request, SEND_BACK, chosen, hidden=hidden, back=request.get_full_path())


@admin.action(permissions=["delete"], description=gettext_lazy("Delete selected, never published …"))
def delete_selected(model_admin: Admin, request: HttpRequest, queryset: Records) -> HttpResponseBase | None:
    kept = list(queryset.filter(published_version__isnull=False).values_list("slug", flat=True))
    if kept:
        told = _("Nothing was deleted. Once published, a record stays: %(records)s. Retract it instead.")
        model_admin.message_user(request, told % {"records": ", ".join(kept)}, messages.ERROR)
        return None
    if "post" in request.POST and not is_as_seen(request, queryset):
        told = _("Nothing was deleted: somebody has edited one of these records. Look at them again.")
        model_admin.message_user(request, told, messages.ERROR)
        return None
    asked = django_delete_selected(model_admin, request, queryset)
    if asked is not None and asked.context_data is not None:
        asked.context_data["seen"] = seen(queryset)
    return asked


EVERY_RECORD = (publish_selected, retract_selected, submit_for_review, send_back_to_draft, delete_selected)


def _act(
    model_admin: Admin, request: HttpRequest, queryset: Records, act: Act, *, name: str
) -> HttpResponseBase | None:
    chosen = list(queryset.order_by("slug"))
    back = request.get_full_path()
    return act_page(model_admin.admin_site, request, act, chosen, hidden=_hidden(chosen, name), back=back)


def _hidden(chosen: list[Record], name: str) -> dict[str, list[str]]:
    """The inputs by which the confirmed form comes back to the same action."""
    return {"action": [name], ACTION_CHECKBOX_NAME: [str(record.pk) for record in chosen]}
