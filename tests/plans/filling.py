"""Multiplies what is published by SQL alone, in seconds, so that PostgreSQL plans as it does at size.

Each copy of a row has an id, days and words of its own. Two fifths of the actors and sources it refers to are what its
original refers to, so that some are in a large share of all rows and most are in a few. What every other copy is
(its words of vocabularies) is taken from another original: what goes together goes together often, and not always.
Nothing is random.
"""

import os
from collections.abc import Mapping, Sequence

from django.contrib.postgres.fields import ArrayField
from django.db import connection, models
from psycopg import sql

from benchmarks.copies import without_indexes
from incidents.publication.models import (
    Change,
    PublishedActor,
    PublishedActorName,
    PublishedArticle,
    PublishedClaim,
    PublishedDocument,
    PublishedEvent,
    PublishedEventPoint,
    PublishedSource,
)

# How often what is made here by default: what is dear at size only, such as an index that is read from its start to its
# end, is seen there.
TIMES = int(os.environ.get("PLANS_TIMES", "1"))
# How many copies are made of an event, and of other rows for each of those.
COPIES = 420 * TIMES
SHARES: Mapping[type[PublishedDocument], float] = {
    PublishedSource: 1,
    PublishedActor: 1,
    PublishedArticle: 4,
    PublishedEvent: 1,
    PublishedClaim: 0.25,
}
# What a copy refers to where its original refers to `slug`: the same, or one of the copies of that.
OTHER = """CASE WHEN {slug} = '' OR abs(hashtext({slug} || copy)) %% 100 < {kept} THEN {slug}
    ELSE 1 + abs(hashtext(copy || {slug}))::bigint %% {copies} || '-' || {slug} END"""
OTHERS = "ARRAY(SELECT DISTINCT {other} FROM unnest({name}) AS slugs (one))"
SOME = "ARRAY(SELECT one FROM unnest({name}) AS slugs (one) WHERE hashtext(one || copy) %% 3 <> 0)"
# What the columns of a copy hold; those that are not named hold what the original has.
OWN = {
    "slug": "copy || '-' || slug",
    "seq": "1000 + copy * 500 + seq",
    "valid_from": "1000",
    "mentions": "'{}'",
    "snapshot": """jsonb_build_object('name', snapshot->'name', 'title', snapshot->'title')""",
    # Names, titles and our own words; most of the others would be quotes of claims once more.
    "search": "ts_filter(search, '{a,b}') || to_tsvector('simple', 'copy' || copy || ' w0copy' || copy)",
    # In a year that is past, whatever the day is.
    "changed_at": "timestamptz '2020-01-01' + interval '1 hour' * (abs(hashtext(copy || slug || copy)) % 8760)",
    # What is said of it would be most of all that is written.
    "document": "'{}'",
    "disagreements": """'{"aspects": []}'""",
    "quotes": "quotes || ' ' || md5(slug || copy)",
    "name": "name || ' ' || copy",
    "search_key": "search_key || ' ' || substr(translate(md5(copy::text), '0123456789', 'ghijklmnop'), 1, 7)",
    "claim_count": "1 + abs(hashtext(copy || slug)) % 15",
    "article_count": "CASE WHEN hashtext(slug || copy) % 50 = 0 THEN 6 ELSE article_count END",
    "independent_source_count": "CASE WHEN hashtext(slug || copy) % 50 = 1 THEN 5 ELSE independent_source_count END",
    "value_number": "value_number * (1 + copy % 100)",
    "latitude": "latitude + copy % 21 - 10",
    "longitude": "longitude + copy % 41 - 20",
}
# One for each copy of an event, claim or article.
CHANGES = """
    INSERT INTO publication_change (seq, op, resource, slug, at, dataset_version)
    SELECT 1000 + copy * 500 + seq, op, resource, copy || '-' || slug, at - copy * interval '1 hour',
           1000 + copy * 500 + seq
    FROM publication_change, generate_series(1, %(copies)s) AS copy WHERE resource IN ('events', 'articles')
"""
DAYS = ("date_start", "date_end", "said_start", "said_end", "published_start", "published_end")
REFERENCES: Mapping[type[PublishedDocument], Sequence[str]] = {
    PublishedSource: ("source", "sources", "via", "cites"),
    PublishedArticle: ("article", "articles"),
    PublishedActor: (
        "speaker", "speakers", "actors", "affiliates", "affiliated_with", "speaker_affiliates", "places",
    ),
    PublishedEvent: ("part_of", "events"),
}  # fmt: skip
# Of a hundred references so many stay what they are. No event or article has thousands of claims.
KEPT = {PublishedSource: 40, PublishedActor: 40, PublishedArticle: 1, PublishedEvent: 1, PublishedClaim: 1}
ROLES = ("roles", "affiliate_roles")
PARTS = ("countries", "languages", "relations", "sectors")
# What the original of a copy is taken from another original for.
KINDS = {
    "event_type", "mode", "quad_class", "realis", "aspects", "agreements",
    "aspect", "speech_act", "speech_mode", "modality", "value_number", "relations",
    "kind", "country", "sectors",
}  # fmt: skip
COPYING = """
    WITH numbered AS (SELECT *, row_number() OVER (ORDER BY slug) AS number, count(*) OVER () AS total FROM {table})
    INSERT INTO {table} ({names}) SELECT {values} FROM (
        SELECT {mixed}, copy FROM numbered AS own CROSS JOIN generate_series(1, %(copies)s) AS copy
        JOIN numbered AS other ON other.number = 1 + (own.number - 1 + copy * (copy %% 2)) %% own.total
    ) AS mixed
"""


def multiply() -> None:
    """Makes copies of every published row, and leaves statistics."""
    sizes = {table: int(COPIES * share) for table, share in SHARES.items()}
    written: list[type[models.Model]] = [*sizes, PublishedActorName, PublishedEventPoint, Change]
    tables = [str(table._meta.db_table) for table in written]
    with connection.cursor() as cursor:
        with without_indexes(cursor, tables):
            for table, size in sizes.items():
                cursor.execute(copying(table, sizes), {"copies": size})
            # Names of some only: their index takes longer to make than all others.
            cursor.execute(following(PublishedActorName, PublishedActor), {"copies": COPIES // 5})
            cursor.execute(following(PublishedEventPoint, PublishedEvent), {"copies": COPIES})
            cursor.execute(CHANGES, {"copies": COPIES})
        for name in tables:
            cursor.execute(sql.SQL("VACUUM ANALYZE {}").format(sql.Identifier(name)))


def copying(table: type[PublishedDocument], sizes: Mapping[type[PublishedDocument], int]) -> sql.Composed:
    names = [str(field.column) for field in table._meta.concrete_fields if not field.primary_key]
    return sql.SQL(COPYING).format(
        table=sql.Identifier(table._meta.db_table),
        names=sql.SQL(", ").join(map(sql.Identifier, names)),
        values=sql.SQL(", ").join(sql.SQL(value(name, table, sizes)) for name in names),
        mixed=sql.SQL(", ").join(sql.Identifier("other" if name in KINDS else "own", name) for name in names),
    )


def value(name: str, table: type[PublishedDocument], sizes: Mapping[type[PublishedDocument], int]) -> str:
    """SQL: what the column of a copy holds."""
    if name in OWN:
        return OWN[name].replace("%", "%%")
    if name in DAYS:
        return f"{name} - (abs(hashtext(slug || copy)) %% 3000)::int"
    if name in PARTS:
        return SOME.format(name=name)
    if name in ROLES:
        actor = referring("split_part(one, ':', 2)", PublishedActor, sizes)
        return OTHERS.format(name=name, other=f"split_part(one, ':', 1) || ':' || {actor}")
    for referred, names in REFERENCES.items() if name != "related_to" else [(table, [name])]:
        if name in names:
            is_list = isinstance(table._meta.get_field(name), ArrayField)
            other = referring("one" if is_list else name, referred, sizes)
            return OTHERS.format(name=name, other=other) if is_list else other
    return name


def referring(slug: str, referred: type[PublishedDocument], sizes: Mapping[type[PublishedDocument], int]) -> str:
    """SQL: what a copy refers to where its original refers to `slug`."""
    return OTHER.format(slug=slug, copies=sizes[referred], kept=KEPT[referred])


def following(part: type[models.Model], whole: type[models.Model]) -> sql.Composed:
    """SQL: copies of the rows that belong to copied rows, whichever column of theirs says to which."""
    [key] = [str(field.column) for field in part._meta.concrete_fields if field.related_model is whole]
    names = [str(field.column) for field in part._meta.concrete_fields if not field.primary_key and field.column != key]
    return sql.SQL(
        "INSERT INTO {part} ({key}, {names}) SELECT copied_id, {values} FROM (SELECT part.*, slug FROM {part} AS part "
        "JOIN {whole} AS whole ON whole.id = part.{key}) AS originals "
        "CROSS JOIN generate_series(1, %(copies)s) AS copy "
        "JOIN (SELECT id AS copied_id, slug AS copied_slug FROM {whole}) AS copied ON copied_slug = copy || '-' || slug"
    ).format(
        part=sql.Identifier(part._meta.db_table),
        whole=sql.Identifier(whole._meta.db_table),
        key=sql.Identifier(key),
        names=sql.SQL(", ").join(map(sql.Identifier, names)),
        values=sql.SQL(", ").join(sql.SQL(OWN.get(name, name).replace("%", "%%")) for name in names),
    )
