from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError

from incidents.dataset.export import TextsDiffer, export
from incidents.dataset.files import default_folder
from incidents.management.base import DatasetCommand


class Command(DatasetCommand):
    help = "Write the dataset into fixture files, byte for byte the same where nothing has changed."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("folder", nargs="?", metavar="DIR", help="Where to write them (fixtures/).")

    def handle(self, *args: Any, **options: Any) -> None:
        folder = Path(options["folder"]) if options["folder"] else default_folder()
        try:
            done = export(folder)
        except TextsDiffer as error:
            raise CommandError(f"{error} No file was written.") from error
        except OSError as error:
            raise CommandError(f"{error.filename} cannot be written: {error.strerror}.") from error
        for name in done.written:
            self.stdout.write(f"written: {name}")
        for name in done.removed:
            self.stdout.write(f"removed, since it would hold nothing: {name}")
        for name in done.unpublished:
            self.stdout.write(f"written with edits that are not published yet: {name}")
        self.stdout.write(f"{len(done.written)} files written, {len(done.unchanged)} as before.")
