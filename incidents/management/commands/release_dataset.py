from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError

from incidents.management.base import DatasetCommand
from incidents.publication.documents.shared import API_ROOT
from incidents.publication.moments import one_moment
from incidents.releases.arrow import arrow
from incidents.releases.releasing import NotReleased, release, version_to_release


class Command(DatasetCommand):
    help = "Write a version of the public dataset into files that never change: JSON Lines, Parquet, checksums."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("directory", metavar="DIR", type=Path, help="Where to put the folder of the release.")
        parser.add_argument("--as-of", metavar="VERSION", type=int, help="A past version (the newest).")
        parser.add_argument("--address", metavar="URL", default="", help="Where the API is served, for the citation.")

    def handle(self, *args: Any, **options: Any) -> None:
        if arrow is None:
            raise CommandError("Parquet is written by pyarrow, which is not installed here: pip install pyarrow.")
        address = f"{options['address'].rstrip('/')}{API_ROOT}/dataset/" if options["address"] else ""
        try:
            with one_moment():
                version = version_to_release(options["as_of"])
                made = release(version, directory=options["directory"], address=address)
        except NotReleased as error:
            raise CommandError(str(error)) from error
        except OSError as error:
            raise CommandError(f"{error.filename}: {error.strerror}. There is no release.") from error
        self.stdout.write(f"Version {version.number} is in {made}.")
