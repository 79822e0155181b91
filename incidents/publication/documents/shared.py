"""Shapes that several documents share: references, dates, and the words that open every list."""

from datetime import UTC
from typing import Any

from drf_spectacular.utils import extend_schema_serializer
from rest_framework import serializers

from incidents.publication.keys import Snapshot
from incidents.publication.world import Reader
from incidents.vocabularies import DatePrecision

API_ROOT = "/api/v1"


def url_of(resource: str, slug: str) -> str:
    return f"{API_ROOT}/{resource}/{slug}/"


def ref(reader: Reader, resource: str, slug: str) -> dict[str, str]:
    """The record as others refer to it: `id`, `name` or `title`, and `url`."""
    label, field = LABELS[resource]
    return {"id": slug, label: reader.get(resource, slug)[field], "url": url_of(resource, slug)}


def optional_ref(reader: Reader, resource: str, slug: str | None) -> dict[str, str] | None:
    return ref(reader, resource, slug) if slug else None


def opening(resource: str, slug: str) -> Snapshot:
    return {"id": slug, "url": url_of(resource, slug)}


# How a reference names its record, and which part of the snapshot says so.
LABELS = {
    "sources": ("name", "name"),
    "actors": ("name", "name"),
    "articles": ("title", "title"),
    "events": ("title", "title"),
    "claims": ("title", "statement"),
}


class IdField(serializers.CharField):
    """A public id."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(help_text="Permanent public id.", **kwargs)


class UrlField(serializers.CharField):
    """Path of the record's own answer, to be resolved against the address of the request."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(help_text="Path of the record, relative to the server.", **kwargs)


class UpdatedAtField(serializers.DateTimeField):
    """When the answer last changed, in UTC whatever the server's time zone."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(default_timezone=UTC, help_text="When this answer last changed (UTC).", **kwargs)


@extend_schema_serializer(component_name="NamedRef")
class NamedRefSerializer(serializers.Serializer[Any]):
    """A reference to a source or an actor."""

    id = IdField()
    name = serializers.CharField(help_text="Its name.")
    url = UrlField()


@extend_schema_serializer(component_name="TitledRef")
class TitledRefSerializer(serializers.Serializer[Any]):
    """A reference to an article, an event or a claim."""

    id = IdField()
    title = serializers.CharField(help_text="Its title; for a claim, its statement.")
    url = UrlField()


@extend_schema_serializer(component_name="DateBlock")
class DateBlockSerializer(serializers.Serializer[Any]):
    """A date and how much of it is known."""

    edtf = serializers.CharField(allow_null=True, help_text="The date as stated (EDTF); null where none is.")
    start = serializers.DateField(allow_null=True, help_text="First possible day, inclusive; null where open.")
    end = serializers.DateField(allow_null=True, help_text="Last possible day, inclusive; null where open.")
    precision = serializers.ChoiceField(choices=DatePrecision.choices, help_text="How precise the date is.")
    note = serializers.CharField(allow_null=True, help_text="How a relative or uncertain date was resolved.")
