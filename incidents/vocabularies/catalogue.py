"""Every vocabulary under its public name, and how the API describes it."""

from __future__ import annotations

from inspect import cleandoc
from typing import TypedDict

from incidents.vocabularies.actors import ActorKind, NameKind, Sector
from incidents.vocabularies.base import NumberedVocabulary, Vocabulary, Word
from incidents.vocabularies.claims import Aspect, ClaimRelation, Modality, SpeechAct, SpeechMode
from incidents.vocabularies.crosswalks import crosswalk_of
from incidents.vocabularies.events import (
    EventRelation,
    EventType,
    ParticipantRole,
    PlaceRole,
    QuadClass,
    Realis,
    quad_class_of,
)
from incidents.vocabularies.modes import Mode
from incidents.vocabularies.precision import DatePrecision, PlacePrecision
from incidents.vocabularies.records import Agreement, ChangeOp, EvidenceStatus, Status
from incidents.vocabularies.sources import PassageKind, SourceKind, StateControlled
from incidents.vocabularies.values import ValueQualifier, ValueType

AnyVocabulary = type[Vocabulary] | type[NumberedVocabulary]

VOCABULARIES: dict[str, AnyVocabulary] = {
    "source_kind": SourceKind,
    "state_controlled": StateControlled,
    "passage_kind": PassageKind,
    "actor_kind": ActorKind,
    "name_kind": NameKind,
    "sector": Sector,
    "place_precision": PlacePrecision,
    "place_role": PlaceRole,
    "event_type": EventType,
    "mode": Mode,
    "quad_class": QuadClass,
    "realis": Realis,
    "date_precision": DatePrecision,
    "participant_role": ParticipantRole,
    "event_relation": EventRelation,
    "speech_act": SpeechAct,
    "speech_mode": SpeechMode,
    "modality": Modality,
    "aspect": Aspect,
    "value_type": ValueType,
    "value_qualifier": ValueQualifier,
    "claim_relation": ClaimRelation,
    "agreement": Agreement,
    "evidence_status": EvidenceStatus,
    "status": Status,
    "change_op": ChangeOp,
}
_NAMES = {vocabulary: name for name, vocabulary in VOCABULARIES.items()}


class CrosswalkEntry(TypedDict):
    """Codes of each scheme; an empty list where the word has no counterpart in it."""

    cameo: list[str]
    acled: list[str]
    ucdp: list[str]


class WordEntry(TypedDict):
    """One word. `event_types` is filled for modes only, `quad_class` for event types only."""

    word: str | int
    label: str
    definition: str
    event_types: list[str]
    quad_class: str | None
    crosswalks: CrosswalkEntry


class VocabularyEntry(TypedDict):
    """One vocabulary with its words in the order of the codebook."""

    name: str
    title: str
    definition: str
    words: list[WordEntry]


def describe(vocabulary: AnyVocabulary) -> VocabularyEntry:
    """The vocabulary as the API and the codebook show it."""
    name = _NAMES[vocabulary]
    return {
        "name": name,
        "title": name.replace("_", " ").capitalize(),
        "definition": cleandoc(vocabulary.__doc__ or ""),
        "words": [_entry(word) for word in vocabulary],
    }


def _entry(word: Word) -> WordEntry:
    codes = crosswalk_of(word)
    quad_class = quad_class_of(word) if isinstance(word, EventType) else None
    return {
        "word": word.value,
        "label": word.english,
        "definition": word.definition,
        "event_types": [event_type.value for event_type in word.event_types] if isinstance(word, Mode) else [],
        "quad_class": quad_class.value if quad_class else None,
        "crosswalks": {"cameo": list(codes.cameo), "acled": list(codes.acled), "ucdp": list(codes.ucdp)},
    }
