"""/livez: the process answers. /readyz: so does its database, and it is what the code expects."""

from threading import Event
from typing import Any

import orjson
from django.db import connection, transaction
from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt

from eventsapi.rest.database import UNAVAILABLE
from eventsapi.rest.database_faults import faults
from eventsapi.rest.errors import RETRY_AFTER_SECONDS, Problem, method_not_allowed, problem_response, unavailable
from eventsapi.rest.fleet import fleet
from eventsapi.rest.parameters import without_parameters

# Set when the process has been told to stop: what was begun is finished, and no more should be sent here.
draining = Event()
METHODS = ("GET", "HEAD", "OPTIONS")
# Below the second within which a probe is answered; a slot of the pool may have to be waited for as well.
STATEMENT_LIMIT = "SET LOCAL statement_timeout = '500ms'"


@csrf_exempt
@without_parameters
def livez(request: HttpRequest) -> HttpResponse:
    """200 as long as the process can answer; asks nothing of the database."""
    return _wrong_method(request) or _status("ok")


@csrf_exempt
@without_parameters
def readyz(request: HttpRequest) -> HttpResponse:
    """200 where requests can be served, 503 with the reasons otherwise. Replicas may be away: the primary serves."""
    refusal = _wrong_method(request)
    if refusal:
        return refusal
    if draining.is_set():
        return _not_ready(request, detail="This process is being stopped; others serve.")
    try:
        with transaction.atomic():
            with connection.cursor() as cursor:
                cursor.execute(STATEMENT_LIMIT)
            reasons = list(faults())
    except UNAVAILABLE:
        return unavailable(request)
    if reasons:
        return _not_ready(request, detail=" ".join(reasons))
    return _status("ready", **({"replicas": fleet().report()} if fleet().replicas else {}))


def _not_ready(request: HttpRequest, *, detail: str) -> HttpResponse:
    headers = {"Retry-After": str(RETRY_AFTER_SECONDS)}
    return problem_response(request, Problem.UNAVAILABLE, detail=detail, headers=headers)


def _status(word: str, **more: Any) -> HttpResponse:
    headers = {"Cache-Control": "no-store"}
    return HttpResponse(orjson.dumps({"status": word, **more}), content_type="application/json", headers=headers)


def _wrong_method(request: HttpRequest) -> HttpResponse | None:
    if request.method in ("GET", "HEAD"):
        return None
    if request.method == "OPTIONS":
        return HttpResponse(status=204, headers={"Allow": ", ".join(METHODS)})
    return method_not_allowed(request, allowed=METHODS)
