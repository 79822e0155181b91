"""What each merge did, so that it can be undone: the editors' rows as they were, and the states it left behind."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from incidents.vocabularies import Status


class Merge(models.Model):
    """One merge of two records. Rows of the editors' tables are named by their numbers, which never change."""

    resource = models.CharField(max_length=20, help_text="Which list both are in, e.g. actors.")
    record = models.BigIntegerField(help_text="Number of the record that went.")
    into = models.BigIntegerField(help_text="Number of the record that stayed.")
    reason = models.TextField(help_text="Why, as the public reads it.")
    at = models.DateTimeField(auto_now_add=True, help_text="When it was done (UTC).")
    before = models.BigIntegerField(help_text="Dataset version before the merge.")
    after = models.BigIntegerField(help_text="Dataset version that it brought; the same where it changed none.")
    was = models.CharField(max_length=10, choices=Status.choices, help_text="Status of the record that went.")
    rows = models.JSONField(help_text="The columns that pointed at it, as they were, by model and number of the row.")
    settled = ArrayField(
        models.TextField(), default=list, help_text="Keys (resource:number) of the records that had no edits waiting."
    )
    left = models.JSONField(help_text="Version, status and published version of each record after the merge, by key.")
    undone_at = models.DateTimeField(null=True, help_text="When it was undone (UTC); null while it stands.")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["resource", "record"], condition=Q(undone_at__isnull=True), name="merge_standing_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.resource} {self.record} into {self.into}"
