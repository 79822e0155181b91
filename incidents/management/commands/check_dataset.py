from argparse import ArgumentParser
from collections.abc import Iterable
from typing import Any

from django.core.management.base import CommandError

from incidents.dataset.citing import uncited
from incidents.dataset.coverage import contradictions, coverage_lines, coverage_of
from incidents.dataset.load import load
from incidents.dataset.published_quotes import published_quotes
from incidents.dataset.report import counted, fault_lines
from incidents.management.base import DatasetCommand


class Command(DatasetCommand):
    help = (
        "Check fixture files as load_dataset does, that articles cite what their claims came through, and every "
        "published quote against its text. Writes nothing."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("paths", nargs="*", metavar="PATH", help="Files, or folders of *.yaml (fixtures/).")
        parser.add_argument(
            "--coverage",
            action="store_true",
            help="Also name every sentence of the articles that is neither in the evidence of a published claim nor "
            "marked as a passage, and every passage that a claim rests on. Counts what the files given hold.",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        report = load(options["paths"], dry_run=True)
        quotes = list(published_quotes())
        faults = [*report.faults, *uncited(report.files), *(fault for _, fault in quotes if fault)]
        found = coverage_of(report.files) if options["coverage"] else []
        if options["coverage"]:
            faults += contradictions(report.files)
            self._write(coverage_lines(found))
        self._write(fault_lines(faults))
        gaps = sum(len(item.gaps) for item in found)
        if faults or gaps:
            raise CommandError(_verdict(len(faults), gaps))
        rows = len(report.plan.changes) + report.plan.unchanged
        self.stdout.write(f"{rows} rows of the files are sound; {len(quotes)} published quotes stand in their texts.")

    def _write(self, lines: Iterable[str]) -> None:
        for line in lines:
            self.stdout.write(line)


def _verdict(faults: int, gaps: int) -> str:
    told = [f"{counted(faults, 'fault')}."] if faults else []
    told += [f"{counted(gaps, 'sentence')} not accounted for."] if gaps else []
    return " ".join(told)
