from typing import Any

from django.conf import settings

from incidents.figures import describe
from incidents.management.base import DatasetCommand


class Command(DatasetCommand):
    help = "Counts the tables of docs/dataset.md anew from what is published."

    def handle(self, *args: Any, **options: Any) -> None:
        path = settings.BASE_DIR / "docs" / "dataset.md"
        path.write_text(describe(path.read_text(encoding="utf-8")), encoding="utf-8")
        self.stdout.write(f"Wrote {path.relative_to(settings.BASE_DIR)}.")
