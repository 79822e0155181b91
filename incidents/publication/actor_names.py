"""The names of published actors, as candidates are looked for by a name."""

from django.contrib.postgres.indexes import GinIndex
from django.db import models


class PublishedActorName(models.Model):
    """A spelling by one of its search keys: one with umlauts has two."""

    actor = models.ForeignKey(
        "publication.PublishedActor",
        on_delete=models.CASCADE,
        related_name="spellings",
        help_text="The version of the actor.",
    )
    name = models.CharField(max_length=200, help_text="The name exactly as written.")
    language = models.CharField(max_length=35, blank=True, help_text="Language of the spelling (BCP 47).")
    script = models.CharField(max_length=4, help_text="Script it is written in (ISO 15924).")
    kind = models.CharField(max_length=20, help_text="What sort of name it is.")
    search_key = models.TextField(help_text="The name in lower-case ASCII words.")
    loose_key = models.TextField(help_text="What that shares with other ways to write it in Latin letters.")

    class Meta:
        indexes = [
            # /actors/match/: names that resemble another, and those that are the same but for the romanisation.
            GinIndex(fields=["search_key"], opclasses=["gin_trgm_ops"], name="publishedactorname_search_key"),
            GinIndex(fields=["loose_key"], opclasses=["gin_trgm_ops"], name="publishedactorname_loose_key"),
        ]

    def __str__(self) -> str:
        return self.name
