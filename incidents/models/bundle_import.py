from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now


class BundleImport(models.Model):
    """A bundle that an editor has uploaded: first looked at, then imported or left. What it changed is in the history
    of the records."""

    file_name = models.CharField(max_length=200, editable=False, help_text="What the file was called.")
    sha256 = models.CharField(max_length=64, editable=False, help_text="Of the file, in hexadecimal digits.")
    content = models.BinaryField(null=True, editable=False, help_text="The file, until it is imported.")
    reason = models.TextField(help_text="Why it is imported. Kept in the history of each record that it changes.")
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        editable=False,
        related_name="+",
        help_text="Who uploaded it.",
    )
    uploaded_at = models.DateTimeField(db_default=Now(), editable=False, help_text="When it was uploaded (UTC).")
    imported_at = models.DateTimeField(null=True, editable=False, help_text="When it was imported (UTC).")
    created = models.PositiveIntegerField(default=0, editable=False, help_text="Rows that it added.")
    changed = models.PositiveIntegerField(default=0, editable=False, help_text="Rows that it changed.")

    class Meta:
        # Whoever may write all records may import them.
        default_permissions = ()
        ordering = ["-uploaded_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(content__isnull=True) | Q(imported_at__isnull=True), name="bundle_kept_until_imported"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.file_name}, {self.uploaded_at:%Y-%m-%d %H:%M}"
