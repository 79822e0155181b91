from typing import Any

from incidents.management.base import DatasetCommand
from incidents.publication.models import Change
from incidents.publication.publishing import rebuild
from incidents.publication.version import current


class Command(DatasetCommand):
    help = "Render every published document anew from its snapshot. On a sound database this changes nothing."

    def handle(self, *args: Any, **options: Any) -> None:
        before = current().number
        after = rebuild()
        changed = Change.objects.filter(dataset_version__gt=before).count()
        self.stdout.write(f"{changed} documents changed; dataset version {before} → {after}.")
