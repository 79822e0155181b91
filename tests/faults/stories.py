"""What is done to a site, step by step, so that a refusal is told with its step and the reason that was logged."""

import json
import re
import time
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field

from bootstrap.service import Service
from bootstrap.stack import Stack
from tests.faults.clients import Answer

# Of the lines in which nginx says what became of a request that it handed on.
NGINX = re.compile(r"(?P<time>\d{4}/\d\d/\d\d \d\d:\d\d:\d\d) \[error\] [\d#]+: \*\d+ (?P<fault>.+?), client: .* "
                   r'request: "(?P<request>\S+ \S+) .*upstream: "http://[^:]+:(?P<port>\d+)')  # fmt: skip
# How a line of a log begins, and one below it that names an exception.
BEGINS = ("{", "DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL")
EXCEPTION = re.compile(r"[a-z]\w*(\.\w+)+: ")
UNEXPLAINED = "nothing is logged about it"
# Each is looked for in all that was logged.
MOST_EXPLAINED = 50


@dataclass
class Story:
    """`tell` when a step begins; `explain` what was answered meanwhile."""

    stack: Stack
    steps: list[tuple[float, str]] = field(default_factory=list)
    explained: int = 0

    def tell(self, step: str) -> None:
        self.steps.append((time.monotonic(), step))

    def explain(self, answer: Answer) -> str:
        told = f"{answer.told()}, {self.step_at(answer.ended)}"
        self.explained += 1
        if self.explained > MOST_EXPLAINED:
            return told
        return f"{told}: {'; '.join([*self.logged(answer), *self.passed_on(answer)]) or UNEXPLAINED}"

    def step_at(self, moment: float) -> str:
        begun, step = max(((begun, step) for begun, step in self.steps if begun <= moment), default=(moment, "before"))
        return f"{moment - begun:.1f} s into “{step}”"

    def logged(self, answer: Answer) -> Iterator[str]:
        """What an instance says of it, by the id of the request."""
        request_id = answer.headers.get("X-Request-ID")
        for instance in self.stack.instances if request_id else ():
            faults = " < ".join(faults_of(written(instance), str(request_id)))
            if faults:
                yield f"{instance.name} {faults}"

    def passed_on(self, answer: Answer) -> Iterator[str]:
        """What nginx says of it: it knows neither ids nor parts of a second."""
        names = {service.port: service.name for service in self.stack.instances}
        now = time.time() - time.monotonic()
        for line in written(self.stack.proxy) if self.stack.proxy else ():
            found = NGINX.match(line)
            if found and found["request"] == f"{answer.method} {answer.path}":
                at = time.mktime(time.strptime(found["time"], "%Y/%m/%d %H:%M:%S")) - now
                if answer.at - 1 <= at <= answer.ended + 1:
                    yield f"nginx asked {names[int(found['port'])]}: {found['fault']}"


def written(service: Service) -> Iterator[str]:
    with service.log.open(errors="replace") as lines:
        yield from lines


def faults_of(lines: Iterable[str], request_id: str) -> Iterator[str]:
    """The exceptions of one request: from JSON, or from text as older code writes it, with lines below the first."""
    ours = False
    for line in lines:
        if line.startswith(BEGINS):
            ours = request_id in line
        if ours and line.startswith("{"):
            with suppress(ValueError):
                told = json.loads(line)
                yield from (*told.get("exceptions", ()), *told.get("frames", ())[-1:])
        elif ours and EXCEPTION.match(line):
            yield line.strip()
