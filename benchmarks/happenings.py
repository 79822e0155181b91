"""Invented events, the claims about them and the articles that make those claims."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from benchmarks import cast, chance
from benchmarks.chance import Random, Record, record
from benchmarks.words import ADJECTIVES, FILLERS, GERMAN, NOUNS, RARE, SENTENCES, VERBS

LAST_DAY = date(2026, 6, 30)
DAYS = 20 * 365
# A few days on which everything happens at once.
BUSY = tuple(range(3, DAYS, DAYS // 12))
RARELY = 20_011
PER_ARTICLE = 4
TYPES = ("ASSAULT",) * 5 + ("CONSULT", "ACCUSE") * 3 + tuple(VERBS)
MODES = {"ASSAULT": ("drone", "aerial", "explosives"), "CONSULT": ("visit", "phone"), "ACCUSE": ("disapprove",)}
REALIS = ("actual",) * 8 + ("alleged", "planned", "ongoing")
ROLES = ("initiator", "target", "participant", "victim", "mediator")
ASPECTS = ("casualties", "responsibility", "quantity", "date", "intent", "reaction", "content")
# How many claims are made about an event: most are told of once, some by everybody.
CLAIMS = (1,) * 15 + (2, 2, 2, 3, 9)


@dataclass(frozen=True)
class Sizes:
    """How much of everything there is, following from the number of events."""

    events: int

    @property
    def sources(self) -> int:
        return min(400, 20 + self.events // 500)

    @property
    def places(self) -> int:
        return 100 + self.events // 50

    @property
    def actors(self) -> int:
        return 200 + self.events // 20

    @property
    def articles(self) -> int:
        return (self.events + PER_ARTICLE - 1) // PER_ARTICLE


def event_slug(number: int) -> str:
    return chance.slug("event", number, NOUNS)


def article_slug(number: int) -> str:
    return chance.slug("article", number, ADJECTIVES)


def claim_slug(event: int, position: int) -> str:
    return f"claim-{event:07d}-{position}"


def document(number: int) -> str:
    return f"invented-{number:07d}.txt"


def claim_count(seed: int, number: int) -> int:
    return CLAIMS[(number * 2654435761 + seed) % 997 % len(CLAIMS)]


def home(number: int, position: int, sizes: Sizes) -> int:
    """The article that makes the claim: those about one event stand in up to three that follow each other."""
    return (number // PER_ARTICLE + position % 3) % sizes.articles


def day(random: Random) -> date:
    """Many events fall on a few days, and more on recent days than on others."""
    kind = random.random()
    if kind < 0.1:
        return LAST_DAY - timedelta(days=random.choice(BUSY))
    ago = chance.skewed(random, DAYS) if kind < 0.5 else random.randrange(DAYS)
    return LAST_DAY - timedelta(days=ago)


def stated(random: Random) -> str:
    """A date as a text gives it (EDTF): mostly a day, now and then less than that, or nothing."""
    first, kind = day(random), random.random()
    if kind < 0.72:
        return first.isoformat()
    if kind < 0.80:
        return f"{first:%Y-%m}"
    if kind < 0.84:
        return f"{first:%Y}"
    start = first.replace(day=first.day // 10 * 9 + 1)
    if kind < 0.88:
        return f"{start.isoformat()}~"
    if kind < 0.93:
        return f"{start.isoformat()}/{(start + timedelta(days=random.choice((2, 6, 30)))).isoformat()}"
    return f"{start.isoformat()}/.." if kind < 0.96 else ""


def event(seed: int, number: int, sizes: Sizes) -> Iterator[Record]:
    random = chance.of(seed, "event", number)
    slug, kind, noun = event_slug(number), random.choice(TYPES), random.choice(NOUNS)
    who = list(dict.fromkeys(chance.skewed(random, sizes.actors) for _ in range(random.choice((1, 2, 2, 3, 4)))))
    where = list(dict.fromkeys(chance.skewed(random, sizes.places) for _ in range(random.choice((1, 1, 1, 2)))))
    names = [cast.actor_name(seed, actor)[:60] for actor in who]
    adjective = random.choice(ADJECTIVES)
    place = cast.place_name(seed, where[0])
    rare = f" An {RARE} seal was found." if number % RARELY == 7 else ""
    yield record(
        "event",
        slug=slug,
        status="published",
        title=f"{names[0]} {VERBS[kind]} {adjective} {noun} in {place}"[:200],
        summary=f"{names[-1]} and others in {place}: {noun}. {' '.join(random.sample(SENTENCES, k=2))}{rare}",
        event_type=kind,
        mode=random.choice(("", *MODES.get(kind, ()))),
        realis=random.choice(REALIS),
        date=stated(random),
        part_of=[event_slug(number - random.randint(1, number))] if number and random.random() < 0.05 else "",
    )
    for position, index in enumerate(where):
        role = "occurred_at" if position == 0 else "affected"
        yield record("eventplace", event=[slug], place=[cast.place_slug(index)], role=role)
    for position, index in enumerate(who):
        role = ROLES[position] if position < 2 else random.choice(ROLES[2:])
        yield record("eventparticipant", event=[slug], actor=[cast.actor_slug(index)], role=role)
    if number and random.random() < 0.08:
        other = number - random.randint(1, min(number, 50))
        yield record("eventrelation", from_event=[slug], to_event=[event_slug(other)], relation="follows")


@dataclass(frozen=True)
class Claimed:
    """A claim with what its article must hold for it: the quote."""

    article: int
    quote: str
    records: tuple[Record, ...]


@lru_cache(maxsize=64)
def claims(seed: int, number: int, sizes: Sizes) -> tuple[Claimed, ...]:
    return tuple(claim(seed, number, position, sizes) for position in range(claim_count(seed, number)))


def claim(seed: int, number: int, position: int, sizes: Sizes) -> Claimed:
    random = chance.of(seed, f"claim-{position}", number)
    slug, article = claim_slug(number, position), home(number, position, sizes)
    speaker = chance.skewed(random, sizes.actors) if random.random() < 0.6 else None
    who = "Anwohnern" if speaker is None else cast.actor_name(seed, speaker)
    aspect = random.choice(ASPECTS) if position else "occurrence"
    number_said = random.choice((2, 3, 3, 3, 5, 8, 12, 40))
    where = cast.place_name(seed, chance.skewed(random, sizes.places))
    quote = random.choice(GERMAN).format(who=who, where=where, number=number_said) + f" ({slug})."
    about = record(
        "claim",
        slug=slug,
        status="published",
        article=[article_slug(article)],
        events=[[event_slug(number)]],
        statement=f"{who} says of the {random.choice(NOUNS)} in {where} that {number_said} were counted.",
        speaker="" if speaker is None else [cast.actor_slug(speaker)],
        speech_mode="author_voice" if speaker is None else random.choice(("direct_quote", "indirect")),
        aspect=aspect,
        said=stated(random) if random.random() < 0.3 else "",
        **value(random, aspect, number_said, sizes),
    )
    records = [about, *attributions(random, slug, sizes), record("evidence", claim=[slug], quote=quote)]
    return Claimed(article, quote, tuple(records))


def value(random: Random, aspect: str, number: int, sizes: Sizes) -> dict[str, object]:
    """What is stated, as the aspect asks for it: numbers that differ are what events are contested about."""
    if aspect in ("casualties", "quantity"):
        qualifier = random.choice(("exact", "exact", "at_least", "about"))
        return {
            "value_type": "quantity",
            "value_number": number,
            "value_qualifier": qualifier,
            "value_unit": "people killed" if aspect == "casualties" else "attacks",
        }
    if aspect == "date":
        return {"value_type": "date", "value_date": day(random).isoformat()}
    if aspect == "responsibility":
        return {"value_type": "actor", "value_actor": [cast.actor_slug(chance.skewed(random, sizes.actors))]}
    return {}


def attributions(random: Random, slug: str, sizes: Sizes) -> Iterator[Record]:
    chain = [chance.skewed(random, sizes.sources) for _ in range(random.choice((0, 0, 1, 1, 2)))]
    for position, index in enumerate(dict.fromkeys(chain)):
        yield record("claimattribution", claim=[slug], source=[cast.source_slug(index)], position=position)


def relations(seed: int, number: int, sizes: Sizes) -> Iterator[Record]:
    """Neighbouring claims on one aspect of an event contradict or support each other, as far as editors said so."""
    by_aspect: dict[object, str] = {}
    for position, made in enumerate(claims(seed, number, sizes)):
        aspect = fields_of(made.records[0])["aspect"]
        slug = claim_slug(number, position)
        if aspect in by_aspect and (number + position) % 3:
            relation = ("contradicts", "supports", "qualifies")[(number + position) % 3]
            yield record(
                "claimrelation", from_claim=[by_aspect[aspect]], to_claim=[slug], relation=relation, aspect=aspect
            )
        by_aspect[aspect] = slug


def fields_of(row: Record) -> dict[str, object]:
    fields = row["fields"]
    assert isinstance(fields, dict)
    return fields


def claims_in(seed: int, article: int, sizes: Sizes) -> list[Claimed]:
    """The claims that an article makes, in the order in which its text does."""
    homes: Sequence[int] = sorted({(article - back) % sizes.articles for back in range(3)})
    events = [number for at in homes for number in range(at * PER_ARTICLE, (at + 1) * PER_ARTICLE)]
    return [
        made
        for number in events
        if number < sizes.events
        for made in claims(seed, number, sizes)
        if made.article == article
    ]


def text(seed: int, article: int, sizes: Sizes) -> str:
    """The text of an article, in which every quote of its claims stands once."""
    random = chance.of(seed, "text", article)
    sentences = [part for made in claims_in(seed, article, sizes) for part in (made.quote, random.choice(FILLERS))]
    return "\n".join([title(seed, article), *sentences]) + "\n"


def title(seed: int, article: int) -> str:
    random = chance.of(seed, "article-title", article)
    return f"Was über {random.choice(NOUNS)} und {random.choice(NOUNS)} bekannt ist: Bericht {article}"


def article(seed: int, number: int, sizes: Sizes) -> Iterator[Record]:
    random = chance.of(seed, "article", number)
    published = "" if random.random() < 0.1 else day(random).isoformat()
    yield record(
        "article",
        slug=article_slug(number),
        status="published",
        source=[cast.source_slug(chance.skewed(random, sizes.sources))],
        title=title(seed, number),
        language="de",
        authors=[cast.actor_name(seed, STAFF + number % 40)] if number % 3 else [],
        published=published,
        document=document(number),
    )
    if number % 4 == 0:
        cited = chance.skewed(random, sizes.sources)
        yield record(
            "articlecitation",
            article=[article_slug(number)],
            source=[cast.source_slug(cited)],
            mention=title(seed, number).split()[0],
        )


# Authors have names like everybody else.
STAFF = 10_000_000
