from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.db import models
from django.utils import timezone

from incidents.models.record import Record

# A page that is open says so every twenty seconds, and once a minute where the browser lets hidden pages sleep.
SILENCE = timedelta(seconds=70)


class OpenRecordQuerySet(models.QuerySet["OpenRecord"]):
    def of(self, record: Record) -> "OpenRecordQuerySet":
        return self.filter(kind=record._meta.model_name, number=record.pk)

    def lately(self) -> "OpenRecordQuerySet":
        return self.filter(seen_at__gt=timezone.now() - SILENCE)

    def note(self, record: Record, user: Any) -> None:
        """That the user has the record open now: since this moment, or still."""
        now = timezone.now()
        # Rows of other users are never written, so nobody waits for anybody.
        self.filter(user=user, seen_at__lte=now - SILENCE).delete()
        mine = OpenRecord(kind=str(record._meta.model_name), number=record.pk, user=user, since=now, seen_at=now)
        self.bulk_create(
            [mine], update_conflicts=True, unique_fields=["kind", "number", "user"], update_fields=["seen_at"]
        )

    def others(self, record: Record, user: Any) -> list[tuple[str, datetime]]:
        """Names of the other users who have the record open, with since when, the first one first."""
        found = self.of(record).lately().exclude(user=user).order_by("since", "pk")
        return list(found.values_list(f"user__{get_user_model().USERNAME_FIELD}", "since"))


class OpenRecord(models.Model):
    """That an editor has the page of a record open. A hint for others: it locks nothing and is no history."""

    kind = models.CharField(max_length=30, editable=False, help_text="The sort of record, e.g. claim.")
    number = models.BigIntegerField(editable=False, help_text="The number of the record within its table.")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,
        editable=False,
        related_name="+",
        help_text="Who has it open.",
    )
    since = models.DateTimeField(editable=False, help_text="Since when (UTC).")
    seen_at = models.DateTimeField(editable=False, help_text="When the page last said so (UTC).")

    objects = OpenRecordQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["kind", "number", "user"], name="openrecord_once")]

    def __str__(self) -> str:
        return f"{self.kind} {self.number}"
