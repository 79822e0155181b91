"""What an editor can do with the records ticked in a list."""

from typing import TYPE_CHECKING, Any

import pghistory
from django.contrib import admin, messages
from django.contrib.admin.actions import delete_selected as django_delete_selected
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponseBase

from incidents.admin.merging import merge_page
from incidents.admin.publishing import PUBLISH, RETRACT, Act, act_page
from incidents.models import Record
from incidents.vocabularies import Status

if TYPE_CHECKING:
    Admin = admin.ModelAdmin[Any]
    Records = QuerySet[Any]
else:
    Admin, Records = admin.ModelAdmin, QuerySet


@admin.action(permissions=["publish"], description="Publish selected, with all they rest on …")
def publish_selected(model_admin: Admin, request: HttpRequest, queryset: Records) -> HttpResponseBase | None:
    return _act(model_admin, request, queryset, PUBLISH, name="publish_selected")


@admin.action(permissions=["publish"], description="Retract selected …")
def retract_selected(model_admin: Admin, request: HttpRequest, queryset: Records) -> HttpResponseBase | None:
    return _act(model_admin, request, queryset, RETRACT, name="retract_selected")


@admin.action(permissions=["publish"], description="Merge two …")
def merge_selected(model_admin: Admin, request: HttpRequest, queryset: Records) -> HttpResponseBase | None:
    pair = list(queryset.order_by("slug"))
    if len(pair) != 2:
        model_admin.message_user(request, f"Tick exactly two records to merge, not {len(pair)}.", messages.ERROR)
        return None
    hidden = _hidden(pair, "merge_selected")
    return merge_page(model_admin.admin_site, request, pair, hidden=hidden, back=request.get_full_path())


@admin.action(permissions=["change"], description="Submit selected drafts for review")
def submit_for_review(model_admin: Admin, request: HttpRequest, queryset: Records) -> None:
    _move(model_admin, request, queryset, before=Status.DRAFT, after=Status.IN_REVIEW)


@admin.action(permissions=["change"], description="Send selected back to draft")
def send_back_to_draft(model_admin: Admin, request: HttpRequest, queryset: Records) -> None:
    _move(model_admin, request, queryset, before=Status.IN_REVIEW, after=Status.DRAFT)


@admin.action(permissions=["delete"], description="Delete selected, never published …")
def delete_selected(model_admin: Admin, request: HttpRequest, queryset: Records) -> HttpResponseBase | None:
    kept = list(queryset.filter(published_version__isnull=False).values_list("slug", flat=True))
    if kept:
        told = f"Nothing was deleted. Once published, a record stays: {', '.join(kept)}. Retract it instead."
        model_admin.message_user(request, told, messages.ERROR)
        return None
    return django_delete_selected(model_admin, request, queryset)


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


def _move(model_admin: Admin, request: HttpRequest, queryset: Records, *, before: Status, after: Status) -> None:
    """Move those that stand at `before`; say which ones did not."""
    others = list(queryset.exclude(status=before).values_list("slug", flat=True))
    with pghistory.context(act=f"move to {after}"):
        moved = queryset.filter(status=before).update(status=after)
    if moved:
        model_admin.message_user(request, f"Now {after.label.lower()}: {moved}.", messages.SUCCESS)
    if others:
        told = f"Only a record that is {before.label.lower()} can become {after.label.lower()}: {', '.join(others)}."
        model_admin.message_user(request, f"Left as they were. {told}", messages.WARNING)
