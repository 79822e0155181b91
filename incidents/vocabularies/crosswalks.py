"""Where a word of ours has an honest counterpart in CAMEO, ACLED or UCDP.

A crosswalk says where to look in the other scheme, not that the two mean the same. Words without a counterpart have
none: ACLED records no diplomacy, UCDP only deadly violence. CAMEO codes are root codes for event types (CONCEDE and
RETREAT share 08, which PLOVER splits into words and deeds) and base codes for modes.
"""

from __future__ import annotations

from typing import NamedTuple

from incidents.vocabularies.base import Word
from incidents.vocabularies.events import EventType
from incidents.vocabularies.modes import Mode
from incidents.vocabularies.precision import DatePrecision, PlacePrecision


class Crosswalk(NamedTuple):
    """CAMEO codes; ACLED "event type: sub-event type", or a field and its value; UCDP fields and their values."""

    cameo: tuple[str, ...] = ()
    acled: tuple[str, ...] = ()
    ucdp: tuple[str, ...] = ()


_REMOTE = "Explosions/Remote violence"
_CIVILIANS = "Violence against civilians"
_STRATEGIC = "Strategic developments"

_EVENT_TYPES: dict[Word, Crosswalk] = {
    EventType.AGREE: Crosswalk(cameo=("03",)),
    EventType.CONSULT: Crosswalk(cameo=("04",)),
    EventType.SUPPORT: Crosswalk(cameo=("05",)),
    EventType.CONCEDE: Crosswalk(cameo=("08",)),
    EventType.COOPERATE: Crosswalk(cameo=("06",)),
    EventType.AID: Crosswalk(cameo=("07",)),
    EventType.RETREAT: Crosswalk(cameo=("08",)),
    EventType.REQUEST: Crosswalk(cameo=("02", "10")),
    EventType.ACCUSE: Crosswalk(cameo=("09", "11")),
    EventType.REJECT: Crosswalk(cameo=("12",)),
    EventType.THREATEN: Crosswalk(cameo=("13",)),
    EventType.PROTEST: Crosswalk(cameo=("14",), acled=("Protests", "Riots")),
    EventType.SANCTION: Crosswalk(cameo=("16",)),
    EventType.MOBILIZE: Crosswalk(cameo=("15",)),
    EventType.COERCE: Crosswalk(cameo=("17",)),
    EventType.ASSAULT: Crosswalk(
        cameo=("18", "19", "20"),
        acled=("Battles", _REMOTE, _CIVILIANS),
        ucdp=("type_of_violence 1", "type_of_violence 2", "type_of_violence 3"),
    ),
}

_MODES: dict[Word, Crosswalk] = {
    Mode.VISIT: Crosswalk(cameo=("042", "043")),
    Mode.THIRD_PARTY: Crosswalk(cameo=("044",)),
    Mode.PHONE: Crosswalk(cameo=("041",)),
    Mode.ASSIST: Crosswalk(cameo=("101", "102", "103", "121", "122")),
    Mode.CHANGE: Crosswalk(cameo=("104", "123")),
    Mode.YIELD: Crosswalk(cameo=("105", "124")),
    Mode.MEET: Crosswalk(cameo=("106", "107", "108", "125", "126", "127")),
    Mode.INVESTIGATE: Crosswalk(cameo=("090", "091", "092", "093", "094")),
    Mode.DISAPPROVE: Crosswalk(cameo=("110", "111", "113", "114")),
    Mode.ALLEGE: Crosswalk(cameo=("112", "115")),
    Mode.DEMO: Crosswalk(cameo=("141",), acled=("Protests: Peaceful protest", "Protests: Protest with intervention")),
    Mode.RIOT: Crosswalk(cameo=("145",), acled=("Riots: Violent demonstration", "Riots: Mob violence")),
    Mode.STRIKE: Crosswalk(cameo=("143",)),
    Mode.HUNGER: Crosswalk(cameo=("142",)),
    Mode.BOYCOTT: Crosswalk(cameo=("143",)),
    Mode.OBSTRUCT: Crosswalk(cameo=("144",)),
    Mode.CONVICT: Crosswalk(cameo=("116",)),
    Mode.EXPEL: Crosswalk(cameo=("136", "166")),
    Mode.DISCONTINUE: Crosswalk(cameo=("161", "162", "163")),
    Mode.RELEASE: Crosswalk(cameo=("0841",)),
    Mode.RETURN: Crosswalk(cameo=("0842",)),
    Mode.ACCESS: Crosswalk(cameo=("086",)),
    Mode.CEASEFIRE: Crosswalk(cameo=("0871",), acled=(f"{_STRATEGIC}: Agreement",)),
    Mode.DISARM: Crosswalk(cameo=("0873",), acled=(f"{_STRATEGIC}: Disrupted weapons use",)),
    Mode.TROOPS: Crosswalk(cameo=("152", "154")),
    Mode.POLICE: Crosswalk(cameo=("151", "153")),
    Mode.SEIZE: Crosswalk(cameo=("1711", "192")),
    Mode.CURFEW: Crosswalk(cameo=("1723",)),
    Mode.MARTIAL_LAW: Crosswalk(cameo=("1724",)),
    Mode.ARREST: Crosswalk(cameo=("173",), acled=(f"{_STRATEGIC}: Arrests",)),
    Mode.DEPORT: Crosswalk(cameo=("174",)),
    Mode.ABDUCT: Crosswalk(cameo=("181",), acled=(f"{_CIVILIANS}: Abduction/forced disappearance",)),
    Mode.BEAT: Crosswalk(cameo=("182",), acled=(f"{_CIVILIANS}: Attack",)),
    Mode.SEXUAL: Crosswalk(cameo=("1821",), acled=(f"{_CIVILIANS}: Sexual violence",)),
    Mode.TORTURE: Crosswalk(cameo=("1822",), acled=(f"{_CIVILIANS}: Attack",)),
    Mode.ASSASSINATE: Crosswalk(cameo=("185", "186"), acled=(f"{_CIVILIANS}: Attack",)),
    Mode.DESTROY: Crosswalk(cameo=("1712",), acled=(f"{_STRATEGIC}: Looting/property destruction",)),
    Mode.FIREARMS: Crosswalk(cameo=("193",), acled=("Battles: Armed clash", f"{_CIVILIANS}: Attack")),
    Mode.EXPLOSIVES: Crosswalk(
        cameo=("1832", "1833"), acled=(f"{_REMOTE}: Remote explosive/landmine/IED", f"{_REMOTE}: Grenade")
    ),
    Mode.SUICIDE_ATTACK: Crosswalk(cameo=("1831",), acled=(f"{_REMOTE}: Suicide bomb",)),
    Mode.HEAVY_WEAPONS: Crosswalk(cameo=("194",), acled=(f"{_REMOTE}: Shelling/artillery/missile attack",)),
    Mode.AERIAL: Crosswalk(cameo=("195",), acled=(f"{_REMOTE}: Air/drone strike",)),
    Mode.DRONE: Crosswalk(cameo=("195",), acled=(f"{_REMOTE}: Air/drone strike",)),
    Mode.CROWD_CONTROL: Crosswalk(cameo=("175",), acled=("Protests: Excessive force against protesters",)),
    Mode.CLEANSING: Crosswalk(cameo=("203",)),
    Mode.MASSACRE: Crosswalk(cameo=("202",), ucdp=("type_of_violence 3",)),
    Mode.UNCONVENTIONAL: Crosswalk(cameo=("204",), acled=(f"{_REMOTE}: Chemical weapon",)),
}

_PLACE_PRECISION: dict[Word, Crosswalk] = {
    PlacePrecision.EXACT: Crosswalk(acled=("geo_precision 1",), ucdp=("where_prec 1",)),
    PlacePrecision.NEAR: Crosswalk(acled=("geo_precision 2",), ucdp=("where_prec 2",)),
    PlacePrecision.DISTRICT: Crosswalk(acled=("geo_precision 2",), ucdp=("where_prec 3",)),
    PlacePrecision.PROVINCE: Crosswalk(acled=("geo_precision 3",), ucdp=("where_prec 4",)),
    PlacePrecision.REGION: Crosswalk(acled=("geo_precision 3",), ucdp=("where_prec 5",)),
    PlacePrecision.COUNTRY: Crosswalk(ucdp=("where_prec 6",)),
    PlacePrecision.BEYOND_STATES: Crosswalk(ucdp=("where_prec 7",)),
}

_DATE_PRECISION: dict[Word, Crosswalk] = {
    DatePrecision.DAY: Crosswalk(acled=("time_precision 1",), ucdp=("date_prec 1",)),
    DatePrecision.DAYS: Crosswalk(acled=("time_precision 2",), ucdp=("date_prec 2",)),
    DatePrecision.WEEK: Crosswalk(acled=("time_precision 2",), ucdp=("date_prec 3",)),
    DatePrecision.MONTH: Crosswalk(acled=("time_precision 3",), ucdp=("date_prec 4",)),
    DatePrecision.SEASON: Crosswalk(ucdp=("date_prec 5",)),
    DatePrecision.YEAR: Crosswalk(ucdp=("date_prec 5",)),
}

# One table for each vocabulary, because equal words of two vocabularies are equal as strings.
_TABLES: dict[type, dict[Word, Crosswalk]] = {
    EventType: _EVENT_TYPES,
    Mode: _MODES,
    PlacePrecision: _PLACE_PRECISION,
    DatePrecision: _DATE_PRECISION,
}


def crosswalk_of(word: Word) -> Crosswalk:
    """The counterparts of a word in the other schemes; empty where there is none."""
    return _TABLES.get(type(word), {}).get(word, Crosswalk())
