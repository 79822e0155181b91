"""The editorial side: what curators write. Anonymous clients never read these tables."""

from django.db import models

from incidents.models.actor import Actor, ActorName, Affiliation
from incidents.models.article import Article, ArticleCitation, ArticlePassage
from incidents.models.bundle_import import BundleImport
from incidents.models.claim import Claim, ClaimAttribution, ClaimEvent, ClaimRelation, Evidence
from incidents.models.event import Event, EventParticipant, EventPlace, EventRelation
from incidents.models.labels import translate
from incidents.models.place import Place
from incidents.models.presence import OpenRecord
from incidents.models.proposal import Proposal, ProposalOutcome, ProposedAct
from incidents.models.record import Record
from incidents.models.source import Source
from incidents.models.submission import Outcome, Submission, for_review, owner_of, waits

RECORD_MODELS: tuple[type[Record], ...] = (Source, Place, Actor, Article, Event, Claim)
PARTS: tuple[type[models.Model], ...] = (
    ActorName,
    Affiliation,
    ArticleCitation,
    ArticlePassage,
    EventParticipant,
    EventPlace,
    EventRelation,
    ClaimAttribution,
    ClaimEvent,
    ClaimRelation,
    Evidence,
)
translate((*RECORD_MODELS, *PARTS, BundleImport, OpenRecord, Proposal, Submission))

__all__ = [
    "PARTS",
    "RECORD_MODELS",
    "Actor",
    "ActorName",
    "Affiliation",
    "Article",
    "ArticleCitation",
    "ArticlePassage",
    "BundleImport",
    "Claim",
    "ClaimAttribution",
    "ClaimEvent",
    "ClaimRelation",
    "Event",
    "EventParticipant",
    "EventPlace",
    "EventRelation",
    "Evidence",
    "OpenRecord",
    "Outcome",
    "Place",
    "Proposal",
    "ProposalOutcome",
    "ProposedAct",
    "Record",
    "Source",
    "Submission",
    "for_review",
    "owner_of",
    "waits",
]
