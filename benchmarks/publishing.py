"""What it takes to publish one claim in other words, and to render everything anew. Nothing of it stays."""

import statistics
import time

from django.db import transaction

from incidents.models import Claim
from incidents.publication.moments import one_moment
from incidents.publication.publishing import publish, rebuild, unsound

TIMES = 15


def milliseconds() -> float:
    """The median over claims from all over the dataset, as an editor waits for it but for the last flush to disk."""
    published = Claim.objects.filter(published_version__isnull=False).order_by("pk")
    first, last = published.values_list("pk", flat=True)[0], published.reverse().values_list("pk", flat=True)[0]
    steps = range(first, last + 1, max(1, (last - first) // TIMES))
    return round(statistics.median(1000 * _seconds(published.filter(pk__gte=start)[0]) for start in steps[:TIMES]), 1)


def _seconds(claim: Claim) -> float:
    with transaction.atomic():
        Claim.objects.filter(pk=claim.pk).update(statement=f"{claim.statement} In other words.")
        began = time.perf_counter()
        publish([claim])
        took = time.perf_counter() - began
        transaction.set_rollback(True)
    return took


def rebuilding() -> float:
    """Seconds of `rebuild_publication`. Raises RuntimeError where it changes something, which takes longer."""
    began = time.perf_counter()
    with one_moment():
        suspected = unsound()
    with transaction.atomic():
        rebuild(suspected)
        transaction.set_rollback(True)
    if suspected:
        raise RuntimeError("What is public was rendered by other code: load it anew.")
    return round(time.perf_counter() - began, 1)
