from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from eventsapi.rest.documentation import openapi_document
from eventsapi.rest.promises import promises

FILE = "docs/api-promises.txt"
COMMAND = "python3 dev.py manage promise_api"
HEADING = f"""\
# What version 1 of the API has promised, a line each. docs/api-promise.md says in words what that means.
# Lines are added by: {COMMAND}
"""


class Command(BaseCommand):
    help = f"Adds to {FILE} what the API newly promises; fails, naming it, where it no longer keeps what it promised."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--check", action="store_true", help="write nothing, and fail where a promise is missing")

    def handle(self, *args: Any, check: bool, **options: Any) -> None:
        path = settings.BASE_DIR / FILE
        written = path.read_text(encoding="utf-8").splitlines() if path.exists() else []
        promised = {line for line in written if line and not line.startswith("#")}
        made = set(promises(openapi_document()))
        broken, new = sorted(promised - made), sorted(made - promised)
        if broken:
            raise CommandError("\n".join([f"The API no longer keeps what {FILE} promises:", *broken]))
        if check and new:
            raise CommandError("\n".join([f"Not yet in {FILE}; write it with {COMMAND}:", *new]))
        if not check:
            path.write_text(HEADING + "".join(f"{line}\n" for line in sorted(promised | made)), encoding="utf-8")
        self.stdout.write(f"{len(made)} promises in {FILE}, {0 if check else len(new)} of them new.")
