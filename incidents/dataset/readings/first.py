"""The dataset as one reading of its texts: the published claims of the fixture files, without a database."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from incidents.dataset.documents import NoText, read_document
from incidents.dataset.files import Files
from incidents.dataset.quotes import QuoteRefused, locate
from incidents.dataset.readings.reading import Claim, Event
from incidents.dataset.rows import Row
from incidents.dataset.schema import SPEC_OF
from incidents.dataset.sentences import Span
from incidents.models import (
    Actor,
    ActorName,
    Article,
    ArticleCitation,
    ClaimAttribution,
    ClaimRelation,
    Evidence,
    Source,
)
from incidents.models import Claim as ClaimRecord
from incidents.models import Event as EventRecord
from incidents.vocabularies import Status


class BadDataset(ValueError):
    """Fixture files that cannot be compared with anything. The message names the place and the fix."""


@dataclass(frozen=True, kw_only=True)
class Dataset:
    """`relations` are (from, kind, to) by slugs; `mentions` are how each article names each of its sources."""

    texts: dict[str, str]
    claims: dict[str, list[Claim]]
    events: dict[str, Event]
    relations: frozenset[tuple[str, str, str]]
    actors: dict[str, set[str]]
    sources: dict[str, set[str]]
    mentions: dict[str, dict[str, str]]


def dataset_of(files: Files) -> Dataset:
    """Raises BadDataset for files with a fault, a text that is missing, or a quote that does not stand in it."""
    if files.faults:
        raise BadDataset(f"{files.faults[0]} (`check_dataset` names every fault.)")
    texts = {row.owner: _text(row) for row in files.of(SPEC_OF[Article])}
    mentions: dict[str, dict[str, str]] = defaultdict(dict)
    for row in files.of(SPEC_OF[ArticleCitation]):
        mentions[row.owner][str(row.values["source"])] = str(row.values["mention"])
    return Dataset(
        texts=texts,
        claims=_claims(files, texts),
        events={row.owner: _event(row) for row in files.of(SPEC_OF[EventRecord])},
        relations=frozenset(map(_relation, files.of(SPEC_OF[ClaimRelation]))),
        actors=_names(files.of(SPEC_OF[Actor]) + files.of(SPEC_OF[ActorName])),
        sources=_names(files.of(SPEC_OF[Source])),
        mentions=dict(mentions),
    )


def _text(row: Row) -> str:
    try:
        return read_document(str(row.values["document"]))
    except NoText as error:
        raise BadDataset(f"{row.file}:{row.line}: {row.record}: {error}") from error


def _claims(files: Files, texts: dict[str, str]) -> dict[str, list[Claim]]:
    """The published claims of each article, in the order of slugs."""
    evidence, chains = _by_owner(files.of(SPEC_OF[Evidence])), _by_owner(files.of(SPEC_OF[ClaimAttribution]))
    found: dict[str, list[Claim]] = {article: [] for article in texts}
    for row in sorted(files.of(SPEC_OF[ClaimRecord]), key=lambda row: row.owner):
        article = str(row.values["article"])
        if row.values["status"] != Status.PUBLISHED or article not in texts:
            continue
        spans = tuple(_span(quote, texts[article]) for quote in evidence.get(row.owner, []))
        found[article].append(_claim(row, spans=spans, chain=chains.get(row.owner, [])))
    return found


def _claim(row: Row, *, spans: tuple[Span, ...], chain: list[Row]) -> Claim:
    words = {name: str(row.values[name]) for name in ("speech_act", "speech_mode", "modality", "aspect")}
    in_order = sorted(chain, key=lambda link: int(str(link.values["position"])))
    words["attribution"] = chain_label(str(link.values["source"]) for link in in_order)
    words["speaker"] = str(row.values["speaker"] or "")
    return Claim(
        name=row.owner,
        article=str(row.values["article"]),
        statement=str(row.values["statement"]),
        spans=spans,
        events=tuple(slug for name, _, slug in row.targets if name == "events"),
        labels={label: frozenset({word}) for label, word in words.items()},
    )


def chain_label(sources: Iterable[str]) -> str:
    """An attribution as one word, the source nearest to the article first; "" where there is none."""
    return " < ".join(sources)


def _span(row: Row, text: str) -> Span:
    quote, start = str(row.values["quote"]), row.values["start"]
    try:
        begin = locate(quote, start=start if isinstance(start, int) else None, text=text)
    except QuoteRefused as error:
        raise BadDataset(f"{row.file}:{row.line}: {row.record}: {error}") from error
    return Span(begin, begin + len(quote))


def _event(row: Row) -> Event:
    kind, realis, date = (str(row.values[name]) for name in ("event_type", "realis", "date"))
    return Event(name=row.owner, event_type=kind, realis=realis, date=date)


def _relation(row: Row) -> tuple[str, str, str]:
    return str(row.values["from_claim"]), str(row.values["relation"]), str(row.values["to_claim"])


def _names(rows: list[Row]) -> dict[str, set[str]]:
    found: dict[str, set[str]] = defaultdict(set)
    for row in rows:
        found[row.owner].add(str(row.values["name"]))
    return dict(found)


def _by_owner(rows: list[Row]) -> dict[str, list[Row]]:
    found: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        found[row.owner].append(row)
    return found
