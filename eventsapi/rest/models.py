"""The one table of this package: how many requests each address has made this minute, as all processes know it."""

from django.db import models


class RequestCount(models.Model):
    key = models.CharField(max_length=32, primary_key=True, help_text="Keyed digest of the address and the minute.")
    minute = models.BigIntegerField(db_index=True, help_text="Minutes since 1970 (UTC).")
    used = models.BigIntegerField(help_text="Requests that processes have taken for themselves, made or not yet made.")

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.used} in minute {self.minute}"
