"""What the public would read of a record, and what else would change for it."""

import json
from collections import Counter
from collections.abc import Iterable
from typing import Any

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from incidents.admin import refusals
from incidents.admin.batches import with_what_they_rest_on
from incidents.admin.differing import differences, lines
from incidents.models import Record
from incidents.publication.keys import Key
from incidents.publication.snapshots import key_of
from incidents.publication.trial import Consequence, Trial, public_document, try_publishing

# Documents of other records whose differences are written out; all of them are counted.
WRITTEN_OUT = 30


def preview_page(site: admin.AdminSite, request: HttpRequest, record: Record) -> HttpResponse:
    """The record's public document as it would be after publishing it with all it rests on, beside what it is now."""
    batch = with_what_they_rest_on([record])
    trial = try_publishing(batch)
    key = key_of(record)
    own = trial.of(key)
    document = own.after if own else public_document(key)
    context = {
        **site.each_context(request),
        "title": _("Preview of %(record)s") % {"record": record},
        "lines": lines(document, key.resource) if document else [],
        "json": json.dumps(document, indent=2, ensure_ascii=False) if document else "",
        "is_place": key.resource == "places",
        "is_public_now": own is None and document is not None,
        "problems": refusals.rows(trial.problems),
        "back": refusals.change_url(record),
        "record": record,
        "opts": record._meta,
        **consequences(trial, [key_of(each) for each in batch]),
    }
    return TemplateResponse(request, "admin/incidents/preview.html", context)


def consequences(trial: Trial, chosen: Iterable[Key]) -> dict[str, Any]:
    """What the pages say about a trial: the chosen records, and the others whose documents follow them."""
    keys = set(chosen)
    own = [_told(item) for item in trial.consequences if item.key in keys]
    others = [item for item in trial.consequences if item.key not in keys]
    counted = Counter(item.key.resource for item in others)
    return {
        "own_changes": own,
        "others_counted": sorted((pgettext("table", name), number) for name, number in counted.items()),
        "other_changes": [_told(item) for item in others[:WRITTEN_OUT]],
        "others_left_out": max(0, len(others) - WRITTEN_OUT),
        "shows_changes": not trial.problems and not trial.busy,
    }


def _told(item: Consequence) -> dict[str, Any]:
    return {"key": str(item.key), "is_new": item.before is None, "differences": differences(item)}
