"""The controlled words of the dataset. Their definitions are the codebook: a word means what is said here.

A word is added by one entry in its class; a vocabulary by one class and one line in `catalogue.VOCABULARIES`.
"""

from incidents.vocabularies.actors import ActorKind, NameKind, Sector
from incidents.vocabularies.base import NumberedVocabulary, Vocabulary, Word
from incidents.vocabularies.catalogue import (
    VOCABULARIES,
    AnyVocabulary,
    CrosswalkEntry,
    VocabularyEntry,
    WordEntry,
    describe,
)
from incidents.vocabularies.claims import (
    SPEAKER_REQUIRED_ACTS,
    SYMMETRIC_RELATIONS,
    Aspect,
    ClaimRelation,
    Modality,
    SpeechAct,
    SpeechMode,
)
from incidents.vocabularies.crosswalks import Crosswalk, crosswalk_of
from incidents.vocabularies.events import (
    QUAD_CLASSES,
    EventRelation,
    EventType,
    ParticipantRole,
    PlaceRole,
    QuadClass,
    Realis,
    quad_class_of,
)
from incidents.vocabularies.modes import Mode, modes_of
from incidents.vocabularies.precision import DatePrecision, PlacePrecision
from incidents.vocabularies.records import Agreement, ChangeOp, EvidenceStatus, Status
from incidents.vocabularies.sources import PassageKind, SourceKind, StateControlled
from incidents.vocabularies.values import ValueQualifier, ValueType

__all__ = [
    "QUAD_CLASSES",
    "SPEAKER_REQUIRED_ACTS",
    "SYMMETRIC_RELATIONS",
    "VOCABULARIES",
    "ActorKind",
    "Agreement",
    "AnyVocabulary",
    "Aspect",
    "ChangeOp",
    "ClaimRelation",
    "Crosswalk",
    "CrosswalkEntry",
    "DatePrecision",
    "EventRelation",
    "EventType",
    "EvidenceStatus",
    "Modality",
    "Mode",
    "NameKind",
    "NumberedVocabulary",
    "ParticipantRole",
    "PassageKind",
    "PlacePrecision",
    "PlaceRole",
    "QuadClass",
    "Realis",
    "Sector",
    "SourceKind",
    "SpeechAct",
    "SpeechMode",
    "StateControlled",
    "Status",
    "ValueQualifier",
    "ValueType",
    "Vocabulary",
    "VocabularyEntry",
    "Word",
    "WordEntry",
    "crosswalk_of",
    "describe",
    "modes_of",
    "quad_class_of",
]
