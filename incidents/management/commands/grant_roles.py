from typing import Any

from django.core.management.base import BaseCommand

from incidents import roles


class Command(BaseCommand):
    help = "Makes the groups viewer, curator and reviewer, each with exactly its rights. Run it after migrating."

    def handle(self, *args: Any, **options: Any) -> None:
        roles.grant()
        self.stdout.write(f"The groups {', '.join(roles.ROLES)} have their rights.")
