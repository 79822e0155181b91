"""Public ids that were withdrawn: where a merged one leads, and why a retracted one is gone."""

from collections.abc import Collection
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db.models import BigIntegerField, Func, JSONField, TextField
from django.db.models.functions import Cast

from incidents.publication.models import Withdrawal

# A resource and a public id in it.
Name = tuple[str, str]


class StandingFor(Func):
    """SQL: the merged ones among names, at a past version if one is given, with the ids that stand for them.

    A list of [resource, id, id at the end of the chain of merges]. The migration that makes the function says how.
    """

    function = "publication_standing_for"
    output_field = JSONField()

    def __init__(self, resources: Any, slugs: Any, version: Any) -> None:
        texts = ArrayField(TextField())
        super().__init__(Cast(resources, texts), Cast(slugs, texts), Cast(version, BigIntegerField()))


def apart(names: Collection[Name]) -> tuple[list[str], list[str]]:
    """The resources, and the ids in them."""
    resources, slugs = ([name[part] for name in sorted(names)] for part in (0, 1))
    return resources, slugs


def retraction_reason(resource: str, slug: str, *, version: int | None = None) -> str | None:
    """The published reason why the id was retracted; None where it was not, or not yet at the past version."""
    withdrawn = Withdrawal.objects.current() if version is None else Withdrawal.objects.as_of(version)
    return withdrawn.filter(resource=resource, slug=slug).values_list("reason", flat=True).first()
