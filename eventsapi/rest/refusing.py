"""A refusal that an outer middleware decides on, and this one says: so it has the headers that every answer has."""

from collections.abc import Callable
from functools import partial

from django.db import Error
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase

from eventsapi.rest.database import UNAVAILABLE
from eventsapi.rest.errors import unavailable
from eventsapi.rest.routing import note_failure

REFUSAL = "eventsapi.refusal"


def refuse(request: HttpRequest, answer: Callable[[HttpRequest], HttpResponse]) -> None:
    """Has the request answered by `answer`, and by nothing that comes after RefusalMiddleware."""
    request.META[REFUSAL] = answer


def refuse_unavailable(request: HttpRequest, error: Error) -> bool:
    """Has the request told that the database is away, as another server may not have failed. False where it is a fault
    of ours, and there is no other server to ask.
    """
    is_away = note_failure(error) or isinstance(error, UNAVAILABLE)
    if is_away:
        refuse(request, partial(unavailable, error=error))
    return is_away


def is_refused(request: HttpRequest) -> bool:
    return REFUSAL in request.META


class RefusalMiddleware:
    """Inside of what adds headers, outside of what may look for an answer."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        # Another server may be asked after this one: what it says is not decided yet.
        answer = request.META.pop(REFUSAL, None)
        return answer(request) if answer else self.get_response(request)
