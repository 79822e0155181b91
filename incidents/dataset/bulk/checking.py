"""What can be told of a bundle as a whole before anything is written: one question to the database for each rule."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from django.db.models import ForeignKey, ManyToManyField
from psycopg import sql

from incidents.dataset.bulk.lines import row_at
from incidents.dataset.bulk.staging import opened
from incidents.dataset.bulk.tables import one, rows, run, strides, table
from incidents.dataset.faults import Fault
from incidents.dataset.files import called
from incidents.dataset.quotes import why_not
from incidents.dataset.report import MAX_FAULTS
from incidents.dataset.rows import Row, meant
from incidents.dataset.schema import QUOTES, SPEC_OF, SPECS, Spec
from incidents.models import Article, Claim

# In more records than these a misspelt reference is not looked for.
SEARCHED = 20_000


class Place(NamedTuple):
    """Where a row stands: the number of its file, from 1, and the line."""

    file: int
    line: int


Tell = Callable[[Row], Fault]
Telling = tuple[Place, Tell]


def faults_of(told: Iterable[Telling], paths: Sequence[Path]) -> list[Fault]:
    """The faults of rows that are known by their place."""
    tells: dict[Place, list[Tell]] = defaultdict(list)
    for place, tell in told:
        tells[place].append(tell)
    return [tell(row) for place, row in rows_at(tells, paths) for tell in tells[place]]


def rows_at(places: Collection[Place], paths: Sequence[Path]) -> Iterator[tuple[Place, Row]]:
    """The rows at these places, read once more so that faults can be told of them."""
    for number in sorted({place.file for place in places}):
        path, lines = paths[number - 1], {place.line for place in places if place.file == number}
        with path.open("rb") as raw:
            for at, line in enumerate(opened(raw, path), start=1):
                if at in lines:
                    yield Place(number, at), row_at(line, file=called(path), number=at)


def tellings(paths: Sequence[Path]) -> Iterator[Telling]:
    """Every fault that concerns more than one row."""
    yield from _doublets(paths)
    yield from _references()
    for spec in QUOTES:
        _find_quotes(spec)
        yield from _unfound(spec)
    yield from _circles()


def _doublets(paths: Sequence[Path]) -> Iterator[Telling]:
    for spec in SPECS:
        query = sql.SQL(
            "SELECT file, line, first_file, first_line FROM (SELECT file, line, row_number() OVER same AS position, "
            "first_value(file) OVER same AS first_file, first_value(line) OVER same AS first_line FROM {} "
            "WINDOW same AS (PARTITION BY {} ORDER BY n)) AS numbered WHERE position > 1 LIMIT %s"
        ).format(table(spec), sql.SQL(", ").join(sql.Identifier(name) for name in spec.key))
        for file, line, first_file, first_line in rows(query, [MAX_FAULTS]):
            first = f"{called(paths[first_file - 1])}:{first_line}"
            yield Place(file, line), telling(spec.key[-1], f"is the same {spec.name} as at {first}: keep one.")


def _references() -> Iterator[Telling]:
    for spec in SPECS:
        for name, other in spec.references.items():
            many = isinstance(spec.fields[name], ManyToManyField)
            slugs = sql.SQL("unnest(s.{})" if many else "(SELECT s.{})").format(sql.Identifier(name))
            query = sql.SQL(
                "SELECT s.file, s.line, r.slug FROM {} s, LATERAL {} AS r(slug) WHERE r.slug IS NOT NULL "
                "AND NOT EXISTS (SELECT FROM {} o WHERE o.slug = r.slug) "
                "AND NOT EXISTS (SELECT FROM {} o WHERE o.slug = r.slug) LIMIT %s"
            ).format(table(spec), slugs, table(other), stored_table(other))
            for file, line, slug in rows(query, [MAX_FAULTS]):
                rule = f"there is no {other.name} {slug!r}, neither in the files nor in the database"
                yield Place(file, line), telling(name, rule + _meant(other, slug))


def _meant(spec: Spec, slug: str) -> str:
    known = rows(sql.SQL("SELECT slug FROM {} LIMIT %s").format(table(spec)), [SEARCHED + 1])
    return meant(slug, [row[0] for row in known]) if len(known) <= SEARCHED else "."


def stored_table(spec: Spec) -> sql.Identifier:
    return sql.Identifier(spec.model._meta.db_table)


def texts(spec: Spec, *, staged: bool) -> sql.Composed:
    """SQL that joins `a.text` to the quotes `s` of a model: of articles that the bundle brings, or that are there."""
    article = table(SPEC_OF[Article]) if staged else stored_table(SPEC_OF[Article])
    if spec.owner.model is Article:
        return sql.SQL("{} a ON a.slug = s.article").format(article)
    claim = table(SPEC_OF[Claim])
    return sql.SQL("{} c ON c.slug = s.claim JOIN {} a ON a.slug = c.article").format(claim, article)


def _find_quotes(spec: Spec) -> None:
    """Where quotes stand that occur once in their text."""
    for staged in (True, False):
        query = sql.SQL(
            "UPDATE {table} AS t SET start = f.start FROM (SELECT s.n, strpos(a.text, s.quote) - 1 AS start, a.text, "
            "s.quote FROM {table} s JOIN {texts} WHERE s.n BETWEEN %s AND %s AND s.start IS NULL) AS f "
            "WHERE t.n = f.n AND f.start >= 0 AND strpos(substr(f.text, f.start + 2), f.quote) = 0"
        ).format(table=table(spec), texts=texts(spec, staged=staged))
        for first, last in strides(spec):
            run(query, [first, last])


def _unfound(spec: Spec) -> Iterator[Telling]:
    """Quotes that stand nowhere, elsewhere than they say, or in several places."""
    for staged in (True, False):
        query = sql.SQL(
            "SELECT s.file, s.line, s.quote, s.start, a.text FROM {} s JOIN {} WHERE s.n BETWEEN %s AND %s AND "
            "(s.start IS NULL OR substr(a.text, s.start + 1, char_length(s.quote)) <> s.quote) LIMIT %s"
        ).format(table(spec), texts(spec, staged=staged))
        for first, last in strides(spec):
            for file, line, quote, start, text in rows(query, [first, last, MAX_FAULTS]):
                name = "quote" if start is None else "start"
                yield Place(file, line), telling(name, why_not(quote, start=start, text=text))


def _circles() -> Iterator[Telling]:
    """Records that lead back to themselves."""
    for spec in SPECS:
        for name in self_references(spec):
            query = sql.SQL(
                "WITH RECURSIVE way(begun, at) AS (SELECT slug, {name} FROM {table} WHERE {name} IS NOT NULL UNION "
                "SELECT way.begun, s.{name} FROM way JOIN {table} s ON s.slug = way.at "
                "WHERE s.{name} IS NOT NULL AND way.begun <> way.at) "
                "SELECT s.file, s.line, s.slug FROM way JOIN {table} s ON s.slug = way.begun WHERE way.begun = way.at "
                "LIMIT %s"
            ).format(name=sql.Identifier(name), table=table(spec))
            for file, line, slug in rows(query, [MAX_FAULTS]):
                yield Place(file, line), telling(name, f"leads back to itself: {' → '.join(_way(spec, name, slug))}.")


def self_references(spec: Spec) -> list[str]:
    """The fields by which a record names another of its model."""
    fields = spec.fields.items()
    return [
        name
        for name, field in fields
        if isinstance(field, ForeignKey) and spec.is_record and spec.references[name] is spec
    ]


def _way(spec: Spec, name: str, slug: str) -> list[str]:
    above = sql.SQL("SELECT {} FROM {} WHERE slug = %s LIMIT 1").format(sql.Identifier(name), table(spec))
    way = [slug, one(above, [slug])]
    while way[-1] != slug:
        way.append(one(above, [way[-1]]))
    return way


def telling(name: str, rule: str) -> Tell:
    return lambda row: row.fault(name, rule)
