from typing import Any

from django.conf import settings
from django.contrib.auth.models import User
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder

from incidents.dataset.load import load
from incidents.dataset.report import counted
from incidents.models import RECORD_MODELS
from incidents.publication.publishing import rebuild

EDITOR = "editor"


def applied() -> set[tuple[str, str]]:
    """The migrations that the database has been through."""
    return set(MigrationRecorder(connection).applied_migrations())


class Command(BaseCommand):
    help = "Make a database on one's own machine ready to be served: tables, the dataset, an account to log in with."

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.LOCAL:
            raise CommandError(
                "prepare_local makes an account with a known password, so it only works on one's own machine, where "
                "`python3 dev.py run` sets EVENTSAPI_LOCAL=1. Elsewhere use migrate, load_dataset and createsuperuser."
            )
        self.stdout.write("Bringing the tables up to date …")
        before = applied()
        call_command("migrate", verbosity=0, skip_checks=True)
        self.load()
        if before and applied() != before:
            self.stdout.write("Rendering anew what is published, since the tables have changed …")
            rebuild()
        self.let_in(settings.LOCAL_PASSWORD)

    def load(self) -> None:
        """An editor's own work is never overwritten: the dataset is loaded into an empty database only."""
        records = sum(model._default_manager.count() for model in RECORD_MODELS)
        if records:
            self.stdout.write(
                f"The database holds {records} records already, so the dataset was not loaded. "
                "`python3 dev.py manage load_dataset --dry-run` says how they differ from fixtures/."
            )
            return
        self.stdout.write("Loading the dataset …")
        report = load()
        if not report.ok:
            for line in report.lines():
                self.stdout.write(line)
            raise CommandError(f"fixtures/ has {counted(len(report.faults), 'fault')}, so it was not loaded.")
        self.stdout.write(f"{counted(len(report.published), 'record')} published.")

    def let_in(self, password: str) -> None:
        if not password:
            self.stdout.write("No account was made: `python3 dev.py manage createsuperuser` makes one.")
            return
        editor, _ = User.objects.get_or_create(username=EDITOR, defaults={"is_staff": True, "is_superuser": True})
        # The password that is shown at each start has to work.
        if not editor.check_password(password):
            editor.set_password(password)
            editor.save()
