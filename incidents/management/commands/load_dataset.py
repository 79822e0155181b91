import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError

from incidents.dataset.bulk.loading import BulkReport, load_bundle
from incidents.dataset.bulk.progress import Progress
from incidents.dataset.bulk.staging import sorted_out
from incidents.dataset.load import load
from incidents.dataset.report import Report, counted
from incidents.management.base import DatasetCommand


class Command(DatasetCommand):
    help = (
        "Load fixture files: all of them or nothing. Every fault is named; what changes is printed and published. "
        "JSON Lines take the bulk path of docs/bulk.md."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "paths", nargs="*", metavar="PATH", help="Files, or folders of *.yaml, or else of *.jsonl (fixtures/)."
        )
        parser.add_argument("--dry-run", action="store_true", help="Only say what would be done.")
        parser.add_argument(
            "--prune", action="store_true", help="Delete names, quotes, links … of loaded records that the files lack."
        )
        parser.add_argument(
            "--processes",
            type=int,
            default=2,
            metavar="N",
            help="How many processes render a bundle of JSON Lines (2).",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        paths, dry_run = [Path(path) for path in options["paths"]], options["dry_run"]
        bundle, others = sorted_out(paths)
        if bundle and (others or options["prune"]):
            raise CommandError("JSON Lines only add: load them without --prune, and YAML by a command of its own.")
        report: Report | BulkReport
        if bundle:
            progress = Progress(sys.stderr)
            report = load_bundle(bundle, dry_run=dry_run, progress=progress, processes=options["processes"])
        else:
            report = load(paths, dry_run=dry_run, prune=options["prune"])
        for line in report.lines():
            self.stdout.write(line)
        if not report.ok:
            raise CommandError(f"{counted(report.fault_count, 'fault')}; nothing was written.")
