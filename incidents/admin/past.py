"""The page of a record's history, and the way from there back to an earlier value."""

from functools import partial
from typing import TYPE_CHECKING, Any

from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.db import models
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from incidents.admin.history import entries, events_of, field_of, model_of
from incidents.admin.homes import home_of, owner_number
from incidents.admin.proposing import proposals_about
from incidents.admin.refusals import change_url
from incidents.admin.reverting import NotInForm, can_undo, put_back
from incidents.models import Record, Submission

if TYPE_CHECKING:
    ModelAdmin = admin.ModelAdmin[Any]
else:
    ModelAdmin = admin.ModelAdmin

# So far back no history goes; larger numbers would only make the database count.
LAST_PAGE = 10_000


class HistoryAdmin(ModelAdmin):
    object_history_template = "admin/incidents/history.html"
    # Parts whose history belongs here though they have no table on the page.
    unseen_parts: tuple[type[models.Model], ...] = ()

    def get_urls(self) -> list[URLPattern]:
        revert = self.admin_site.admin_view(self.revert_view)
        own = [path("<path:object_id>/revert/", revert, name=f"incidents_{self.opts.model_name}_revert")]
        return own + super().get_urls()

    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        record = self._record_with_past(request, object_id)
        if record is None:
            return self.no_such_record(request, object_id)
        page = _page(request)
        can_be_undone = partial(can_undo, self.admin_site)
        found, more = entries(record, self._parts(request, record), page=page, can_undo=can_be_undone)
        context = {
            **self.admin_site.each_context(request),
            "title": _("History of %(record)s") % {"record": record},
            "entries": found,
            "proposals": proposals_about(record),
            "newer": page - 1,
            "older": page + 1 if more else 0,
            "may_revert": self.has_change_permission(request, record),
            "object": record,
            "opts": self.opts,
            "module_name": capfirst(self.opts.verbose_name_plural),
        }
        return TemplateResponse(request, self.object_history_template, context)

    def revert_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """The form with an earlier value in it, saved as any other edit: after looking, with a reason and a check."""
        record = self._record_with_past(request, object_id)
        if record is None:
            return self.no_such_record(request, object_id)
        if not self.has_change_permission(request, record):
            raise PermissionDenied
        slug, column = request.POST.get("entry", ""), request.POST.get("column", "")
        parts = self._parts(request, record)
        event = None if "\0" in slug else events_of(record, parts).filter(pgh_slug=slug).first()
        if event is None:
            return HttpResponseRedirect(self._history_of(record))
        try:
            return self.put_back(request, self._owner_of(event, record), event, column)
        except NotInForm as refused:
            self.message_user(request, str(refused), messages.ERROR)
            return HttpResponseRedirect(self._history_of(record))

    def _owner_of(self, event: Any, record: Record) -> Record:
        """On whose page it is typed: a relation of two records is in the history of both, and a row of one."""
        home = home_of(self.admin_site, model_of(event))
        if home is None or home.model_admin is not self:
            return record
        owner: Record | None = self.model._default_manager.filter(pk=owner_number(home, event)).first()
        if owner is None:
            raise NotInForm(_("The record on whose page it was edited was deleted since."))
        return owner

    def put_back(self, request: HttpRequest, record: Record, event: Any, column: str) -> HttpResponse:
        """The form of the record with the value or the row in it; raises NotInForm where there is no place for it."""
        asked = self.asked_for(event, column)
        request.GET = QueryDict(asked)  # as if it were opened at that address
        typed = put_back(self, request, record, event, column)
        request.POST = typed  # type: ignore[assignment]  # as if typed
        of_row = event.pgh_label != "update"
        label = model_of(event)._meta.verbose_name if of_row else field_of(model_of(event), column).verbose_name
        told = _("Put back in the form below: %(field)s.")
        if event.pgh_label == "insert":
            told = _("Taken out in the form below: %(field)s.")
        self.message_user(request, told % {"field": label}, messages.INFO)
        self.warn_before(request, record, typed, event, column)
        return self.changeform_view(request, str(record.pk), f"{change_url(record)}{asked and '?'}{asked}")

    def asked_for(self, event: Any, column: str) -> str:
        """The query of the address at which the form has the field."""
        return ""

    def warn_before(self, request: HttpRequest, record: Record, typed: QueryDict, event: Any, column: str) -> None:
        """Tell what saving the form would bring about, where that is more than the field shows."""

    def _history_of(self, record: Record) -> str:
        return reverse(f"admin:incidents_{self.opts.model_name}_history", args=[record.pk])

    def no_such_record(self, request: HttpRequest, object_id: str) -> HttpResponse:
        told = _("There is no %(kind)s no. %(number)s. Perhaps it was deleted.")
        named = {"kind": self.opts.verbose_name, "number": unquote(object_id)}
        self.message_user(request, told % named, messages.WARNING)
        return HttpResponseRedirect(reverse(f"admin:incidents_{self.opts.model_name}_changelist"))

    def _record_with_past(self, request: HttpRequest, object_id: str) -> Record | None:
        record: Record | None = ModelAdmin.get_object(self, request, unquote(object_id))
        if record is not None and not self.has_view_or_change_permission(request, record):
            raise PermissionDenied
        return record

    def _parts(self, request: HttpRequest, record: Record) -> list[type[models.Model]]:
        tables = [inline.model for inline in self.get_inline_instances(request, record)]
        return list(dict.fromkeys([*tables, *self.unseen_parts, Submission]))


def _page(request: HttpRequest) -> int:
    asked = request.GET.get("p", "")
    return min(max(int(asked), 1), LAST_PAGE) if asked.isascii() and asked.isdigit() and len(asked) < 9 else 1
