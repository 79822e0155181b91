from django.apps import AppConfig
from django.contrib.admin.apps import AdminConfig
from django.utils.translation import gettext_lazy

from eventsapi.desk import borrowed


class AccountsConfig(AppConfig):
    name = "eventsapi.desk"
    verbose_name = gettext_lazy("Log-in codes")

    def ready(self) -> None:
        borrowed.name_tables()


class DeskConfig(AdminConfig):
    default_site = "eventsapi.desk.site.DeskSite"
