"""Invented sources, places and actors: some in everybody's mouth, most of them named once."""

from collections.abc import Iterator
from functools import lru_cache

from benchmarks import chance
from benchmarks.chance import Random, Record, record
from benchmarks.words import (
    BODIES,
    CENTRES,
    COUNTRIES,
    ENDINGS,
    FIRST,
    LATIN,
    LONG,
    NOUNS,
    SCRIPTS,
    SYLLABLES,
    TOWNS,
)

STATES = 30
# Names are asked for again and again; those of the first few, which is most of the time, need not be made again.
KEPT = 20_000
KINDS = ("person", "person", "person", "government_body", "company", "media", "armed_force", "group")
SOURCE_KINDS = ("newspaper", "news_agency", "broadcaster", "website", "government", "ngo")
SECTORS = ("GOV", "MIL", "LEG", "OPP", "BUS", "JRN", "NGO", "REB", "COP")
PRECISIONS = (1, 1, 1, 2, 3, 4, 6, 7)


def source_slug(number: int) -> str:
    return chance.slug("source", number, SOURCE_KINDS)


def place_slug(number: int) -> str:
    return chance.slug("place", number, TOWNS)


def actor_slug(number: int) -> str:
    return chance.slug("actor", number, FIRST)


def word(random: Random, ending: str) -> str:
    return "".join(random.choices(SYLLABLES, k=random.randint(1, 3))).capitalize() + ending


@lru_cache(maxsize=KEPT)
def source_name(seed: int, number: int) -> str:
    random = chance.of(seed, "source-name", number)
    return f"{word(random, random.choice(TOWNS))} {random.choice(('Zeitung', 'Post', 'Times', 'Agency', 'Radio'))}"


def source(seed: int, number: int) -> Iterator[Record]:
    random = chance.of(seed, "source", number)
    yield record(
        "source",
        slug=source_slug(number),
        status="published",
        name=source_name(seed, number),
        kind=SOURCE_KINDS[number % len(SOURCE_KINDS)],
        country=COUNTRIES[chance.skewed(random, len(COUNTRIES))],
        languages=["de"],
        state_controlled="unknown",
    )


@lru_cache(maxsize=KEPT)
def place_name(seed: int, number: int) -> str:
    random = chance.of(seed, "place-name", number)
    return word(random, random.choice(TOWNS))


def place_country(seed: int, number: int) -> str:
    return COUNTRIES[chance.skewed(chance.of(seed, "place-country", number), len(COUNTRIES))]


def place(seed: int, number: int) -> Iterator[Record]:
    random = chance.of(seed, "place", number)
    country, precision = place_country(seed, number), random.choice(PRECISIONS)
    latitude, longitude = (round(centre + random.gauss(0, 2.5), 5) for centre in CENTRES[country])
    # A country or an unknown place is no point on the map.
    point = {"latitude": latitude, "longitude": longitude} if precision < 6 else {}
    yield record(
        "place",
        slug=place_slug(number),
        status="published",
        name=place_name(seed, number),
        country=country,
        precision=precision,
        **point,
    )


def actor_kind(number: int) -> str:
    """The states come first, and what comes first is named most."""
    return "state" if number < STATES else KINDS[number % len(KINDS)]


@lru_cache(maxsize=KEPT)
def actor_name(seed: int, number: int) -> str:
    random = chance.of(seed, "actor-name", number)
    kind = actor_kind(number)
    if kind == "person":
        return f"{random.choice(FIRST)} {word(random, random.choice(ENDINGS))}"
    name = word(random, random.choice(("ia", "stan", "land")))
    if kind == "state":
        return name
    body = random.choice(BODIES)
    return LONG.format(body=body, name=name) if number % 33 == 0 else f"{body} of {name}"


def actor(seed: int, number: int) -> Iterator[Record]:
    random = chance.of(seed, "actor", number)
    kind, name = actor_kind(number), actor_name(seed, number)
    yield record(
        "actor",
        slug=actor_slug(number),
        status="published",
        name=name,
        kind=kind,
        country=COUNTRIES[chance.skewed(random, len(COUNTRIES))],
        sectors=random.sample(SECTORS, k=number % 3),
        description=f"{name}, known from reports about the {random.choice(NOUNS)}." if number % 2 else "",
    )
    for script in random.sample(sorted(SCRIPTS), k=number % 3):
        language, _ = SCRIPTS[script]
        written = transliterated(name, script)
        yield record(
            "actorname", actor=[actor_slug(number)], name=written, language=language, script=script, kind="official"
        )
    if kind == "person" and random.random() < 0.5:
        organisation = chance.skewed(random, min(STATES, number))
        yield record(
            "affiliation", person=[actor_slug(number)], organisation=[actor_slug(organisation)], role="Spokesperson"
        )


def transliterated(name: str, script: str) -> str:
    """The name in letters of another script; capitals only where the script has them."""
    letters = dict(zip(LATIN, SCRIPTS[script][1], strict=True))
    words = ["".join(letters.get(letter, letter) for letter in part.lower()) for part in name.split()]
    return " ".join(part.capitalize() if script in ("Cyrl", "Grek") else part for part in words)
