"""Where a record stands, in the words of the editors' desk."""

from incidents.models import Record
from incidents.vocabularies import Status


def state_of(record: Record) -> str:
    merged_into = getattr(record, "merged_into", None)
    if merged_into is not None:
        return f"Merged into {merged_into}"
    if record.changed_since_publication:
        return "Published, changed since"
    return Status(record.status).label if record.pk else "New: a draft until it is published"
