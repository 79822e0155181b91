"""The comparison for people: a table, the same as lines, and every difference."""

from collections.abc import Iterable, Iterator
from fractions import Fraction
from math import floor

from incidents.dataset.readings.events import EVENT_LABELS, EventFound
from incidents.dataset.readings.figures import Comparison, RelationFound, agreeing, kappa, together
from incidents.dataset.readings.pairing import Pair
from incidents.dataset.readings.reading import LABELS, Claim, Words

NOTHING = "–"


def table(comparisons: list[Comparison]) -> Iterator[str]:
    """Markdown: a row for each figure, a column for each article, by the number its slug begins with, and for all."""
    columns = [*comparisons, together(comparisons, called="all")]
    yield _row(["", *(_number(item.article) for item in columns)])
    yield "|---" + "|--:" * len(columns) + "|"
    figures = [list(_figures(item)) for item in columns]
    for cells in zip(*figures, strict=True):
        yield _row([cells[0][0], *(value for _, value in cells)])


def summary(comparisons: list[Comparison]) -> Iterator[str]:
    """The figures of each article under its slug, then of all together."""
    for item in [*comparisons, together(comparisons, called="all together")]:
        yield f"{item.article}:"
        yield from (f"  {name}: {value}" for name, value in _figures(item))


def differences(comparison: Comparison) -> Iterator[str]:
    """Every difference in one article, one a line, in the order of the second reading; what only one has at the end."""
    for pair in comparison.pairs:
        yield from (_labels_line(pair, label) for label in LABELS if not pair[0].agrees(pair[1], label))
    for event in comparison.events:
        yield from _event_lines(event, _number(comparison.article))
    for found in comparison.relations:
        if found.relation.kind not in found.forth:
            yield _relation_line(found, _number(comparison.article))
    yield from (_claim_line(claim, "only in the second reading") for claim in comparison.alone())
    yield from (_claim_line(claim, "only in the dataset") for claim in comparison.unanswered())


# Figures


def _figures(item: Comparison) -> Iterator[tuple[str, str]]:
    yield "claims of the second reader", str(len(item.second))
    yield "… whose words the dataset quotes too", _share(item.quoted_too, len(item.second))
    yield "… paired with a claim of the dataset", _share(len(item.pairs), len(item.second))
    yield "claims of the dataset", str(len(item.first))
    yield "… whose words the second reader quotes too", _share(item.quoted_by_second, len(item.first))
    yield "… paired with a claim of the second reader", _share(len(item.pairs), len(item.first))
    for label in LABELS:
        share = _share(agreeing(item.pairs, label), len(item.pairs))
        yield f"pairs with the same {label.replace('_', ' ')} (κ)", f"{share} ({_kappa(kappa(item.pairs, label))})"
    yield from _relation_figures(item)
    yield from _event_figures(item)


def _relation_figures(item: Comparison) -> Iterator[tuple[str, str]]:
    yield "relations of the second reader", str(item.stated)
    yield "… with both ends in the dataset", str(len(item.relations))
    yield (
        "… of these related there too",
        _share(sum(bool(found.kinds) for found in item.relations), len(item.relations)),
    )
    kinds = sum(found.relation.kind in found.kinds for found in item.relations)
    yield "… of these with the same kind", _share(kinds, len(item.relations))
    forth = sum(found.relation.kind in found.forth for found in item.relations)
    yield "… of these in the same direction too", _share(forth, len(item.relations))


def _event_figures(item: Comparison) -> Iterator[tuple[str, str]]:
    yield "events of the second reader", str(len(item.events))
    known = [found for found in item.events if found.counterpart]
    yield "… that the dataset has", _share(len(known), len(item.events))
    for label, name in zip(
        EVENT_LABELS, ("of the same type", "of the same realis", "of a date that overlaps"), strict=True
    ):
        yield f"… of these {name}", _share(sum(label in found.agreeing for found in known), len(known))
    whole = sum(len(found.agreeing) == len(EVENT_LABELS) for found in known)
    yield "… of all, the same in all three", _share(whole, len(item.events))


def _share(part: int, whole: int) -> str:
    """In per cent, rounded down, so that 100 means all."""
    return f"{100 * part // whole} %" if whole else NOTHING


def _kappa(value: Fraction | None) -> str:
    return NOTHING if value is None else f"{floor(100 * value) / 100:.2f}"


def _number(article: str) -> str:
    """What the slug of an article begins with, which is enough to tell them apart."""
    return article.partition("-")[0]


def _row(cells: Iterable[str]) -> str:
    return "| " + " | ".join(cells) + " |"


# Differences


def _labels_line(pair: Pair, label: str) -> str:
    one, other = pair
    mine, theirs = (" or ".join(sorted(claim.labels[label])) or NOTHING for claim in pair)
    what = label.replace("_", " ")
    return f"{_number(one.article)} {one.name} ~ {other.name}: {what} {mine}, in the dataset {theirs}: {one.statement}"


def _event_lines(found: EventFound, article: str) -> Iterator[str]:
    event, other = found.event, found.counterpart
    if other is None:
        yield f"{article} event {event.name!r}: none in the dataset"
        return
    for label in EVENT_LABELS:
        if label not in found.agreeing:
            mine, theirs = getattr(event, label) or NOTHING, getattr(other, label) or NOTHING
            what = label.replace("_", " ")
            yield f"{article} event {event.name!r} ~ {other.name}: {what} {mine}, in the dataset {theirs}"


def _relation_line(found: RelationFound, article: str) -> str:
    relation = found.relation
    related = [*sorted(found.forth), *(f"{kind}, the other way round" for kind in sorted(found.back))]
    there = " and ".join(related) or "not related"
    return f"{article} {_end(relation.one)} {relation.kind} {_end(relation.other)}: in the dataset {there}"


def _end(end: str | Words) -> str:
    return f"{_number(end.article)} at {end.span.start}–{end.span.end}" if isinstance(end, Words) else end


def _claim_line(claim: Claim, where: str) -> str:
    aspect = min(claim.labels["aspect"])
    return f"{_number(claim.article)} {claim.name}: {where}: {aspect}: {claim.statement}"
