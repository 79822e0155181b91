from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from incidents.dataset.load import load
from incidents.dataset.published_quotes import published_quotes
from incidents.dataset.report import counted, fault_lines


class Command(BaseCommand):
    help = "Check fixture files as load_dataset does, and every published quote against its text. Writes nothing."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("paths", nargs="*", metavar="PATH", help="Files, or folders of *.yaml (fixtures/).")

    def handle(self, *args: Any, **options: Any) -> None:
        report = load(options["paths"], dry_run=True)
        quotes = list(published_quotes())
        faults = [*report.faults, *(fault for _, fault in quotes if fault)]
        for line in fault_lines(faults):
            self.stdout.write(line)
        if faults:
            raise CommandError(f"{counted(len(faults), 'fault')}.")
        rows = len(report.plan.changes) + report.plan.unchanged
        self.stdout.write(f"{rows} rows of the files are sound; {len(quotes)} published quotes stand in their texts.")
