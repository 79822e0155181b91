"""The editorial side: what curators write. Anonymous clients never read these tables."""

from incidents.models.actor import Actor, ActorName, Affiliation
from incidents.models.article import Article, ArticleCitation, ArticlePassage
from incidents.models.claim import Claim, ClaimAttribution, ClaimEvent, ClaimRelation, Evidence
from incidents.models.event import Event, EventParticipant, EventPlace, EventRelation
from incidents.models.place import Place
from incidents.models.record import Record
from incidents.models.source import Source

RECORD_MODELS: tuple[type[Record], ...] = (Source, Place, Actor, Article, Event, Claim)

__all__ = [
    "RECORD_MODELS",
    "Actor",
    "ActorName",
    "Affiliation",
    "Article",
    "ArticleCitation",
    "ArticlePassage",
    "Claim",
    "ClaimAttribution",
    "ClaimEvent",
    "ClaimRelation",
    "Event",
    "EventParticipant",
    "EventPlace",
    "EventRelation",
    "Evidence",
    "Place",
    "Record",
    "Source",
]
