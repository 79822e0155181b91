"""The claims about an event side by side, aspect by aspect, with the agreement that the public sees and will see."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any, NamedTuple

from django.db.models import Q
from django.utils.translation import gettext as _

from incidents.admin.refusals import change_url
from incidents.admin.states import state_of, within
from incidents.models import Claim, ClaimRelation, Event, waits
from incidents.publication.keys import Key
from incidents.publication.trial import Document, Trial
from incidents.vocabularies import Agreement, Aspect, EvidenceStatus


class Card(NamedTuple):
    """A claim as it stands beside others; they are called by their numbers on the page."""

    number: int
    claim: Claim
    url: str
    value: str
    quotes: list[tuple[str, bool]]
    chain: str
    state: str


class Drawn(NamedTuple):
    """A relation between two of the claims, or from one of them to a claim about something else."""

    start: str
    relation: str
    end: str
    note: str
    aspect: str


class Group(NamedTuple):
    """The claims on one aspect; `now` and `then` are the public agreement before and after publishing."""

    aspect: str
    label: str
    now: str
    then: str
    is_known: bool
    cards: list[Card]
    relations: list[Drawn]


def comparison(event: Event, trial: Trial, now: Document | None) -> list[Group]:
    """The claims about the event by aspect, in a number of queries that does not grow with them.

    `now` is the event's public document; the agreement after publishing is the one that the trial came to.
    """
    cards = [_card(number, claim) for number, claim in enumerate(claims_about(event), start=1)]
    relations = _relations({card.claim.pk: card for card in cards})
    consequence = trial.of(Key("events", event.slug))
    then = consequence.after if consequence else now
    by_aspect: dict[str, list[Card]] = defaultdict(list)
    for card in cards:
        by_aspect[card.claim.aspect].append(card)
    return [
        Group(
            aspect=aspect,
            label=str(Aspect(aspect).label),
            now=_agreement(now, aspect),
            then=_agreement(then, aspect),
            is_known=not trial.problems and not trial.busy,
            cards=group,
            relations=[drawn for drawn in relations if drawn.aspect == aspect],
        )
        for aspect, group in by_aspect.items()
    ]


def claims_about(event: Event) -> Iterable[Claim]:
    """The claims that an editor works with, aspect by aspect, with all that a card shows."""
    listed = event.claims.select_related("article__source", "speaker", "value_actor", "value_place", "merged_into")
    listed = listed.prefetch_related("evidence", "attributions__source")
    return listed.annotate(is_submitted=waits(Claim)).order_by("aspect", "slug")


def _card(number: int, claim: Claim) -> Card:
    chain = [claim.article.source, *(item.source for item in claim.attributions.all())]
    return Card(
        number=number,
        claim=claim,
        url=change_url(claim),
        value=value_of(claim),
        quotes=[(item.quote, item.status == EvidenceStatus.STALE) for item in claim.evidence.all()],
        chain=" ← ".join(source.name for source in chain),
        state=state_of(claim),
    )


def value_of(claim: Claim) -> str:
    """The value that the claim states, on a line; empty where it states none."""
    number = "" if claim.value_number is None else f"{claim.value_number.normalize():f}"
    parts = (
        within(claim.get_value_qualifier_display()) if claim.value_qualifier else "",
        number,
        claim.value_unit,
        claim.value_date,
        claim.value_text,
        str(claim.value_actor or ""),
        str(claim.value_place or ""),
    )
    return " ".join(part for part in parts if part)


def _relations(cards: dict[int, Card]) -> list[Drawn]:
    found = ClaimRelation.objects.filter(Q(from_claim__in=list(cards)) | Q(to_claim__in=list(cards)))
    return [
        Drawn(
            start=_named(item.from_claim, cards),
            relation=within(item.get_relation_display()),
            end=_named(item.to_claim, cards),
            note=item.note,
            aspect=item.aspect if item.aspect in _aspects(cards) else _own_aspect(item, cards),
        )
        for item in found.select_related("from_claim", "to_claim").order_by("from_claim", "to_claim", "relation")
    ]


def _aspects(cards: dict[int, Card]) -> set[str]:
    return {card.claim.aspect for card in cards.values()}


def _own_aspect(item: ClaimRelation, cards: dict[int, Card]) -> str:
    """A relation in respect of what no claim is about stands with the claim that it is drawn from."""
    return (item.from_claim if item.from_claim_id in cards else item.to_claim).aspect


def _named(claim: Claim, cards: dict[int, Card]) -> str:
    card = cards.get(claim.pk)
    return _("no. %(number)s") % {"number": card.number} if card else f"“{claim}”"


def _agreement(document: Document | None, aspect: str) -> str:
    word: Any = (document or {}).get("agreement", {}).get(aspect)
    return str(Agreement(word).label) if word else ""
