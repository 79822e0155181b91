from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy
from django_countries import countries

from incidents.models.constraints import COUNTRY_PATTERN, SUBDIVISION_PATTERN, WIKIDATA_PATTERN, shaped, stated
from incidents.models.history import tracked
from incidents.models.record import Record
from incidents.models.validators import validate_subdivision, validate_wikidata_id
from incidents.querysets import RecordQuerySet
from incidents.vocabularies import PlacePrecision


@tracked
class Place(Record):
    """Where something happened, with how precisely that is known. Published inside events, not on its own."""

    name = models.CharField(max_length=200, help_text="Name in English, e.g. Kyiv.")
    country = models.CharField(
        max_length=2,
        blank=True,
        choices=list(countries),
        help_text="Country it lies in (ISO 3166-1 alpha-2); empty on the high seas.",
    )
    admin1 = models.CharField(
        max_length=6,
        blank=True,
        validators=[validate_subdivision],
        help_text="First-order subdivision (ISO 3166-2), e.g. UA-51 for Odesa region.",
    )
    latitude = models.DecimalField(
        max_digits=8,
        decimal_places=5,
        null=True,
        blank=True,
        validators=[MinValueValidator(-90), MaxValueValidator(90)],
        help_text="Degrees north (WGS 84), or empty.",
    )
    longitude = models.DecimalField(
        max_digits=8,
        decimal_places=5,
        null=True,
        blank=True,
        validators=[MinValueValidator(-180), MaxValueValidator(180)],
        help_text="Degrees east (WGS 84), or empty.",
    )
    precision = models.PositiveSmallIntegerField(
        choices=PlacePrecision.choices,
        help_text="How precisely the place is known (UCDP where_prec): 1 exact … 6 country, 7 none.",
    )
    wikidata_id = models.CharField(
        max_length=20,
        blank=True,
        validators=[validate_wikidata_id],
        help_text="Wikidata item, e.g. Q1899 for Kyiv; empty unless certain.",
    )

    objects = RecordQuerySet.as_manager()

    class Meta(Record.Meta):
        constraints = [
            *Record.Meta.constraints,
            stated("name"),
            shaped("country", COUNTRY_PATTERN),
            shaped("admin1", SUBDIVISION_PATTERN),
            shaped("wikidata_id", WIKIDATA_PATTERN),
            models.CheckConstraint(condition=Q(precision__range=(1, 7)), name="place_precision_word"),
            models.CheckConstraint(
                condition=Q(latitude__isnull=True, longitude__isnull=True)
                | Q(
                    latitude__isnull=False,
                    longitude__isnull=False,
                    latitude__range=(-90, 90),
                    longitude__range=(-180, 180),
                ),
                name="place_coordinates_paired",
                violation_error_message=gettext_lazy("Give both latitude and longitude, or neither."),
            ),
            models.CheckConstraint(
                condition=Q(precision__lt=6) | Q(latitude__isnull=True),
                name="place_no_false_point",
                violation_error_message=gettext_lazy(
                    "A place known only by country (precision 6 or 7) must have no coordinates."
                ),
            ),
            models.UniqueConstraint(
                fields=["wikidata_id"], condition=~Q(wikidata_id=""), name="place_wikidata_id_once"
            ),
        ]

    def __str__(self) -> str:
        return self.name
