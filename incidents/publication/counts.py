"""How many public events there are under each value of a dimension, kept while they are published.

To count the rows themselves takes as long as there are rows. Triggers keep the numbers, so that they are right by
whichever way an event becomes public, that of an older release of this code included.
"""

import pgtrigger
from django.db import connection, models
from django.db.models import Q

# Of all events, whatever they have; and under a dimension, of those that have no value.
ALL = ""
NO_VALUE = ""


def _period(interval: str) -> str:
    """SQL: the first day of the period that holds all days of the date; null where there is none such."""
    start, end = (f"date_trunc('{interval}', event.date_{bound}::timestamp)" for bound in ("start", "end"))
    return (
        "ARRAY[CASE WHEN event.date_start IS NULL AND event.date_end IS NULL THEN '' "
        f"WHEN {start} = {end} THEN to_char({start}, 'YYYY-MM-DD') END]"
    )


# SQL: the values of an event under each dimension, no value twice.
_DIMENSIONS = {
    ALL: "ARRAY['']",
    "event_type": "ARRAY[event.event_type::text]",
    "quad_class": "ARRAY[event.quad_class::text]",
    "country": "event.countries",
    "place": "event.places",
    "actor": "event.actors",
    "source": "event.sources",
    "language": "event.languages",
    "agreement": "ARRAY(SELECT DISTINCT split_part(agreement, ':', 2) FROM unnest(event.agreements) AS agreement)",
    **{interval: _period(interval) for interval in ("day", "week", "month", "year")},
}
_UNDER = (
    "CROSS JOIN LATERAL (VALUES "
    + ", ".join(f"('{dimension}', {values})" for dimension, values in _DIMENSIONS.items())
    + ") AS of (dimension, held) "
    "CROSS JOIN LATERAL unnest(CASE WHEN cardinality(of.held) = 0 THEN ARRAY[''] ELSE of.held END) AS under (value) "
    "WHERE event.valid_to IS NULL AND under.value IS NOT NULL"
)
_GIVEN = "SELECT of.dimension, under.value, {rows}::bigint AS rows FROM {events} AS event " + _UNDER  # noqa: S608 - no input
_LATER = "incidents.counts"


def _keeps(operation: pgtrigger.Operation, **tables: int) -> pgtrigger.Trigger:
    """Add what the statement's tables say, `old` ones to be taken away."""
    given = " UNION ALL ".join(_GIVEN.format(rows=sign, events=f"{table}_rows") for table, sign in tables.items())
    return pgtrigger.Trigger(
        name=f"keeps_counts_{str(operation).lower()}",
        level=pgtrigger.Statement,
        when=pgtrigger.After,
        operation=operation,
        referencing=pgtrigger.Referencing(**{table: f"{table}_rows" for table in tables}),
        func=f"""
        IF current_setting('{_LATER}', true) = 'later' THEN RETURN NULL; END IF;
        INSERT INTO publication_publishedcount AS kept (dimension, value, rows)
        SELECT dimension, value, sum(rows) FROM ({given}) AS given
        GROUP BY dimension, value HAVING sum(rows) <> 0 ORDER BY dimension, value
        ON CONFLICT (dimension, value) DO UPDATE SET rows = kept.rows + excluded.rows;
        RETURN NULL;
        """,  # noqa: S608 - no input
    )


KEEPS_COUNTS = [
    _keeps(pgtrigger.Insert, new=1),
    _keeps(pgtrigger.Update, old=-1, new=1),
    _keeps(pgtrigger.Delete, old=-1),
]
RECOUNT = f"""
    WITH counted AS MATERIALIZED (
        SELECT dimension, value, sum(rows) AS rows
        FROM ({_GIVEN.format(rows=1, events="publication_publishedevent")}) AS given GROUP BY dimension, value
    ), gone AS (
        UPDATE publication_publishedcount AS kept SET rows = 0 WHERE rows <> 0 AND NOT EXISTS (
            SELECT FROM counted WHERE counted.dimension = kept.dimension AND counted.value = kept.value
        )
    )
    INSERT INTO publication_publishedcount AS kept (dimension, value, rows) SELECT * FROM counted
    ON CONFLICT (dimension, value) DO UPDATE SET rows = excluded.rows WHERE kept.rows <> excluded.rows
"""  # noqa: S608 - no input


class PublishedCount(models.Model):
    """How many public events have a value; those without any stand under the empty one."""

    dimension = models.CharField(max_length=20, blank=True, help_text="What is counted by; empty for all events.")
    value = models.TextField(blank=True, db_collation="C", help_text="The word, code, id, or first day of the period.")
    rows = models.BigIntegerField(help_text="Events that have it, each once.")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["dimension", "value"], name="publishedcount_once")]
        indexes = [
            # Facets: the most frequent first.
            models.Index(
                fields=["dimension", "-rows", "value"], condition=Q(rows__gt=0), name="publishedcount_frequent"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.dimension}={self.value}: {self.rows}"


def count_later() -> None:
    """Until the transaction ends, let nobody keep count: for those who write many rows and recount them."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config(%s, 'later', true)", [_LATER])


def recount() -> None:
    """Count all public events, and put right what is wrong."""
    with connection.cursor() as cursor:
        cursor.execute(RECOUNT)
