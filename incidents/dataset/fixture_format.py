"""Django's `yaml` format for the dataset: what `loaddata` and `dumpdata` read and write.

Derived fields are filled on reading and left out on writing. `loaddata` checks less than `load_dataset` (the database
still refuses what breaks its rules) and publishes nothing; `load_dataset` afterwards publishes what it loaded.
"""

from collections.abc import Iterable, Iterator
from hashlib import sha256
from io import StringIO
from typing import Any

from django.core.serializers import base, python
from django.db import DEFAULT_DB_ALIAS
from django.db.models import ForeignKey, ManyToManyField, Model

from incidents import dates
from incidents.dataset.documents import NoText, read_document
from incidents.dataset.rows import Row, read_rows
from incidents.dataset.schema import SPEC_OF
from incidents.dataset.stored import stored
from incidents.dataset.yaml_writer import document
from incidents.models import Article, Record

# What publishing and the database keep about a record; a file says nothing about it.
KEPT = ("version", "published_version", "created_at", "updated_at")
# What a file says about a record that the public has never seen.
DECIDED = ("status", "retraction_reason", "merged_into_id")


class Serializer(base.Serializer):
    """Rows of the dataset's models, in natural keys."""

    internal_use_only = False

    def serialize(self, queryset: Iterable[Model], *, stream: Any = None, **options: Any) -> Any:
        """Write the objects, those of one model together. Raises SerializationError for other models."""
        self.stream = stream or StringIO()
        ids: dict[type[Model], list[Any]] = {}
        for instance in queryset:
            ids.setdefault(type(instance), []).append(instance.pk)
        for model in ids:
            if model not in SPEC_OF:
                raise base.SerializationError(f"{model._meta.label} is no model of the dataset: dump it as json.")
        for model, keys in ids.items():
            rows = stored(SPEC_OF[model], model._default_manager.filter(pk__in=keys))
            rows.sort(key=lambda row: [str(part) for part in row.key])
            self.stream.write(document((row.spec, row.values) for row in rows))
        return self.getvalue()


class Deserializer(python.Deserializer):
    """Objects as `loaddata` saves them. Raises DeserializationError with every fault of the file's shape."""

    def __init__(self, stream_or_string: Any, **options: Any) -> None:
        content = stream_or_string.read() if hasattr(stream_or_string, "read") else stream_or_string
        name = str(getattr(stream_or_string, "name", "fixture"))
        rows, faults = read_rows(name, content.encode() if isinstance(content, str) else content)
        if faults:
            raise base.DeserializationError("\n".join(str(fault) for fault in faults))
        self._database = str(options.get("using", DEFAULT_DB_ALIAS))
        super().__init__([_as_django(row) for row in rows], **options)

    def _handle_object(self, obj: dict[str, Any]) -> Iterator[base.DeserializedObject]:
        for made in super()._handle_object(obj):  # type: ignore[misc]  # missing from the stubs
            _complete(made.object, using=self._database)
            yield made


def _as_django(row: Row) -> dict[str, Any]:
    return {"model": row.spec.label, "fields": {name: _plain(row, name) for name in row.lines}}


def _plain(row: Row, name: str) -> Any:
    value = row.values[name]
    match row.spec.fields[name]:
        case ManyToManyField():
            return [[slug] for slug in value or ()]  # type: ignore[union-attr]  # a tuple, by its field
        case ForeignKey():
            return [value] if value else None
    return list(value) if isinstance(value, tuple) else value


def _complete(instance: Any, *, using: str) -> None:
    """Fill what the file leaves out, as saving it in a form would."""
    try:
        if isinstance(instance, Article):
            instance.text = read_document(instance.document)
            # The database computes it too, but only after it has taken an empty one for an edit.
            instance.text_sha256 = sha256(instance.text.encode()).hexdigest()
        if hasattr(instance, "derive"):
            instance.derive()
    except (NoText, dates.InvalidDate) as error:
        raise base.DeserializationError(f"{instance._meta.label} {instance.natural_key()}: {error}") from error
    if isinstance(instance, Record) and instance.pk:
        before = type(instance)._default_manager.using(using).get(pk=instance.pk)
        for name in KEPT if before.published_version is None else KEPT + DECIDED:
            setattr(instance, name, getattr(before, name))
