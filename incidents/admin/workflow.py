"""What the page of every record shows of its way to the public, and the further pages on that way."""

from typing import Any

from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import URLPattern, path

from incidents.admin import refusals
from incidents.admin.batches import with_what_they_rest_on
from incidents.admin.past import HistoryAdmin
from incidents.admin.preview import consequences, preview_page
from incidents.admin.proposing import proposals_about
from incidents.admin.stepping import SEND_BACK, SUBMIT, Step, step_page
from incidents.models import Outcome, ProposalOutcome, Record, Submission, waits
from incidents.publication.snapshots import key_of
from incidents.publication.trial import Trial, try_publishing
from incidents.vocabularies import Status


class WorkflowAdmin(HistoryAdmin):
    """Draft, in review, published, retracted: where the record stands, and what leads on from there."""

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        records: QuerySet[Any] = super().get_queryset(request)
        annotated: QuerySet[Any] = records.annotate(is_submitted=waits(self.model))
        return annotated

    def get_urls(self) -> list[URLPattern]:
        name = f"incidents_{self.opts.model_name}"
        wrap = self.admin_site.admin_view
        own = [
            path("<path:object_id>/preview/", wrap(self.preview_view), name=f"{name}_preview"),
            path("<path:object_id>/submit/", wrap(self.submit_view), name=f"{name}_submit"),
            path("<path:object_id>/send_back/", wrap(self.send_back_view), name=f"{name}_send_back"),
        ]
        return own + super().get_urls()

    def read(self, request: HttpRequest, object_id: str) -> Record | None:
        """The record to look at: get_object locks it for whoever sends a form."""
        found: Record | None = super().get_object(request, unquote(object_id))
        return found

    def preview_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        record = self.read(request, object_id)
        if record is None:
            return self.no_such_record(request, object_id)
        if not self.has_view_or_change_permission(request, record):
            raise PermissionDenied
        return preview_page(self.admin_site, request, record)

    def submit_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        return self._step(request, object_id, SUBMIT)

    def send_back_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        return self._step(request, object_id, SEND_BACK)

    def _step(self, request: HttpRequest, object_id: str, step: Step) -> HttpResponse:
        record = self.read(request, object_id)
        if record is None:
            return self.no_such_record(request, object_id)
        if not self.has_change_permission(request, record):
            raise PermissionDenied
        url = refusals.change_url(record)
        return step_page(self.admin_site, request, step, [record], hidden={}, back=url) or HttpResponseRedirect(url)

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        record = kwargs.get("obj")
        if record is not None:
            context |= {**_review_of(record), **self.changes_of(record)}
        return super().render_change_form(request, context, *args, **kwargs)

    def changes_of(self, record: Record) -> dict[str, Any]:
        """What publishing the record would change, where the public sees an older version of it."""
        if not record.changed_since_publication:
            return {}
        return told(try_publishing(with_what_they_rest_on([record]), wait=False), record)


def told(trial: Trial, record: Record) -> dict[str, Any]:
    """A trial as the page of the record shows it."""
    return {
        "is_changed": record.changed_since_publication,
        "is_busy": trial.busy,
        "standing_problems": len(trial.problems),
        **consequences(trial, [key_of(record)]),
    }


def _review_of(record: Record) -> dict[str, Any]:
    """The last submission, where it waits or was sent back and the public does not see that version anyway."""
    last = Submission.objects.of(record).select_related("by", "decided_by").last()
    fresh = last is not None and last.version > (record.published_version or 0) and record.status != Status.RETRACTED
    waiting = fresh and last is not None and last.outcome == Outcome.WAITING
    is_hidden = record.status in (Status.DRAFT, Status.IN_REVIEW)
    return {
        "submission": last if waiting else None,
        "proposed": [each for each in proposals_about(record) if each.row.outcome == ProposalOutcome.WAITING],
        "sent_back": last if fresh and last is not None and last.outcome == Outcome.SENT_BACK else None,
        "was_edited_since": waiting and last is not None and last.version != record.version,
        "can_submit": (is_hidden or record.changed_since_publication)
        and not (waiting and last is not None and last.version == record.version),
        "can_send_back": waiting or record.status == Status.IN_REVIEW,
    }
