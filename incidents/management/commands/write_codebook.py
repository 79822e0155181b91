from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from incidents.codebook import codebook


class Command(BaseCommand):
    help = "Writes docs/codebook.md from the models and vocabularies."

    def handle(self, *args: Any, **options: Any) -> None:
        path = settings.BASE_DIR / "docs" / "codebook.md"
        path.write_text(codebook(), encoding="utf-8")
        self.stdout.write(f"Wrote {path.relative_to(settings.BASE_DIR)}.")
