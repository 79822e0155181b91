from django.contrib.postgres.fields import ArrayField
from django.db import models
from django_countries import countries

from incidents.models.constraints import COUNTRY_PATTERN, WEB_URL_PATTERN, WIKIDATA_PATTERN, one_of, shaped, stated
from incidents.models.history import tracked
from incidents.models.record import Record
from incidents.models.validators import validate_language, validate_wikidata_id
from incidents.querysets import RecordQuerySet
from incidents.vocabularies import SourceKind, StateControlled


@tracked
class Source(Record):
    """An outlet, agency or organisation that publishes or is cited."""

    name = models.CharField(max_length=200, help_text="The name the source goes by, e.g. The Moscow Times.")
    kind = models.CharField(max_length=20, choices=SourceKind.choices, help_text="What sort of publisher it is.")
    country = models.CharField(
        max_length=2,
        blank=True,
        choices=list(countries),
        help_text="Country the source is based in (ISO 3166-1 alpha-2); empty where the texts do not say.",
    )
    languages = ArrayField(
        models.CharField(max_length=35, validators=[validate_language]),
        default=list,
        blank=True,
        help_text="Languages it publishes in (BCP 47), separated by commas, e.g. de,en.",
    )
    homepage = models.URLField(blank=True, max_length=500, help_text="Address of its home page (http or https).")
    wikidata_id = models.CharField(
        max_length=20,
        blank=True,
        validators=[validate_wikidata_id],
        help_text="Wikidata item, e.g. Q1140187; empty unless certain.",
    )
    description = models.TextField(blank=True, help_text="What it is, in a sentence of our own English words.")
    state_controlled = models.CharField(
        max_length=10,
        choices=StateControlled.choices,
        default=StateControlled.UNKNOWN,
        help_text="Whether a state decides what it publishes.",
    )

    objects = RecordQuerySet.as_manager()

    class Meta(Record.Meta):
        constraints = [
            *Record.Meta.constraints,
            stated("name"),
            one_of("kind", SourceKind),
            one_of("state_controlled", StateControlled),
            shaped("country", COUNTRY_PATTERN),
            shaped("wikidata_id", WIKIDATA_PATTERN),
            shaped("homepage", WEB_URL_PATTERN),
            models.UniqueConstraint(
                fields=["wikidata_id"], condition=~models.Q(wikidata_id=""), name="source_wikidata_id_once"
            ),
        ]

    def __str__(self) -> str:
        return self.name
