"""How an event was done: the modes of PLOVER, each belonging to one or more event types.

AGREE, SUPPORT, CONCEDE, COOPERATE and AID have no modes. PLOVER's sideAB is left out: participant roles say it.
"""

from __future__ import annotations

from typing import Self

from incidents.vocabularies.base import Vocabulary
from incidents.vocabularies.events import EventType

_ACCUSE = (EventType.ACCUSE,)
_ASK_OR_REFUSE = (EventType.REQUEST, EventType.REJECT)
_ASSAULT = (EventType.ASSAULT,)
_COERCE = (EventType.COERCE,)
_CONSULT = (EventType.CONSULT,)
_MOBILIZE = (EventType.MOBILIZE,)
_PROTEST = (EventType.PROTEST,)
_RETREAT = (EventType.RETREAT,)
_SANCTION = (EventType.SANCTION,)
_THREATEN = (EventType.THREATEN,)
_THREATEN_OR_COERCE = (EventType.THREATEN, EventType.COERCE)
_THREATEN_OR_SANCTION = (EventType.THREATEN, EventType.SANCTION)
_RETREAT_OR_SANCTION = (EventType.RETREAT, EventType.SANCTION)


class Mode(Vocabulary):
    """The way an event was done. Each mode goes with the event types it lists; the field stays empty if none fits."""

    event_types: tuple[EventType, ...]

    def __new__(cls, word: str, definition: str = "", event_types: tuple[EventType, ...] = ()) -> Self:
        member = str.__new__(cls, word)
        member._value_ = word
        member.definition = definition
        member.event_types = event_types
        return member

    VISIT = "visit", "One side travels to the other, which hosts; the visitor is the initiator.", _CONSULT, "Visit"
    THIRD_PARTY = (
        "third-party",
        "Two sides meet on the ground of a third that hosts or mediates.",
        _CONSULT,
        "Third party",
    )
    MULTILATERAL = (
        "multilateral",
        "Three or more sides meet, typically at a summit or in an organisation.",
        _CONSULT,
        "Multilateral",
    )
    PHONE = "phone", "The sides talk by telephone, video or in writing, without meeting.", _CONSULT, "Phone"

    ASSIST = (
        "assist",
        "What is asked for or refused is help, exchange or cooperation of any kind.",
        _ASK_OR_REFUSE,
        "Assistance",
    )
    CHANGE = (
        "change",
        "What is asked for or refused is a change of policy, leaders or institutions.",
        _ASK_OR_REFUSE,
        "Change",
    )
    YIELD = (
        "yield",
        "What is asked for or refused is a concession: a release, a ceasefire, an arrest or handover, an end "
        "to sanctions.",
        _ASK_OR_REFUSE,
        "Concession",
    )
    MEET = (
        "meet",
        "What is asked for or refused is a meeting, a visit, talks or mediation; declining an invitation is "
        "REJECT meet.",
        _ASK_OR_REFUSE,
        "Meeting",
    )

    DISAPPROVE = (
        "disapprove",
        "Condemns or complains, in speech or by a diplomatic step such as a protest note or summoning an ambassador.",
        _ACCUSE,
        "Disapproval",
    )
    INVESTIGATE = (
        "investigate",
        "Opens or holds an inquiry, by police, prosecutors, a commission or a parliament.",
        _ACCUSE,
        "Investigation",
    )
    ALLEGE = (
        "allege",
        "Says that someone did a particular wrong, or charges, indicts, sues or seeks them by warrant.",
        _ACCUSE,
        "Allegation",
    )

    RESTRICT = (
        "restrict",
        "Limits, or threatens to limit, movement, trade or political freedom, blockades and embargoes included.",
        _THREATEN_OR_COERCE,
        "Restriction",
    )
    BAN = "ban", "Outlaws, or threatens to outlaw, a party, organisation or person.", _THREATEN_OR_COERCE, "Ban"
    ARREST = (
        "arrest",
        "Arrests or detains, or threatens to. A warrant or charge without custody is ACCUSE allege.",
        _THREATEN_OR_COERCE,
        "Arrest",
    )
    RELATIONS = "relations", "Threatens to reduce or break off relations, aid or talks.", _THREATEN, "Relations"
    EXPEL = (
        "expel",
        "Puts out, or threatens to put out, diplomats, observers, organisations or a member. "
        "Putting out private individuals is COERCE deport.",
        _THREATEN_OR_SANCTION,
        "Expulsion",
    )
    TERRITORY = "territory", "Threatens to occupy or annex territory.", _THREATEN, "Territory"
    VIOLENCE = "violence", "Threatens to use force of any kind.", _THREATEN, "Violence"

    DEMO = "demo", "A largely peaceful march, rally or picket.", _PROTEST, "Demonstration"
    RIOT = "riot", "A crowd injures people or destroys property.", _PROTEST, "Riot"
    STRIKE = "strike", "People stop work, in one place, one trade or everywhere.", _PROTEST, "Strike"
    HUNGER = "hunger", "Protesters refuse food.", _PROTEST, "Hunger strike"
    BOYCOTT = "boycott", "People refuse to buy, attend or take part, as a protest.", _PROTEST, "Boycott"
    OBSTRUCT = "obstruct", "Protesters block a road, a border or a building.", _PROTEST, "Obstruction"

    CONVICT = "convict", "A court finds guilty or liable.", _SANCTION, "Conviction"
    WITHDRAW = (
        "withdraw",
        "In RETREAT: pulls armed forces back or gives up ground. In SANCTION: withdraws oneself, one's diplomats, "
        "observers or money from a body, a country or talks.",
        _RETREAT_OR_SANCTION,
        "Withdrawal",
    )
    DISCONTINUE = (
        "discontinue",
        "Reduces or ends trade, aid or relations in any way the other modes do not name, formal sanctions included.",
        _SANCTION,
        "Discontinuation",
    )

    RELEASE = "release", "Sets prisoners, hostages or detainees free.", _RETREAT, "Release"
    RETURN = "return", "Gives property, territory or remains back.", _RETREAT, "Return"
    DISARM = "disarm", "Gives up or destroys weapons, disbands forces, surrenders.", _RETREAT, "Disarmament"
    CEASEFIRE = "ceasefire", "Stops shooting in fact. A ceasefire only announced is CONCEDE.", _RETREAT, "Ceasefire"
    ACCESS = "access", "Lets observers, peacekeepers or aid workers in.", _RETREAT, "Access"
    RESIGN = "resign", "Leaves a public office.", _RETREAT, "Resignation"

    TROOPS = "troops", "Calls up, moves or readies soldiers.", _MOBILIZE, "Troops"
    WEAPONS = "weapons", "Deploys, tests or readies weapon systems.", _MOBILIZE, "Weapons"
    POLICE = "police", "Moves or readies police or security services.", _MOBILIZE, "Police"
    MILITIA = "militia", "An armed group outside the state's forces gathers or readies itself.", _MOBILIZE, "Militia"

    SEIZE = "seize", "Confiscates property, raids premises or occupies a building or territory.", _COERCE, "Seizure"
    CENSOR = "censor", "Suppresses or blocks publications, media or information.", _COERCE, "Censorship"
    CURFEW = "curfew", "Forbids people to be outdoors at certain hours.", _COERCE, "Curfew"
    MARTIAL_LAW = "martial-law", "Declares a state of emergency or military rule.", _COERCE, "Martial law"
    DEPORT = "deport", "Puts private individuals out of a country.", _COERCE, "Deportation"
    WITHHOLD = "withhold", "Cuts people off from power, water, food, medicine or the internet.", _COERCE, "Withholding"
    MISINFORMATION = (
        "misinformation",
        "Spreads falsehoods as an organised campaign. One disputed statement is a claim.",
        _COERCE,
        "Misinformation",
    )
    CYBER = "cyber", "Intrudes into, disrupts or destroys computer systems.", _COERCE, "Cyber attack"

    ABDUCT = "abduct", "Takes people or a vehicle by force: kidnapping, hijacking.", _ASSAULT, "Abduction"
    BEAT = "beat", "Strikes people without a weapon, or with a club.", _ASSAULT, "Beating"
    TORTURE = "torture", "Inflicts pain on people held captive.", _ASSAULT, "Torture"
    EXECUTE = "execute", "Puts captives or the condemned to death.", _ASSAULT, "Execution"
    SEXUAL = "sexual", "Rape and other sexual violence.", _ASSAULT, "Sexual violence"
    ASSASSINATE = "assassinate", "Kills, or tries to kill, a chosen person, with any weapon.", _ASSAULT, "Assassination"
    DESTROY = (
        "destroy",
        "Destroys property on the ground by fire, tools or vehicles. With bombs or missiles, name the weapon instead.",
        _ASSAULT,
        "Destruction",
    )
    PRIMITIVE = "primitive", "Uses knives, stones, fire or tools as weapons.", _ASSAULT, "Primitive weapons"
    FIREARMS = "firearms", "Uses rifles, pistols or light machine guns.", _ASSAULT, "Firearms"
    EXPLOSIVES = (
        "explosives",
        "Uses mines, planted or vehicle bombs or grenades. A bomber who dies with it is suicide-attack.",
        _ASSAULT,
        "Explosives",
    )
    SUICIDE_ATTACK = "suicide-attack", "The attacker means to die in the blast.", _ASSAULT, "Suicide attack"
    HEAVY_WEAPONS = (
        "heavy-weapons",
        "Uses artillery, mortars, rockets, missiles, air defence or armour. Bombs and missiles the text says a manned "
        "aircraft released are aerial; for a mixed attack choose what the text names first.",
        _ASSAULT,
        "Heavy weapons",
    )
    AERIAL = "aerial", "Strikes from manned aircraft, or shoots between them.", _ASSAULT, "Air strike"
    DRONE = "drone", "Strikes with unmanned aircraft, loitering munitions included.", _ASSAULT, "Drone strike"
    CROWD_CONTROL = (
        "crowd-control",
        "Uses tear gas, batons, water cannon or rubber bullets against a crowd.",
        _ASSAULT,
        "Crowd control",
    )
    CLEANSING = "cleansing", "Drives a population out by force.", _ASSAULT, "Ethnic cleansing"
    MASSACRE = "massacre", "Kills many defenceless people in one place.", _ASSAULT, "Massacre"
    UNCONVENTIONAL = (
        "unconventional",
        "Uses chemical, biological, radiological or nuclear weapons.",
        _ASSAULT,
        "Unconventional weapons",
    )


def modes_of(event_type: str) -> tuple[Mode, ...]:
    """The modes an event of this type may have, in the order of the vocabulary; none without a type."""
    return tuple(mode for mode in Mode if event_type in mode.event_types)
