"""Where a record stands, in the words of the editors' desk."""

from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from incidents.models import Record
from incidents.vocabularies import Status


def within(label: str | Promise) -> str:
    """A label inside a sentence. Only English has its nouns begin with a small letter there."""
    return str(label).lower() if get_language() == "en" else str(label)


def state_of(record: Record) -> str:
    """Where it stands; lists ask at once for all their rows whether an edit was submitted (see workflow.py)."""
    merged_into = getattr(record, "merged_into", None)
    if merged_into is not None:
        return _("Merged into %(record)s") % {"record": merged_into}
    if record.changed_since_publication:
        submitted = getattr(record, "is_submitted", False)
        return _("Published, changes in review") if submitted else _("Published, changed since")
    return str(Status(record.status).label) if record.pk else _("New: a draft until it is published")
