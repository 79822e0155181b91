"""New versions are brought in while people read and save: nobody notices."""

from tests.faults.clients import reading
from tests.faults.editors import losses, saving
from tests.faults.sites import Site
from tests.faults.verdicts import Verdict


def rolling_restart(site: Site, *, quick: bool) -> Verdict:
    """SIGTERM to one instance after the other, each started again: what is in flight is finished, nobody is refused."""
    verdict, rounds = Verdict(), (1 if quick else 10)
    with reading(site.client, readers=4) as log, saving(site, editors=2) as people:
        for _ in range(rounds):
            for instance in site.stack.instances:
                instance.stop()
                instance.start()
                instance.wait()
    refused = {status: sum(editor.answers[status] for editor in people) for status in (0, 502, 503, 504)}
    verdict.figures["instances restarted"] = rounds * len(site.stack.instances)
    verdict.figures["saves acknowledged"] = sum(len(editor.saved) for editor in people)
    verdict.figures["saves refused"] = sum(refused.values())
    verdict.expect(not any(refused.values()), f"Editors were refused: {refused}")
    verdict.wrong += losses(site, people)
    verdict.read(log)
    return verdict
