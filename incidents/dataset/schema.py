"""What fixtures hold: which models, in which order, with which fields, and by which of them a row is found again."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Any, TypeAlias

from django.db.models import Field, ForeignKey, ManyToManyField, Model

from incidents.models import (
    Actor,
    ActorName,
    Affiliation,
    Article,
    ArticleCitation,
    ArticlePassage,
    Claim,
    ClaimAttribution,
    ClaimRelation,
    Event,
    EventParticipant,
    EventPlace,
    EventRelation,
    Evidence,
    Place,
    Record,
    Source,
)

AnyField: TypeAlias = "Field[Any, Any]"
# Not for editors' forms, since publishing moves them, but part of what is known about a withdrawn record.
WITHDRAWAL = ("retraction_reason", "merged_into")


@dataclass(frozen=True, eq=False)
class Spec:
    """How rows of one model are written in fixtures. The first field of `key` names the record a row belongs to."""

    model: type[Model]
    key: tuple[str, ...]
    derived: tuple[str, ...] = ()

    @property
    def label(self) -> str:
        return self.model._meta.label_lower

    @property
    def name(self) -> str:
        return self.label.rpartition(".")[2]

    @property
    def is_record(self) -> bool:
        return issubclass(self.model, Record)

    @property
    def is_quote(self) -> bool:
        """Whether a row is a quote, with its position in the text of the article that its owner is or belongs to."""
        return self.key[1:] == ("quote", "start")

    @cached_property
    def fields(self) -> dict[str, AnyField]:
        """The fields that fixtures give, in the order of their declaration."""
        meta = self.model._meta
        declared: Iterable[Any] = sorted(
            [*meta.concrete_fields, *(field for field in meta.many_to_many if _own(field))]
        )
        return {field.name: field for field in declared if self._is_given(field)}

    def _is_given(self, field: AnyField) -> bool:
        if field.primary_key or field.name in self.derived:
            return False
        return field.editable or (self.is_record and field.name in WITHDRAWAL)

    @cached_property
    def content(self) -> dict[str, AnyField]:
        """The fields that fixtures give, and those that are derived from files beside them."""
        derived: dict[str, Any] = {name: self.model._meta.get_field(name) for name in self.derived}
        return self.fields | derived

    @cached_property
    def references(self) -> "dict[str, Spec]":
        """The fields that name other records, with how those are written."""
        found: dict[str, Spec] = {}
        for name, field in self.fields.items():
            if isinstance(field, ForeignKey | ManyToManyField):
                found[name] = SPEC_OF[field.related_model]
        return found

    @property
    def owner(self) -> "Spec":
        """The record that a row is part of; a record is its own."""
        return self if self.is_record else self.references[self.key[0]]

    def required(self, name: str) -> bool:
        field = self.fields[name]
        return not (field.blank or field.null or field.has_default())

    def default(self, name: str) -> Any:
        """The value of a field that is left out."""
        field = self.fields[name]
        if isinstance(field, ManyToManyField):
            return ()
        value = field.get_default()
        return tuple(value) if isinstance(value, list) else value


def _own(field: "ManyToManyField[Any, Any]") -> bool:
    """Whether the links have no facts of their own; else they are rows of their own."""
    through: Any = field.remote_field.through
    return bool(through._meta.auto_created)


# In loading order: a row refers to rows of models above it, or of its own.
SPECS = (
    Spec(Source, ("slug",)),
    Spec(Place, ("slug",)),
    Spec(Actor, ("slug",)),
    Spec(ActorName, ("actor", "name", "language")),
    Spec(Affiliation, ("person", "organisation", "role", "from_date")),
    Spec(Article, ("slug",), derived=("text",)),
    Spec(ArticleCitation, ("article", "source")),
    Spec(ArticlePassage, ("article", "quote", "start")),
    Spec(Event, ("slug",)),
    Spec(EventPlace, ("event", "place", "role")),
    Spec(EventParticipant, ("event", "actor", "role")),
    Spec(EventRelation, ("from_event", "to_event", "relation")),
    Spec(Claim, ("slug",)),
    Spec(ClaimAttribution, ("claim", "source")),
    Spec(Evidence, ("claim", "quote", "start")),
    Spec(ClaimRelation, ("from_claim", "to_claim", "relation", "aspect")),
)
SPEC_OF: dict[type[Model], Spec] = {spec.model: spec for spec in SPECS}
SPEC_BY_LABEL: dict[str, Spec] = {spec.label: spec for spec in SPECS}
QUOTES = tuple(spec for spec in SPECS if spec.is_quote)
