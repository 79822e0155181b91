"""What a serving process looks at once, before its first request."""

import logging

from django.core.exceptions import ImproperlyConfigured
from django.db import connections

from eventsapi.rest.database import UNAVAILABLE
from eventsapi.rest.database_faults import faults
from eventsapi.rest.fleet import fleet

logger = logging.getLogger(__name__)


def refuse_unfit_database() -> None:
    """Raises ImproperlyConfigured where the database would lose or garble what it is given, or is not migrated.

    So too where a replica is none. A database that is away is no reason not to start: /readyz says so, and requests are
    served once it is back.
    """
    try:
        found = [*faults(), *fleet().misfits()]
    except UNAVAILABLE as error:
        logger.warning("The database cannot be reached yet: %s", str(error).strip())
        return
    finally:
        # A pool's threads do not survive the fork of a preloading server; each worker opens its own.
        for connection in connections.all():
            connection.close()
            connection.close_pool()  # type: ignore[attr-defined]  # PostgreSQL's backend has it
    if found:
        raise ImproperlyConfigured(" ".join(found))
