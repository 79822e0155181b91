"""The dataset in figures: Markdown tables counted from what is published, for docs/dataset.md."""

import json
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator

from incidents.publication.keys import Snapshot
from incidents.publication.models import (
    RECORD_TABLES,
    PublishedActor,
    PublishedClaim,
    PublishedClaimRelation,
    PublishedEvent,
    PublishedRecord,
)
from incidents.vocabularies import VOCABULARIES

MARKED = re.compile(r"(?P<begin><!-- figures: (?P<name>[a-z-]+) -->\n).*?(?P<end><!-- end of figures -->)", re.DOTALL)
NO_TYPE = "none that fits"
NO_SPEAKER = "no speaker: the article itself, or what it passes on"
OFTEN = 10  # claims of one speaker


class NoSuchTable(ValueError):
    """A document asks for figures that nobody counts."""


def describe(document: str) -> str:
    """The Markdown document with what stands between its markers counted anew. Raises NoSuchTable."""
    return MARKED.sub(_filled, document)


def _filled(found: re.Match[str]) -> str:
    name = found["name"]
    if name not in TABLES:
        raise NoSuchTable(f"There are no figures {name!r}. There are: {', '.join(TABLES)}.")
    return found["begin"] + "".join(f"{line}\n" for line in TABLES[name]()) + found["end"]


def records() -> Iterator[str]:
    """How many records of each kind there are, and how many relations between them."""
    counts = {name: table.objects.current().count() for name, table in RECORD_TABLES.items()}
    counts["quotes"] = sum(len(claim["evidence"]) for claim in _snapshots(PublishedClaim))
    counts["relations between claims"] = PublishedClaimRelation.objects.current().count()
    counts["relations between events"] = sum(len(event["relations"]) for event in _snapshots(PublishedEvent))
    return _row(counts)


def texts() -> Iterator[str]:
    """For each article its claims, their quotes and the events they are about."""
    claims = _snapshots(PublishedClaim)
    rows = []
    for article in sorted({claim["article"] for claim in claims}):
        own = [claim for claim in claims if claim["article"] == article]
        quotes = sum(len(claim["evidence"]) for claim in own)
        events = {event for claim in own for event in claim["events"]}
        spoken = sum(claim["speaker"] is not None for claim in own)
        rows.append((f"`{article}`", len(own), spoken, quotes, len(events)))
    return _table(["article", "claims", "of them with a speaker", "quotes", "events"], rows)


def event_types() -> Iterator[str]:
    """Events by type, and by whether they happened; types that never occur are left out."""
    found = [(event["event_type"], event["realis"]) for event in _snapshots(PublishedEvent)]
    counts, by_type, by_realis = Counter(found), Counter(kind for kind, _ in found), Counter(how for _, how in found)
    columns = _words("realis")
    rows: list[tuple[object, ...]] = [
        (f"`{kind}`" if kind else NO_TYPE, *(counts[kind, how] for how in columns), by_type[kind])
        for kind in [*_words("event_type"), None]
        if by_type[kind]
    ]
    rows.append(("all", *(by_realis[how] for how in columns), len(found)))
    return _table(["event type", *columns, "all"], rows)


def dates() -> Iterator[str]:
    """Events by the precision of their dates; a bound that is missing has three different reasons."""
    counts = Counter(_precision(event["date"]) for event in _snapshots(PublishedEvent))
    return _row({word: counts[word] for word in PRECISIONS if counts[word]})


def _precision(date: Snapshot) -> str:
    if date["precision"] != "unknown":
        return f"{date['precision']}"
    if date["edtf"] is None:
        return "none is stated"
    return "the year is missing" if date["start"] is date["end"] is None else "one end is open"


def speakers() -> Iterator[str]:
    """Claims by who makes them; who makes few is counted together with others."""
    names = {row.slug: row.name for row in PublishedActor.objects.current()}
    speaking = [claim["speaker"] for claim in _snapshots(PublishedClaim)]
    counts = Counter(names[speaker] for speaker in speaking if speaker)
    often = {name: count for name, count in counts.most_common() if count >= OFTEN}
    others = counts.total() - sum(often.values())
    return _row({NO_SPEAKER: speaking.count(None)} | often | {f"{len(counts) - len(often)} others": others})


def agreement() -> Iterator[str]:
    """How far the claims agree, for each aspect of each event."""
    events = [json.loads(event.summary)["agreement"] for event in PublishedEvent.objects.current()]
    found = Counter(word for aspects in events for word in aspects.values())
    return _row({f"`{word}`": found[word] for word in _words("agreement")})


def relations() -> Iterator[str]:
    """Relations between claims by kind."""
    counts = Counter(row.relation for row in PublishedClaimRelation.objects.current())
    return _row({f"`{word}`": counts[word] for word in _words("claim_relation")})


def _snapshots(table: type[PublishedRecord]) -> list[Snapshot]:
    return list(table._default_manager.filter(valid_to=None).values_list("snapshot", flat=True))


def _words(vocabulary: str) -> list[str]:
    return [str(word) for word in VOCABULARIES[vocabulary]]


def _row(counts: dict[str, int]) -> Iterator[str]:
    """A table of one row, aligned to the right."""
    yield f"| {' | '.join(counts)} |"
    yield "|" + "---:|" * len(counts)
    yield f"| {' | '.join(map(str, counts.values()))} |"


def _table(head: list[str], rows: Iterable[tuple[object, ...]]) -> Iterator[str]:
    yield f"| {' | '.join(head)} |"
    yield "|---" + "|---:" * (len(head) - 1) + "|"
    yield from (f"| {' | '.join(str(cell) for cell in row)} |" for row in rows)


PRECISIONS = [
    *(str(word) for word in VOCABULARIES["date_precision"] if word != "unknown"),
    "one end is open",
    "the year is missing",
    "none is stated",
]
TABLES: dict[str, Callable[[], Iterator[str]]] = {
    "records": records,
    "texts": texts,
    "event-types": event_types,
    "dates": dates,
    "speakers": speakers,
    "agreement": agreement,
    "relations": relations,
}
