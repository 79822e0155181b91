"""What is asked of whom, as data.

Every scenario is a list of addresses, taken in turn. As clients do, it never asks for one thing over and over, except
where that is what is measured.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import timedelta
from itertools import combinations, product
from pathlib import Path
from random import Random
from urllib.parse import quote, urlencode

from benchmarks import cast, happenings
from benchmarks.peers import datasette
from benchmarks.servers import PRODUCTION
from benchmarks.synthetic import Dataset
from benchmarks.words import CENTRES, COUNTRIES, NOUNS, RARE
from benchmarks.wrk import Ask

EVENTS = "/api/v1/events/"
GRAPHQL = (Path(__file__).parent / "peers" / "postgraphile" / "list.graphql").read_text()
PAGE = 50
# The product as it makes every answer anew, with the answers that it keeps, and each of them believing for a second
# which version the dataset has.
PRODUCT, KEPT, TRUSTING = "product", "kept", "trusting"
SPREAD = 1_000
AGAIN_TRUSTING = "list, the same again, version trusted"


@dataclass(frozen=True)
class Scenario:
    """A question to the product, and to the peers that can be asked the same.

    `variant` says which of the four servers of the product answers.
    """

    name: str
    ask: Ask
    peers: Mapping[str, Ask] = field(default_factory=dict)
    variant: str = PRODUCT


@dataclass(frozen=True)
class Known:
    """What must be looked up before asking: where pages start, and the tag of the list."""

    cursors: Sequence[str]
    page_100: str
    page_10_000: str | None
    etag: str


def scenarios(dataset: Dataset, known: Known) -> list[Scenario]:
    found = [
        *against_peers(dataset, known),
        scenario("by actor + role", events(role_of(dataset))),
        scenario("pair of actors", events([{"pair": ",".join(pair)} for pair in combinations(actors(dataset, 12), 2)])),
        scenario("bbox", events([{"bbox": box(code)} for code in COUNTRIES])),
        scenario("aspect + agreement", events(agreements())),
        scenario("list by a common word", events([{"q": word} for word in NOUNS])),
        scenario("list by a rare word", events([{"q": word} for word in (RARE, f"{RARE} seal")])),
        scenario("search: common words", searches(NOUNS)),
        scenario("search: a rare word", searches([RARE, f"{RARE} seal"])),
        scenario("search: misspelt names", searches(misspelt(dataset))),
        scenario("facets", [f"{EVENTS}facets/?by={by}" for by in ("event_type", "country", "actor", "year")]),
        scenario("facets of a country", [f"{EVENTS}facets/?by=event_type&country={code}" for code in COUNTRIES[:6]]),
        scenario("timeline", [f"{EVENTS}timeline/?interval={interval}" for interval in ("month", "year")]),
        scenario("csv of a week", events([{"format": "csv", **week(back)} for back in range(0, 520, 13)])),
        Scenario("304", Ask([EVENTS], {**PRODUCTION, "If-None-Match": known.etag}), variant=KEPT),
    ]
    return [*found, mixed(found)]


def against_peers(dataset: Dataset, known: Known) -> list[Scenario]:
    """What every peer can be asked, too."""
    filters, by_actor = filtered(), [{"actor": actor} for actor in actors(dataset, 40)]
    slugs = details(dataset)
    pages = [EVENTS, *(f"{EVENTS}?cursor={cursor}" for cursor in known.cursors)]
    the_list = {"drf": ["/events/"], "drf_count": ["/numbered/"], "fastapi": ["/events/"]}
    one = {name: [f"/events/{slug}/" for slug in slugs] for name in ("drf", "fastapi")}
    addresses = [f"{EVENTS}{slug}/" for slug in slugs]
    return [
        scenario("detail", addresses, **one, static=["/detail"], nginx=["/detail"]),
        *at_a_depth(known),
        scenario(
            "list",
            pages,
            **the_list,
            datasette=[datasette.address("list")],
            postgraphile=["/graphql"],
            static=["/list"],
            nginx=["/list"],
        ),
        replace(scenario("list, the same again", [EVENTS], **the_list, static=["/list"]), variant=KEPT),
        replace(scenario(AGAIN_TRUSTING, [EVENTS], **the_list, static=["/list"], nginx=["/list"]), variant=TRUSTING),
        scenario("country + dates + type", events(filters), **asked_of_peers("filtered", filters)),
        scenario("by actor", events(by_actor), **asked_of_peers("actor", by_actor)),
    ]


def at_a_depth(known: Known) -> list[Scenario]:
    """The list further on, asked next to what it is compared with: the machine is not the same a minute later."""
    deep = {100: known.page_100, 10_000: known.page_10_000}
    return [
        scenario(f"page {page:,}", [f"{EVENTS}?cursor={cursor}"], drf_count=[numbered(page)])
        for page, cursor in deep.items()
        if cursor
    ]


def scenario(name: str, paths: Sequence[str], **peers: Sequence[str]) -> Scenario:
    return Scenario(name, Ask(paths, PRODUCTION), {peer: ask_of(peer, asked) for peer, asked in peers.items()})


def ask_of(peer: str, paths: Sequence[str]) -> Ask:
    if peer == "postgraphile":
        body = '{"query": "' + GRAPHQL.replace("\n", " ") + '"}'
        return Ask(paths, {"Content-Type": "application/json"}, body)
    return Ask(paths)


def events(asked: Sequence[Mapping[str, str]]) -> list[str]:
    return [f"{EVENTS}?{urlencode(parameters, safe=',')}" for parameters in asked]


def asked_of_peers(query: str, asked: Sequence[Mapping[str, str]]) -> dict[str, list[str]]:
    plain = [urlencode(parameters) for parameters in asked]
    return {
        "drf": [f"/events/?{text}" for text in plain],
        "drf_count": [f"/numbered/?{text}" for text in plain],
        "fastapi": [f"/events/?{text}" for text in plain],
        "datasette": [datasette.address(query, f"&{text}") for text in plain],
    }


def details(dataset: Dataset) -> list[str]:
    random = Random(dataset.seed)
    return [happenings.event_slug(random.randrange(dataset.events)) for _ in range(min(SPREAD, dataset.events))]


def actors(dataset: Dataset, count: int) -> list[str]:
    """Those that are named most."""
    return [cast.actor_slug(number) for number in range(count)]


def role_of(dataset: Dataset) -> list[dict[str, str]]:
    return [
        {"actor": actor, "role": role}
        for actor, role in product(actors(dataset, 20), ("initiator", "target", "victim"))
    ]


def filtered() -> list[dict[str, str]]:
    return [
        {"country": country, "date_from": f"{year}-01-01", "date_to": f"{year}-12-31", "type": kind}
        for country, year, kind in product(COUNTRIES[:6], range(2019, 2026), ("ASSAULT", "CONSULT"))
    ]


def agreements() -> list[dict[str, str]]:
    words = ("contested", "compatible", "single_source")
    return [{"aspect": aspect, "agreement": word} for aspect, word in product(happenings.ASPECTS, words)]


def box(country: str) -> str:
    latitude, longitude = CENTRES[country]
    return f"{longitude - 1},{latitude - 1},{longitude + 1},{latitude + 1}"


def searches(texts: Sequence[str]) -> list[str]:
    return [f"/api/v1/search/?q={quote(text)}" for text in texts]


def misspelt(dataset: Dataset) -> list[str]:
    """Names of persons as another language writes them."""
    people = [number for number in range(cast.STATES, 150) if cast.actor_kind(number) == "person"][:40]
    names = [cast.actor_name(dataset.seed, number) for number in people]
    return [name.replace("v", "w").replace("sh", "sch").replace("y", "j") for name in names]


def week(back: int) -> dict[str, str]:
    end = happenings.LAST_DAY - timedelta(weeks=back + 1)
    start = end - timedelta(days=6)
    return {"date_from": start.isoformat(), "date_to": end.isoformat(), "date_match": "within"}


def numbered(page: int) -> str:
    return f"/numbered/?offset={(page - 1) * PAGE}"


def mixed(others: Sequence[Scenario]) -> Scenario:
    """Everything in turn: mostly lists and details, now and then what is dear."""
    weights = {"detail": 300, "list": 200, "facets": 4, "timeline": 2, "csv of a week": 2}
    random = Random(1)
    paths = [
        path
        for one in others
        if one.variant == PRODUCT
        for path in random.choices(one.ask.paths, k=weights.get(one.name, 30))
    ]
    random.shuffle(paths)
    return Scenario("mixed traffic", Ask(paths, PRODUCTION), variant=KEPT)
