"""New versions are brought in while people read and save: nobody notices."""

import socket
import time
from collections import Counter
from functools import partial

from tests.faults.clients import Crowd, reading
from tests.faults.editors import losses, saving
from tests.faults.sites import Site
from tests.faults.stories import Story
from tests.faults.verdicts import Verdict

# Without nginx, and on a connection of its own: as nginx asks where none is left of those that it keeps.
REQUEST = (
    "GET /api/v1/events/?page_size=200 HTTP/1.1\r\n"
    "Host: localhost\r\nX-Forwarded-Proto: https\r\nX-Forwarded-For: {source}\r\n\r\n"
)
VISITORS = 6
REFUSED, CUT_OFF = "refused at the door", "cut off"


def rolling_restart(site: Site, *, quick: bool) -> Verdict:
    """SIGTERM to one instance after the other, each started again: what is in flight is finished, nobody is refused."""
    verdict, rounds, story = Verdict(), (3 if quick else 10), Story(site.stack)
    with reading(site.client, readers=4) as log, saving(site, editors=2) as people:
        for number in range(rounds):
            for instance in site.stack.instances:
                story.tell(f"{instance.name} is stopped, round {number + 1}")
                instance.stop()
                story.tell(f"{instance.name} starts, round {number + 1}")
                instance.start()
                instance.wait()
    refused = [answer for editor in people for answer in editor.refused]
    verdict.figures["instances restarted"] = rounds * len(site.stack.instances)
    verdict.figures["saves acknowledged"] = sum(len(editor.saved) for editor in people)
    verdict.figures["saves refused"] = len(refused)
    verdict.wrong += map(story.explain, refused)
    verdict.wrong += losses(site, people)
    verdict.read(log, tell=story.explain)
    return verdict


def stopped_among_visitors(site: Site, *, quick: bool) -> Verdict:
    """SIGTERM to an instance while people come in: who was let in is answered, and the others find the door closed."""
    verdict, stops, crowd = Verdict(), (3 if quick else 20), Crowd()
    instance, seen = site.stack.instances[0], list[str]()

    def visit(source: str) -> None:
        found = knock(instance.port, source)
        seen.append(found)
        # A door that is closed stays so for a while.
        time.sleep(0.05 if found == REFUSED else 0.002)

    for number in range(VISITORS):
        crowd.add(partial(visit, f"127.0.1.{number + 1}"))
    for _ in range(stops):
        time.sleep(1)
        instance.stop()
        instance.start()
        instance.wait()
    crowd.end()
    counts = Counter(seen)
    verdict.figures |= {"stops": stops, "visits": dict(counts)}
    verdict.expect(set(counts) == {"200", REFUSED}, f"Who was let in was not answered: {dict(counts)}")
    return verdict


def knock(port: int, source: str) -> str:
    """The status of the answer, or what became of the question."""
    with socket.socket() as line:
        line.settimeout(30)
        try:
            line.connect(("127.0.0.1", port))
        except OSError:
            return REFUSED
        try:
            line.sendall(REQUEST.format(source=source).encode())
            return line.recv(12)[9:].decode() or CUT_OFF
        except OSError:
            return CUT_OFF
