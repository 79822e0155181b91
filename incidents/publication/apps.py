from django.apps import AppConfig


class PublicationConfig(AppConfig):
    """The public side: the only tables that anonymous clients are served from."""

    name = "incidents.publication"
    label = "publication"
    default_auto_field = "django.db.models.BigAutoField"
    verbose_name = "Published dataset"
