from typing import Any

from incidents.management.base import DatasetCommand
from incidents.publication.models import Change
from incidents.publication.moments import one_moment
from incidents.publication.publishing import rebuild, unsound
from incidents.publication.version import current


class Command(DatasetCommand):
    help = "Render every published document anew from its snapshot. On a sound database this changes nothing."

    def handle(self, *args: Any, **options: Any) -> None:
        # Others publish while all is looked at, and wait only while what would change is looked at again.
        with one_moment():
            suspected = unsound()
        before = current().number
        after = rebuild(suspected)
        changed = Change.objects.filter(dataset_version__gt=before).count()
        self.stdout.write(f"{changed} documents changed; dataset version {before} → {after}.")
