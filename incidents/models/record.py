from contextlib import suppress
from typing import Any, Self

from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy

from incidents import dates
from incidents.models.constraints import SLUG_PATTERN, one_of, shaped
from incidents.models.triggers import BOOKKEEPING, BUMP_VERSION, KEEP_PUBLISHED, PERMANENT_SLUG
from incidents.vocabularies import Status


class Record(models.Model):
    """What every curated record shares: a permanent public id, a state, and a version against lost updates."""

    slug = models.CharField(
        max_length=80,
        unique=True,
        db_collation="C",
        validators=[RegexValidator(SLUG_PATTERN, gettext_lazy("Use lower-case letters, digits and single hyphens."))],
        help_text="Public id, permanent once published: lower-case letters, digits and hyphens, at most 80.",
    )
    status = models.CharField(
        max_length=10,
        choices=Status.choices,
        default=Status.DRAFT,
        help_text="Where the record stands between a first draft and the public; moved by publishing and retracting.",
    )
    version = models.PositiveIntegerField(
        default=1,
        editable=False,
        help_text="Rises with every edit of the record or its parts; a save that names an older one is stale.",
    )
    published_version = models.PositiveIntegerField(
        null=True,
        editable=False,
        help_text="The version the public sees; empty until the record is first published.",
    )
    retraction_reason = models.TextField(
        blank=True, editable=False, help_text="Why the record was withdrawn, as the public reads it."
    )
    merged_into = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        editable=False,
        related_name="merged",
        help_text="The record this one turned out to be; its address redirects there.",
    )
    created_at = models.DateTimeField(db_default=Now(), editable=False, help_text="When the record was entered (UTC).")
    updated_at = models.DateTimeField(
        db_default=Now(), editable=False, help_text="When the record or one of its parts was last edited (UTC)."
    )
    note = models.TextField(blank=True, help_text="For editors only: never published.")

    class Meta:
        abstract = True
        ordering = ["slug"]
        # The fifth right covers publishing, retracting and merging: all that the public sees.
        default_permissions = ("add", "change", "delete", "view", "publish")
        constraints = [
            one_of("status", Status),
            shaped("slug", SLUG_PATTERN, optional=False),
            models.CheckConstraint(
                condition=Q(published_version__isnull=True) | Q(status__in=[Status.PUBLISHED, Status.RETRACTED]),
                name="%(class)s_once_public",
                violation_error_message=gettext_lazy(
                    "What was public is published or retracted; it never becomes a draft again."
                ),
            ),
            models.CheckConstraint(
                condition=Q(merged_into__isnull=True) | Q(status=Status.RETRACTED),
                name="%(class)s_merged_is_withdrawn",
                violation_error_message=gettext_lazy("A record that was merged into another stays withdrawn."),
            ),
        ]
        triggers = [BUMP_VERSION, PERMANENT_SLUG, KEEP_PUBLISHED]

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save, then read back the version that the database has given.

        Saving edits the content only. Status and publication are moved by publishing, which the instance may not
        have heard of: it would be undone.
        """
        self.derive()
        if not self._state.adding and kwargs.get("update_fields") is None:
            kwargs["update_fields"] = [
                field.name
                for field in self._meta.concrete_fields
                if not field.primary_key and field.name not in BOOKKEEPING
            ]
        super().save(*args, **kwargs)
        self.refresh_from_db(fields=["version", "created_at", "updated_at"])

    def natural_key(self) -> tuple[str]:
        return (self.slug,)

    @property
    def changed_since_publication(self) -> bool:
        """Whether the public still sees an older version of this published record."""
        return self.status == Status.PUBLISHED and self.version != self.published_version

    def derive(self) -> None:
        """Fill the columns that follow from others (date bounds); the base has none."""

    def clean(self) -> None:
        super().clean()
        # A date that cannot be read has been refused by its field's own validator.
        with suppress(dates.InvalidDate):
            self.derive()

    def derive_bounds(self, field: str) -> Self:
        """Set `<field>_start`, `<field>_end` and `<field>_precision` from the EDTF string in `<field>`."""
        block = dates.parse_optional(getattr(self, field))
        setattr(self, f"{field}_start", block.start)
        setattr(self, f"{field}_end", block.end)
        setattr(self, f"{field}_precision", block.precision)
        return self
