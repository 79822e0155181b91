"""What a statement reads, as PostgreSQL tells when it has executed it."""

import math
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any, NamedTuple

from django.db import connection

from eventsapi.rest.paging import DEFAULT_PAGE_SIZE

# For each row that is returned or counted so many may be read,
FACTOR = 5
# and besides so many times what the best plan takes for a page: see Cost.
ROOTS = 5
# So many entries of an index cost what a row does: to find rows by, or to be read instead of them.
ENTRIES = {"Bitmap Index Scan": 20, "Index Only Scan": 5}
SCANS = {"Seq Scan", "Index Scan", "Index Only Scan", "Bitmap Heap Scan", "Bitmap Index Scan"}
REMOVED = ("Rows Removed by Filter", "Rows Removed by Index Recheck")
TABLES = "publication_"
# What a search tells PostgreSQL before it asks.
HEAD = "SET LOCAL enable_seqscan = off; "
SIZES = "SELECT relname, reltuples FROM pg_class WHERE relkind = 'r' AND relname LIKE 'publication%'"
Node = dict[str, Any]


class Cost(NamedTuple):
    """Rows that a statement returns or counts, and what it reads of one table, which has `size` rows, and where.

    What `few` of n rows have is found by its index, what `many` have by walking the rows in their order: n / many for
    each row of a page. The dearest is what is between, which takes √(page × n) rows either way.
    """

    returned: int
    read: int
    size: int
    where: str

    @property
    def excess(self) -> float:
        """So many more rows are read than may be."""
        return self.read - FACTOR * self.returned - ROOTS * math.sqrt(DEFAULT_PAGE_SIZE * self.size)


def cost(plan: Node, sizes: Mapping[str, int]) -> Cost:
    """What the dearest of its parts costs."""
    whole = returned(plan)
    scans = [(node, table) for node, table in nodes(plan) if node["Node Type"] in SCANS]
    costs = [Cost(whole, rows_read(node), sizes.get(table, 0), place(node)) for node, table in scans]
    return max(costs, key=lambda one: one.excess, default=Cost(whole, 0, 0, ""))


def nodes(plan: Node, table: str = "") -> Iterator[tuple[Node, str]]:
    """All parts of a plan, each with the table that it reads."""
    table = plan.get("Relation Name", table)
    yield plan, table
    for part in plan.get("Plans", ()):
        yield from nodes(part, table)


def rows_read(node: Node) -> int:
    # Means of all loops, rounded: to look for a row and to find none counts as one.
    rows = max(1, node["Actual Rows"] + sum(node.get(removed, 0) for removed in REMOVED))
    return int(rows * node["Actual Loops"] / ENTRIES.get(node["Node Type"], 1))


def place(node: Node) -> str:
    return f"{node['Node Type']} on {node.get('Index Name') or node.get('Relation Name', '')}"


def returned(plan: Node) -> int:
    """What a statement returns; of one that counts, what it counts."""
    if plan["Node Type"] == "Aggregate" and "Plans" in plan:
        return max(returned(part) for part in plan["Plans"])
    return int(plan["Actual Rows"] * plan["Actual Loops"])


class Explaining:
    """Executes statements for what they read."""

    def __init__(self) -> None:
        with connection.cursor() as cursor:
            cursor.execute(SIZES)
            self.sizes = {name: int(rows) for name, rows in cursor}

    def cost(self, statement: str, values: Any) -> Cost:
        head = HEAD if statement.startswith(HEAD) else ""
        with connection.connection.cursor() as cursor:
            cursor.execute(f"{head}EXPLAIN (ANALYZE, TIMING OFF, FORMAT JSON) {statement.removeprefix(head)}", values)
            if head:
                cursor.nextset()
            [[[answer]]] = cursor.fetchmany(1)
        return cost(answer["Plan"], self.sizes)

    @contextmanager
    def listening(self) -> Iterator[list[Cost]]:
        """What the statements cost that read published rows inside this block."""
        found: list[Cost] = []

        def explain(execute: Callable[..., Any], statement: Any, values: Any, many: bool, context: Any) -> Any:
            text = statement if isinstance(statement, str) else statement.as_string(None)
            if TABLES in text and text.removeprefix(HEAD).lstrip(" (").startswith("SELECT"):
                found.append(self.cost(text, values))
            return execute(statement, values, many, context)

        with connection.execute_wrapper(explain):
            yield found
