"""What the history shows can be put back from there, whatever sort of row it is; what cannot be is named here."""

from types import SimpleNamespace
from typing import Any

import pytest
from django.apps import apps
from django.contrib import admin
from django.db import models
from django.http import QueryDict
from django.test import RequestFactory
from django.utils import timezone

from incidents.admin.history import is_told
from incidents.admin.homes import Home, home_of, owner_number
from incidents.admin.reverting import NotInForm, can_undo, put_back
from incidents.models import RECORD_MODELS, Proposal, Submission
from tests.admin.pages import Desk

pytestmark = pytest.mark.django_db

# Where a record stands moves by publishing, retracting, merging and undoing a merge; the record itself is added and
# deleted on pages of their own; its id is permanent once it was published, as those looked at here were.
OF_RECORDS = ("added", "deleted", "slug", "status", "published_version", "merged_into_id", "retraction_reason")
# Whose row it is: only a merge moves it, which is undone as a whole.
OWNERS = {
    "ActorName.actor_id",
    "Affiliation.person_id",
    "ArticleCitation.article_id",
    "ArticlePassage.article_id",
    "EventPlace.event_id",
    "EventParticipant.event_id",
    "EventRelation.from_event_id",
    "ClaimAttribution.claim_id",
    "ClaimEvent.claim_id",
    "ClaimRelation.from_claim_id",
    "Evidence.claim_id",
}
# Steps on the way to the public: they were taken, and are followed by others.
STEPS = {f"Submission.{told}" for told in ("added", "deleted", "comment", "outcome", "answer")}
STEPS |= {f"Proposal.{told}" for told in ("added", "deleted", "act", "reason", "outcome", "answer")}
# Whether a quote stands in the text follows from the text.
DERIVED = {"Evidence.status", "ArticlePassage.status"}
VERBS = {"insert": "added", "update": "", "delete": "deleted"}


def shown() -> list[tuple[Any, str]]:
    """Each sort of change that some history shows, on a row of the dataset; the column is "" for a whole row."""
    tables = [table for table in apps.get_app_config("incidents").get_models() if hasattr(table, "pgh_tracked_model")]
    rows = [first_of(table.pgh_tracked_model) for table in tables]
    return [(changed(row, label, column), column) for row in rows for label, column in changes(type(row))]


def first_of(model: type[models.Model]) -> Any:
    return model._default_manager.order_by("pk").first()


def changes(model: type[models.Model]) -> list[tuple[str, str]]:
    columns = [str(field.column) for field in model._meta.concrete_fields]
    event = SimpleNamespace(pgh_obj_model=model._meta.label)
    return [("insert", ""), ("delete", ""), *(("update", column) for column in columns if is_told(event, column))]


def changed(row: Any, label: str, column: str) -> Any:
    stored = {field.column: field.value_from_object(row) for field in row._meta.concrete_fields}
    told = {column: [stored[column], stored[column]]} if column else None
    event = {"obj_model": row._meta.label, "obj_id": row.pk, "label": label, "data": stored, "diff": told}
    event |= {"created_at": timezone.now(), "context_id": None}
    return SimpleNamespace(**{f"pgh_{name}": value for name, value in event.items()})


def is_undone(desk: Desk, event: Any, column: str) -> bool:
    model = apps.get_model(event.pgh_obj_model)
    if not can_undo(admin.site, event, column):
        return False
    home = home_of(admin.site, model) or Home(admin.site.get_model_admin(model), "id")
    record = home.model_admin.model._default_manager.get(pk=owner_number(home, event))
    request = RequestFactory().get("/", QueryDict(home.model_admin.asked_for(event, column)))
    request.user = desk.user
    try:
        return bool(put_back(home.model_admin, request, record, event, column))
    except NotInForm:
        return False


def test_all_that_the_history_shows_is_put_back_but_for_what_is_named(desk: Desk) -> None:
    Submission.objects.create(source=first_of(RECORD_MODELS[0]), version=1)
    Proposal.objects.create(act="retract", about={"sources:herald": 1}, reason="Some.")
    left = {
        f"{event.pgh_obj_model.split('.')[1]}.{VERBS[event.pgh_label]}{column}"
        for event, column in shown()
        if not is_undone(desk, event, column)
    }
    of_records = {f"{model.__name__}.{told}" for model in RECORD_MODELS for told in OF_RECORDS}
    assert left == of_records | OWNERS | STEPS | DERIVED
