"""Rows that are kept per version of the dataset: what is public now, and what was at a past version."""

from typing import Self, TypeVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

M = TypeVar("M", bound=models.Model, covariant=True)
CURRENT = Q(valid_to__isnull=True)


class VersionedQuerySet(models.QuerySet[M]):
    def current(self) -> Self:
        """What is public now."""
        return self.filter(CURRENT)

    def as_of(self, version: int) -> Self:
        """What was public at a past version of the dataset."""
        return self.filter(Q(valid_to__isnull=True) | Q(valid_to__gt=version), valid_from__lte=version)


class Versioned(models.Model):
    valid_from = models.BigIntegerField(help_text="Dataset version that brought this row.")
    valid_to = models.BigIntegerField(null=True, help_text="Dataset version that replaced it; null while current.")

    objects = VersionedQuerySet.as_manager()

    class Meta:
        abstract = True


def slug_list(help_text: str) -> "ArrayField[list[str], list[str]]":
    return ArrayField(models.TextField(), default=list, help_text=help_text)
