from argparse import ArgumentParser
from collections.abc import Iterator
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from incidents.dataset.files import default_folder, read_files
from incidents.dataset.readings.figures import Comparison, compare
from incidents.dataset.readings.first import BadDataset, dataset_of
from incidents.dataset.readings.lines import differences, summary, table
from incidents.dataset.readings.second import BadReading, read_readings


class Command(BaseCommand):
    help = "Say how far a second reading of the texts agrees with the dataset. Reads files only."
    requires_system_checks: list[str] = []  # they ask about the database, and none is needed

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("paths", nargs="*", metavar="PATH", help="Files, or folders (docs/second-reading/).")
        parser.add_argument("--dataset", metavar="FOLDER", help="The fixture files to compare with (fixtures/).")
        shown = parser.add_mutually_exclusive_group()
        shown.add_argument("--markdown", action="store_true", help="Print the figures as the table in curation.md.")
        shown.add_argument("--differences", action="store_true", help="Print every difference, one a line.")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            dataset = dataset_of(read_files([options["dataset"] or default_folder()]))
            found = [compare(reading, dataset) for reading in read_readings(options["paths"], dataset)]
        except (BadDataset, BadReading) as error:
            raise CommandError(str(error)) from error
        for line in _lines(found, options):
            self.stdout.write(line)


def _lines(found: list[Comparison], options: dict[str, Any]) -> Iterator[str]:
    if options["differences"]:
        yield from (line for item in found for line in differences(item))
    else:
        yield from table(found) if options["markdown"] else summary(found)
