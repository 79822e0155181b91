"""Rendering what a bundle makes public, a handful of records at a time, by as many processes as there are."""

from collections.abc import Callable, Iterator

from django.db import transaction
from psycopg import sql

from incidents.dataset.bulk.checking import Place, Telling, stored_table, telling
from incidents.dataset.bulk.processes import spread
from incidents.dataset.bulk.staging import tell, told
from incidents.dataset.bulk.tables import beside, one, publishing, rows, run, table
from incidents.dataset.bulk.world import StagedWorld
from incidents.dataset.report import MAX_FAULTS
from incidents.dataset.schema import SPEC_OF
from incidents.models import Article, Claim, ClaimRelation
from incidents.publication import bulk
from incidents.publication.invariants import merged_away, problems_of_staged, text_edited
from incidents.publication.keys import Key
from incidents.publication.models import RECORD_TABLES, PublishedArticle, PublishedClaim, Withdrawal
from incidents.publication.rendering import render, uninterrupted
from incidents.publication.snapshots import MODELS
from incidents.publication.version import current

# Records that are rendered together: neighbours of one file share what they are made of.
TOGETHER = 4_000
# A problem as it comes from another process: resource, id, field and reason.
Told = tuple[str, str, str, str]


def render_all(step: Callable[[int], None], *, processes: int) -> list[Telling]:
    """Render all that becomes public, but for what an earlier run has rendered; returns what stands against it."""
    begin()
    total = units()
    done = {row[0] for row in rows(sql.SQL("SELECT number FROM {}").format(beside("unit")))}
    step(len(done))
    found: list[Told] = []
    tasks = [(number, total) for number in range(total + 1) if number not in done]
    for problems in spread(render_unit, tasks, processes=processes):
        found += problems[: MAX_FAULTS - len(found)]
        step(1)
    found += [*_merged_before(), *_edited_articles()]
    return [(_place(resource, slug), telling(field, reason)) for resource, slug, field, reason in found]


def begin() -> None:
    """Throw away what was rendered for another version of the dataset."""
    version = str(current().number)
    if told("version") != version:
        with transaction.atomic():
            bulk.prepare()
            run(sql.SQL("TRUNCATE {}").format(beside("unit")))
            tell("version", version)


def still_true() -> bool:
    """Whether nobody has published since the records were rendered."""
    return told("version") == str(current().number)


def units() -> int:
    return sum(_last(resource) for resource in RECORD_TABLES) // TOGETHER + 1


def render_unit(number: int, total: int) -> list[Told]:
    """Render one share of the records; the last one is of those that are public and list new ones."""
    existing = number == total
    with transaction.atomic(), uninterrupted():
        bulk.compress_lightly()
        keys = set(_listing_new() if existing else _share(number, total))
        world = StagedWorld()
        world.expect(keys)
        keys = {key for key in keys if world.find(key) is not None}
        problems = [] if existing else [problem for key in sorted(keys) for problem in problems_of_staged(key, world)]
        if not problems:
            bulk.add((render(key, world) for key in sorted(keys)), existing=keys if existing else ())
            run(sql.SQL("INSERT INTO {} VALUES (%s)").format(beside("unit")), [number])
    # Of a key such as events:strike.
    return [(*problem.record.split(":", 1), problem.field, problem.reason) for problem in problems]  # type: ignore[misc]  # two parts


def new_relations() -> sql.Composed:
    """SQL: the relations of the bundle that become public, since both claims do or are."""
    public = sql.SQL(
        "(EXISTS (SELECT FROM {claims} s WHERE s.slug = r.{end} AND {publishing}) OR "
        "EXISTS (SELECT FROM {published} p WHERE p.slug = r.{end} AND p.valid_to IS NULL))"
    )
    ends = [
        public.format(
            claims=table(SPEC_OF[Claim]),
            published=sql.Identifier(PublishedClaim._meta.db_table),
            end=sql.Identifier(end),
            publishing=publishing(),
        )
        for end in ("from_claim", "to_claim")
    ]
    return sql.SQL(
        "SELECT r.from_claim, r.to_claim, r.relation, r.aspect, r.note FROM {} AS r WHERE {} AND {} AND NOT EXISTS "
        "(SELECT FROM {} s WHERE s.slug = r.from_claim AND s.known)"
    ).format(table(SPEC_OF[ClaimRelation]), *ends, table(SPEC_OF[Claim]))


def published() -> int:
    """How many records of the bundle become public."""
    count = sql.SQL("SELECT count(*) FROM {} s WHERE {}")
    return sum(int(one(count.format(_staged(resource), publishing()))) for resource in RECORD_TABLES)


def _staged(resource: str) -> sql.Identifier:
    return table(SPEC_OF[MODELS[resource]])


def _last(resource: str) -> int:
    return int(one(sql.SQL("SELECT coalesce(max(n), 0) FROM {}").format(_staged(resource))))


def _share(number: int, total: int) -> Iterator[Key]:
    """The same part of each model's records: what stands side by side in the files belongs together more often."""
    query = sql.SQL("SELECT s.slug FROM {} s WHERE s.n > %s AND s.n <= %s AND {}")
    for resource in RECORD_TABLES:
        last = _last(resource)
        limits = [last * number // total, last * (number + 1) // total]
        yield from (Key(resource, row[0]) for row in rows(query.format(_staged(resource), publishing()), limits))


def _listing_new() -> Iterator[Key]:
    """Records that are public, and list claims that become so."""
    claims = _staged("claims")
    about = "SELECT l.event FROM {} l JOIN {} s ON s.slug = l.claim WHERE {}"
    within = "SELECT s.article FROM {} s WHERE {}"
    related = "SELECT r.from_claim FROM ({r}) r UNION SELECT r.to_claim FROM ({r}) r"
    listing = {
        "events": sql.SQL(about).format(beside("claim_event"), claims, publishing()),
        "articles": sql.SQL(within).format(claims, publishing()),
        "claims": sql.SQL(related).format(r=new_relations()),
    }
    there = sql.SQL("SELECT slug FROM {} WHERE valid_to IS NULL AND slug IN ({})")
    for resource, slugs in listing.items():
        public = sql.Identifier(RECORD_TABLES[resource]._meta.db_table)
        yield from (Key(resource, row[0]) for row in rows(there.format(public, slugs)))


def _merged_before() -> list[Told]:
    """Ids that were merged into others, to which their addresses lead for good."""
    query = sql.SQL(
        "SELECT s.slug, w.merged_into FROM {} s JOIN {} w ON w.slug = s.slug AND w.resource = %s "
        "WHERE {} AND w.valid_to IS NULL AND w.merged_into <> '' LIMIT %s"
    )
    withdrawn = sql.Identifier(Withdrawal._meta.db_table)
    return [
        (resource, slug, "slug", merged_away(other))
        for resource in RECORD_TABLES
        for slug, other in rows(query.format(_staged(resource), withdrawn, publishing()), [resource, MAX_FAULTS])
    ]


def _edited_articles() -> list[Told]:
    """Claims from articles whose text was edited since the public has seen them."""
    query = sql.SQL(
        "SELECT s.slug, a.slug FROM {} s JOIN {} a ON a.slug = s.article JOIN {} p ON p.slug = a.slug "
        "WHERE {} AND p.valid_to IS NULL AND p.snapshot ->> 'text_sha256' <> a.text_sha256 LIMIT %s"
    ).format(
        _staged("claims"), stored_table(SPEC_OF[Article]), sql.Identifier(PublishedArticle._meta.db_table), publishing()
    )
    return [("claims", slug, "article", text_edited(article)) for slug, article in rows(query, [MAX_FAULTS])]


def _place(resource: str, slug: str) -> Place:
    found = rows(sql.SQL("SELECT file, line FROM {} WHERE slug = %s LIMIT 1").format(_staged(resource)), [slug])
    return Place(*found[0])
