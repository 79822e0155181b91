"""What is to be done, as conditions on records: lists are narrowed by them, and the dashboard counts by the same."""

from collections.abc import Callable
from dataclasses import dataclass

from django.db.models import F, Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from incidents.admin.uncovered import uncovered
from incidents.models import RECORD_MODELS, Actor, Article, Claim, ClaimRelation, Event, Evidence, Record, for_review
from incidents.publication.models import PublishedEvent
from incidents.vocabularies import Agreement, Aspect, EvidenceStatus, Status
from incidents.vocabularies import ClaimRelation as RelationKind

# Counted by reading the texts, and not by the database.
UNCOVERED = "uncovered"


@dataclass(frozen=True)
class Task:
    """One thing to look after; `word` stands for it in the address of a list."""

    word: str
    label: str | Promise
    models: tuple[type[Record], ...]
    condition: Callable[[type[Record]], Q]


def _standing(condition: Q) -> Callable[[type[Record]], Q]:
    """What was withdrawn is nobody's task."""
    return lambda model: condition & ~Q(status=Status.RETRACTED)


def _changed(model: type[Record]) -> Q:
    return Q(status=Status.PUBLISHED) & ~Q(version=F("published_version"))


def _unexplained(model: type[Record]) -> Q:
    """Contested, as the public sees it, in an aspect in which no relation says why."""
    public = PublishedEvent.objects.current().values("slug")
    drawn = ClaimRelation.objects.exclude(note="").filter(from_claim__events__isnull=False).values("from_claim__events")
    unexplained = Q()
    for aspect in Aspect:
        contested = public.filter(agreements__contains=[f"{aspect}:{Agreement.CONTESTED}"])
        unexplained |= Q(slug__in=contested) & ~Q(pk__in=drawn.filter(aspect=aspect))
    return unexplained


# Subqueries that do not look at the row: the database answers each once, however many rows it compares.
_QUOTED = Evidence.objects.values("claim")
_SINGLE = PublishedEvent.objects.current().filter(independent_source_count=1).values("slug")
_UNSAID = ClaimRelation.objects.filter(relation=RelationKind.CONTRADICTS, note="").values("from_claim")

TASKS = (
    Task("review", gettext_lazy("Waits for review"), RECORD_MODELS, for_review),
    Task("changed", gettext_lazy("Changed since publication"), RECORD_MODELS, _changed),
    Task("unexplained", gettext_lazy("Contested, and no relation says why"), (Event,), _unexplained),
    Task(
        "contradiction",
        gettext_lazy("Contradicts another claim without a reason"),
        (Claim,),
        _standing(Q(pk__in=_UNSAID)),
    ),
    Task("no-evidence", gettext_lazy("Without evidence"), (Claim,), _standing(~Q(pk__in=_QUOTED))),
    Task(
        "stale",
        gettext_lazy("Evidence no longer in the text"),
        (Claim,),
        _standing(Q(pk__in=_QUOTED.filter(status=EvidenceStatus.STALE))),
    ),
    Task("no-wikidata", gettext_lazy("Without a Wikidata id"), (Actor,), _standing(Q(wikidata_id=""))),
    Task("one-source", gettext_lazy("Rests on one independent source"), (Event,), _standing(Q(slug__in=_SINGLE))),
    Task(
        UNCOVERED,
        gettext_lazy("Sentences that nothing rests on"),
        (Article,),
        lambda model: Q(pk__in=list(uncovered().counts)),
    ),
)


def tasks_of(model: type[Record]) -> list[Task]:
    return [task for task in TASKS if model in task.models]
