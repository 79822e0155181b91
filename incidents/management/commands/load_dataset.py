from argparse import ArgumentParser
from typing import Any

from django.core.management.base import CommandError

from incidents.dataset.load import load
from incidents.dataset.report import counted
from incidents.management.base import DatasetCommand


class Command(DatasetCommand):
    help = "Load fixture files: all of them or nothing. Every fault is named; what changes is printed and published."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("paths", nargs="*", metavar="PATH", help="Files, or folders of *.yaml (fixtures/).")
        parser.add_argument("--dry-run", action="store_true", help="Only say what would be done.")
        parser.add_argument(
            "--prune", action="store_true", help="Delete names, quotes, links … of loaded records that the files lack."
        )

    def handle(self, *args: Any, **options: Any) -> None:
        report = load(options["paths"], dry_run=options["dry_run"], prune=options["prune"])
        for line in report.lines():
            self.stdout.write(line)
        if not report.ok:
            raise CommandError(f"{counted(len(report.faults), 'fault')}; nothing was written.")
