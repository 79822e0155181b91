from django.apps import AppConfig
from django.core import checks

from eventsapi.rest.checks import check_database, check_migrations


class RestConfig(AppConfig):
    """Makes the checks, the table, the template and the static file of this package known to Django."""

    name = "eventsapi.rest"
    label = "rest"
    verbose_name = "REST manners"

    def ready(self) -> None:
        checks.register(check_database, checks.Tags.database)
        checks.register(check_migrations, checks.Tags.database, deploy=True)
