"""What waits, counted on the first page for those who may see it, and the list of what waits for a reviewer."""

from datetime import datetime
from typing import Any, NamedTuple

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from incidents.admin.proposing import waiting_proposals
from incidents.admin.refusals import change_url
from incidents.admin.states import state_of
from incidents.admin.todo import TASKS, UNCOVERED, Task
from incidents.admin.uncovered import Uncovered, uncovered
from incidents.models import RECORD_MODELS, Article, Record, Submission, waits
from incidents.models.submission import OWNERS
from incidents.vocabularies import Status

# Rows that the first page shows of what waits, and of articles with uncovered sentences; and of the whole list.
SHOWN, LISTED = 5, 200


class Counted(NamedTuple):
    """How many records of one kind there are, and the list of just these."""

    kind: str
    number: int
    url: str


class Row(NamedTuple):
    label: str | Promise
    total: int
    counts: list[Counted]


class Waiting(NamedTuple):
    """A record in the list of a reviewer. Where nobody submitted it, as from a fixture, there is no submission."""

    record: Record
    kind: str
    url: str
    state: str
    submission: Submission | None
    since: datetime
    was_edited: bool


def visible_to(user: Any) -> list[type[Record]]:
    return [model for model in RECORD_MODELS if user.has_perm(f"incidents.view_{model._meta.model_name}")]


def dashboard(user: Any) -> dict[str, Any]:
    """What the first page shows this user; the number of queries does not depend on how many records there are."""
    models = visible_to(user)
    if not models:
        return {}
    left = uncovered() if Article in models else Uncovered({}, 0)
    rows = [_row(task, [model for model in task.models if model in models], left) for task in TASKS]
    worst = sorted(left.counts, key=lambda number: (-left.counts[number], number))[:SHOWN]
    articles = Article.objects.in_bulk(worst)
    return {
        "rows": [row for row in rows if row.counts],
        "waiting": _submitted(models, SHOWN),
        "proposals": waiting_proposals(models, SHOWN),
        "review_url": reverse("admin:incidents_submission_changelist"),
        "articles": [(articles[number], left.counts[number], change_url(articles[number])) for number in worst],
        "sentences": sum(left.counts.values()),
        "unread": left.unread,
    }


def _row(task: Task, models: list[type[Record]], left: Uncovered) -> Row:
    """Each number is a query of its own, which the database answers faster than all of them in one."""
    told = []
    for model in models:
        counted = len(left.counts) if task.word == UNCOVERED else _number(task, model)
        url = f"{reverse(f'admin:incidents_{model._meta.model_name}_changelist')}?todo={task.word}"
        name = model._meta.verbose_name if counted == 1 else model._meta.verbose_name_plural
        told.append(Counted(str(name), counted, url))
    return Row(task.label, sum(each.number for each in told), told)


def _number(task: Task, model: type[Record]) -> int:
    return model._default_manager.filter(task.condition(model)).count()


def _submitted(models: list[type[Record]], number: int) -> list[Waiting]:
    """The submissions that have waited longest."""
    rows = Submission.objects.waiting().select_related("by", *OWNERS).order_by("at", "pk")
    hidden = [str(model._meta.model_name) for model in RECORD_MODELS if model not in models]
    for owner in hidden:
        rows = rows.filter(**{f"{owner}__isnull": True})
    return [_waiting(row.record, row) for row in rows[:number]]


def _waiting(record: Record, submission: Submission | None) -> Waiting:
    record.is_submitted = submission is not None  # type: ignore[attr-defined]  # which lists ask the database for
    return Waiting(
        record=record,
        kind=str(record._meta.verbose_name),
        url=change_url(record),
        state=state_of(record),
        submission=submission,
        since=submission.at if submission else record.updated_at,
        was_edited=submission is not None and submission.version != record.version,
    )


def _without_submission(models: list[type[Record]]) -> list[Waiting]:
    return [
        _waiting(record, None)
        for model in models
        for record in model._default_manager.filter(~waits(model), status=Status.IN_REVIEW)[:LISTED]
    ]


@admin.register(Submission)
class SubmissionAdmin(admin.ModelAdmin):  # type: ignore[type-arg]  # not generic when it runs
    """The list of what waits for a reviewer. A submission is made and decided on the page of its record."""

    def get_urls(self) -> list[URLPattern]:
        return [path("", self.admin_site.admin_view(self.changelist_view), name="incidents_submission_changelist")]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return bool(visible_to(request.user))

    def has_module_permission(self, request: HttpRequest) -> bool:
        return self.has_view_permission(request)

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        if not self.has_view_permission(request):
            raise PermissionDenied
        models = visible_to(request.user)
        found = [*_submitted(models, LISTED), *_without_submission(models)]
        context = {
            **self.admin_site.each_context(request),
            "title": _("For review"),
            "proposals": waiting_proposals(models, LISTED),
            "waiting": sorted(found, key=lambda item: item.since)[:LISTED],
            "opts": self.opts,
        }
        return TemplateResponse(request, "admin/incidents/review.html", context)
