from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy
from django_countries import countries

from incidents import names
from incidents.models.constraints import (
    COUNTRY_PATTERN,
    LANGUAGE_PATTERN,
    SCRIPT_PATTERN,
    WIKIDATA_PATTERN,
    one_of,
    shaped,
    stated,
)
from incidents.models.history import tracked
from incidents.models.record import Record
from incidents.models.triggers import touches
from incidents.models.validators import validate_edtf, validate_language, validate_script, validate_wikidata_id
from incidents.querysets import ActorNameQuerySet, ActorQuerySet, AffiliationQuerySet
from incidents.vocabularies import ActorKind, NameKind, Sector


@tracked
class Actor(Record):
    """A person, state, organisation or group that acts or speaks."""

    name = models.CharField(max_length=200, help_text="The name shown, in English usage, e.g. Ilham Aliyev.")
    kind = models.CharField(max_length=30, choices=ActorKind.choices, help_text="What sort of actor it is.")
    country = models.CharField(
        max_length=2,
        blank=True,
        choices=list(countries),
        help_text="Country it belongs to (ISO 3166-1 alpha-2); empty for international bodies.",
    )
    wikidata_id = models.CharField(
        max_length=20,
        blank=True,
        validators=[validate_wikidata_id],
        help_text="Wikidata item, e.g. Q227 for Azerbaijan; empty unless certain.",
    )
    sectors = ArrayField(
        models.CharField(max_length=3, choices=Sector.choices),
        default=list,
        blank=True,
        help_text="PLOVER sector codes, separated by commas, e.g. GOV,MIL.",
    )
    description = models.TextField(blank=True, help_text="Who it is, in a sentence of our own English words.")

    objects = ActorQuerySet.as_manager()

    class Meta(Record.Meta):
        constraints = [
            *Record.Meta.constraints,
            stated("name"),
            one_of("kind", ActorKind),
            shaped("country", COUNTRY_PATTERN),
            shaped("wikidata_id", WIKIDATA_PATTERN),
            models.CheckConstraint(condition=Q(sectors__contained_by=list(Sector.values)), name="actor_sectors_word"),
            models.UniqueConstraint(
                fields=["wikidata_id"], condition=~Q(wikidata_id=""), name="actor_wikidata_id_once"
            ),
        ]

    def __str__(self) -> str:
        return self.name


@tracked
class ActorName(models.Model):
    """One spelling of an actor's name, in whichever script and form it occurs."""

    actor = models.ForeignKey(Actor, on_delete=models.CASCADE, related_name="names", help_text="Who goes by this name.")
    name = models.CharField(max_length=200, help_text="The name exactly as written, e.g. Алієв.")
    language = models.CharField(
        max_length=35,
        blank=True,
        validators=[validate_language],
        help_text="Language of the spelling (BCP 47), e.g. uk; empty where it is no one's in particular.",
    )
    script = models.CharField(
        max_length=4, validators=[validate_script], help_text="Script it is written in (ISO 15924), e.g. Cyrl."
    )
    kind = models.CharField(max_length=20, choices=NameKind.choices, help_text="What sort of name it is.")
    search_key = models.CharField(
        max_length=600,
        editable=False,
        help_text="Derived: the name in lower-case ASCII, as searches compare it.",
    )

    objects = ActorNameQuerySet.as_manager()

    class Meta:
        ordering = ["kind", "name"]
        constraints = [
            stated("name"),
            one_of("kind", NameKind),
            shaped("language", LANGUAGE_PATTERN),
            shaped("script", SCRIPT_PATTERN, optional=False),
            models.UniqueConstraint(fields=["actor", "name", "language"], name="actorname_once"),
        ]
        indexes = [
            # The admin's search by any spelling, typing errors included.
            GinIndex(fields=["search_key"], opclasses=["gin_trgm_ops"], name="actorname_search_key"),
        ]
        triggers = [touches("incidents_actor", "actor_id")]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: object, **kwargs: object) -> None:
        self.derive()
        super().save(*args, **kwargs)  # type: ignore[arg-type]  # handed on as they came

    def derive(self) -> None:
        """Fill the search key."""
        self.search_key = " ".join(names.search_keys(self.name))

    def natural_key(self) -> tuple[str, str, str]:
        return (self.actor.slug, self.name, self.language)


@tracked
class Affiliation(models.Model):
    """That a person holds or held a role at a state or organisation."""

    person = models.ForeignKey(
        Actor, on_delete=models.CASCADE, related_name="affiliations", help_text="Who holds the role."
    )
    organisation = models.ForeignKey(
        Actor, on_delete=models.PROTECT, related_name="members", help_text="The state or organisation it is held at."
    )
    role = models.CharField(max_length=200, help_text="The role in English, e.g. president.")
    from_date = models.CharField(
        max_length=100, blank=True, validators=[validate_edtf], help_text="Since when (EDTF); empty where unknown."
    )
    until_date = models.CharField(
        max_length=100, blank=True, validators=[validate_edtf], help_text="Until when (EDTF); empty where unknown."
    )

    objects = AffiliationQuerySet.as_manager()

    class Meta:
        ordering = ["person", "organisation", "role"]
        constraints = [
            stated("role"),
            models.CheckConstraint(
                condition=~Q(person=F("organisation")),
                name="affiliation_not_to_itself",
                violation_error_message=gettext_lazy("An actor cannot be affiliated to itself."),
            ),
            models.UniqueConstraint(fields=["person", "organisation", "role", "from_date"], name="affiliation_once"),
        ]
        triggers = [touches("incidents_actor", "person_id")]

    def __str__(self) -> str:
        return f"{self.person}: {self.role}, {self.organisation}"

    def natural_key(self) -> tuple[str, str, str, str]:
        return (self.person.slug, self.organisation.slug, self.role, self.from_date)
