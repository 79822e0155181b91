"""New versions are brought in while people read and save: nobody notices."""

from tests.faults.clients import reading
from tests.faults.editors import losses, saving
from tests.faults.sites import Site
from tests.faults.stories import Story
from tests.faults.verdicts import Verdict


def rolling_restart(site: Site, *, quick: bool) -> Verdict:
    """SIGTERM to one instance after the other, each started again: what is in flight is finished, nobody is refused."""
    verdict, rounds, story = Verdict(), (1 if quick else 10), Story(site.stack)
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
