"""Servers that exist in tests only: what each says of itself is written in the test, and so is the time."""

from collections.abc import Callable
from threading import Event

from django.db import OperationalError

from eventsapi.rest.fleet import Look

Answer = Look | Exception | Event


class Servers:
    """`says` holds what each server answers: a look, an error, or nothing until an event."""

    def __init__(self) -> None:
        self.now = 1_000.0
        self.says: dict[str, Answer] = {}
        self.asked: list[str] = []
        self.looks: list[Callable[[], None]] = []

    def monotonic(self) -> float:
        return self.now

    def look(self, alias: str) -> Look:
        self.asked.append(alias)
        answer = self.says[alias]
        if isinstance(answer, Event):
            answer.wait(10)
            raise OperationalError("It was too late.")
        if isinstance(answer, Exception):
            raise answer
        return Look(**{**vars(answer), "at": self.now})


def saw(version: int, *, is_standby: bool = True, cluster: str = "7/events", position: int = 0) -> Look:
    return Look(at=0, version=version, is_standby=is_standby, cluster=cluster, position=position)


AWAY = OperationalError("connection refused\n")
