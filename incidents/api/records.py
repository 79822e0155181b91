"""What the five resources share: details, as they are or were, and where ids that were withdrawn lead."""

from typing import ClassVar

from drf_spectacular.utils import OpenApiParameter

from eventsapi.rest.caching import dataset_version
from eventsapi.rest.views import StoredDetailView
from incidents.exports import ANY_ANSWER
from incidents.publication.redirects import retraction_reason


class PublicIdConverter:
    """A public id in a path. What is spelt otherwise cannot exist, so it is never looked up."""

    regex = "[a-z0-9-]{1,80}"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


def id_in_path(example: str) -> OpenApiParameter:
    """The id in the address of a record, for the OpenAPI document."""
    schema = {"type": "string", "pattern": f"^{PublicIdConverter.regex}$", "examples": [example]}
    description = "Public id. One that was merged answers 308, one that was retracted 410."
    return OpenApiParameter("id", schema, OpenApiParameter.PATH, description=description)


class RecordDetailView(StoredDetailView):
    """One record of `resource`, of the current version or of a past one."""

    renderer_classes = ANY_ANSWER
    resource: ClassVar[str]
    has_past = True

    def successor(self, slug: str) -> str | None:
        name = (self.resource, slug)
        return dataset_version(self.as_of, [name]).leads_to.get(name)

    def withdrawal(self, slug: str) -> str | None:
        return retraction_reason(self.resource, slug, version=self.as_of)
