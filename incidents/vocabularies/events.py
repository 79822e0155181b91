"""Words about events: what happened, whether it happened, and who and where took which part in it."""

from incidents.vocabularies.base import Vocabulary


class EventType(Vocabulary):
    """What was done, in the sixteen categories of PLOVER. A remark that does nothing is a claim, not an event."""

    AGREE = (
        "AGREE",
        "Agrees, offers or promises to cooperate, or to sign something later. The signing itself is SUPPORT, "
        "giving way to a demand is CONCEDE.",
        "Agree",
    )
    CONSULT = (
        "CONSULT",
        "Meets, visits, hosts, telephones or negotiates, whatever comes of it. What the talks decided is claimed under "
        "the aspect content, or is an event of its own.",
        "Consult",
    )
    SUPPORT = (
        "SUPPORT",
        "Backs in words or by a diplomatic act: praises, recognises, opens relations, signs or ratifies an agreement. "
        "Goods, money or troops make it COOPERATE or AID.",
        "Support",
    )
    CONCEDE = (
        "CONCEDE",
        "Gives way in words: admits responsibility, apologises, expresses regret, pardons, promises compensation, "
        "announces a ceasefire or the lifting of a restriction. Once carried out on the ground it is RETREAT.",
        "Concede",
    )
    COOPERATE = (
        "COOPERATE",
        "Works or trades together to the benefit of both: commerce, joint exercises, extradition, shared intelligence. "
        "If one side mainly gives and the other mainly receives it is AID.",
        "Cooperate",
    )
    AID = (
        "AID",
        "Gives money, goods, arms, personnel, protection or asylum, mainly to the benefit of the receiver. "
        "A promise of it is AGREE.",
        "Aid",
    )
    RETREAT = (
        "RETREAT",
        "Gives way in deed: withdraws, releases, returns, disarms, keeps a ceasefire, lets observers in, resigns from "
        "office. The mere announcement is CONCEDE.",
        "Retreat",
    )
    REQUEST = (
        "REQUEST",
        "Asks, appeals, demands or orders, in words. With a penalty attached it is THREATEN, in the street it "
        "is PROTEST.",
        "Request",
    )
    ACCUSE = (
        "ACCUSE",
        "Blames, condemns, complains or charges, in words or by formal step: summoning an ambassador, handing over a "
        "protest note, suing, indicting, issuing a warrant, opening an investigation. An arrest made is COERCE, "
        "a verdict is SANCTION.",
        "Accuse",
    )
    REJECT = (
        "REJECT",
        "Refuses, declines, calls off or vetoes: an invitation, a demand, a proposal, a meeting. "
        "Cutting ties that already exist is SANCTION.",
        "Reject",
    )
    THREATEN = (
        "THREATEN",
        "Warns of a harm the actor itself would do, on condition or not. A prediction of what others will do "
        "is a claim; "
        "moving forces to make the point is MOBILIZE.",
        "Threaten",
    )
    PROTEST = (
        "PROTEST",
        "People act together in public to object: marches, strikes, boycotts, blockades, riots. "
        "A diplomatic protest by a government is ACCUSE.",
        "Protest",
    )
    SANCTION = (
        "SANCTION",
        "Cuts back relations that exist: ends aid, trade or talks, expels or recalls diplomats, leaves an "
        "organisation, "
        "finds guilty in court. Refusing something new is REJECT.",
        "Sanction",
    )
    MOBILIZE = (
        "MOBILIZE",
        "Moves, readies or shows armed or police force without using it. Joint exercises are COOPERATE.",
        "Mobilize",
    )
    COERCE = (
        "COERCE",
        "Takes away freedom, property or access by power of office or of arms, short of physical violence: arrests, "
        "bans, seizes, censors, deports, disrupts networks.",
        "Coerce",
    )
    ASSAULT = (
        "ASSAULT",
        "Uses force that injures, kills or destroys, or can: a strike, a shooting-down, an abduction, torture. "
        "The type records the force, not the intent; whether it was deliberate is claimed under the aspect intent.",
        "Assault",
    )


class QuadClass(Vocabulary):
    """The four classes into which the event types fall: words or deeds, with or against. Derived, never typed in."""

    VERBAL_COOPERATION = (
        "verbal_cooperation",
        "Words or diplomatic acts that bring the parties closer: AGREE, CONSULT, SUPPORT, CONCEDE.",
        "Verbal cooperation",
    )
    MATERIAL_COOPERATION = (
        "material_cooperation",
        "Deeds with a material effect that bring the parties closer: COOPERATE, AID, RETREAT.",
        "Material cooperation",
    )
    VERBAL_CONFLICT = (
        "verbal_conflict",
        "Words or formal steps of one party against another: REQUEST, ACCUSE, REJECT, THREATEN.",
        "Verbal conflict",
    )
    MATERIAL_CONFLICT = (
        "material_conflict",
        "Deeds with a material effect against another: PROTEST, SANCTION, MOBILIZE, COERCE, ASSAULT.",
        "Material conflict",
    )


QUAD_CLASSES: dict[QuadClass, tuple[EventType, ...]] = {
    QuadClass.VERBAL_COOPERATION: (EventType.AGREE, EventType.CONSULT, EventType.SUPPORT, EventType.CONCEDE),
    QuadClass.MATERIAL_COOPERATION: (EventType.COOPERATE, EventType.AID, EventType.RETREAT),
    QuadClass.VERBAL_CONFLICT: (EventType.REQUEST, EventType.ACCUSE, EventType.REJECT, EventType.THREATEN),
    QuadClass.MATERIAL_CONFLICT: (
        EventType.PROTEST,
        EventType.SANCTION,
        EventType.MOBILIZE,
        EventType.COERCE,
        EventType.ASSAULT,
    ),
}
_QUAD_CLASS_BY_TYPE = {event_type: quad for quad, event_types in QUAD_CLASSES.items() for event_type in event_types}


def quad_class_of(event_type: str) -> QuadClass | None:
    """The quad class of an event type; None where the event has no type ("" in the database)."""
    return _QUAD_CLASS_BY_TYPE[EventType(event_type)] if event_type else None


class Realis(Vocabulary):
    """Whether the event is a fact, a plan or an allegation, on the day its record was last edited."""

    ACTUAL = (
        "actual",
        "It has happened, and no claim in the dataset disputes that it did. Disputes about how, why or by whom do not "
        "make it alleged.",
        "Actual",
    )
    ONGOING = "ongoing", "It has begun and had not ended when the latest article was written.", "Ongoing"
    PLANNED = (
        "planned",
        "Announced or scheduled, and no article yet reports that it took place. "
        "What merely could happen is a hypothetical claim, not an event.",
        "Planned",
    )
    ALLEGED = (
        "alleged",
        "Some party says it happened and nothing in the dataset settles that it did: a reported plot, an unconfirmed "
        "attack.",
        "Alleged",
    )


class ParticipantRole(Vocabulary):
    """The part an actor took in an event. One actor may have several roles, each recorded."""

    INITIATOR = (
        "initiator",
        "Did it, or set it going. Where the doing is contested the event names no initiator: who did it is "
        "then claimed "
        "under the aspect responsibility.",
        "Initiator",
    )
    TARGET = "target", "Whom the act was directed at or addressed to, harmed or not.", "Target"
    PARTICIPANT = "participant", "Took part on an equal footing, for instance in a meeting.", "Participant"
    HOST = "host", "Received the others, or held the event on its ground.", "Host"
    MEDIATOR = "mediator", "Brought the parties together without being one of them.", "Mediator"
    VICTIM = "victim", "People killed, injured or seized. Damage to property alone is affected.", "Victim"
    AFFECTED = (
        "affected",
        "Suffered damage or consequences without being shown to be the target, such as the owner of a building.",
        "Affected",
    )


class PlaceRole(Vocabulary):
    """What a place has to do with an event."""

    OCCURRED_AT = "occurred_at", "Where the event happened. A country named in passing is not a place.", "Occurred at"
    ORIGIN = "origin", "Where a movement or an attack started.", "Origin"
    DESTINATION = "destination", "Where a movement was headed, reached or not.", "Destination"
    AFFECTED = "affected", "A place that bore effects although the event happened elsewhere.", "Affected"


class EventRelation(Vocabulary):
    """How one event stands to another. Read from left to right: this event responds to that one."""

    RESPONDS_TO = (
        "responds_to",
        "Done because of the other event, by an actor who says or plainly shows so.",
        "Responds to",
    )
    FOLLOWS = "follows", "Comes after the other in the same course of events; no cause is claimed.", "Follows"
    CAUSES = (
        "causes",
        "Brought the other about, and no claim disputes that. A disputed cause is a claim under the aspect cause.",
        "Causes",
    )
    SAME_SERIES = (
        "same_series",
        "Another instance of the same recurring thing: a yearly summit, a series of strikes.",
        "Same series",
    )
