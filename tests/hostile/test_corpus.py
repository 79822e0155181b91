"""Whatever is sent to the site: it is answered as it should be, soon, says nothing of its inside, and lives on."""

import pytest

from bootstrap.console import say
from incidents.models import BundleImport
from tests.hostile.conftest import Site
from tests.hostile.corpus import requests
from tests.hostile.play import Failure, Score, play
from tests.hostile.world import CANARY
from tests.template import writing_to

GROUPS = {
    "bodies", "bytes", "dates", "drafts", "exfiltration", "filters", "headers", "ids", "imports", "numbers", "paging",
    "protocol",
}  # fmt: skip


def test_there_are_more_requests_than_anybody_reads() -> None:
    corpus = requests()
    assert {request.group for request in corpus} == GROUPS
    assert len(corpus) > 3_300
    assert len({(request.group, request.name) for request in corpus}) == len(corpus)


def test_a_score_tells_what_was_wrong_and_counts_requests_by_group() -> None:
    score = Score({"bytes": 3, "ids": 20}, 0, [Failure("ids", "long", "Late."), Failure("ids", "long", "Too large.")])
    assert score.lines() == [
        "ids/long: Late.",
        "ids/long: Too large.",
        "bytes             3 tried     3 passed",
        "ids              20 tried    19 passed",
        "all              23 tried    22 passed",
    ]


@pytest.mark.django_db
def test_no_request_gets_another_answer_than_it_should(site: Site) -> None:
    before = site.state()

    score = play(requests(), site.server, site.variables, at_once=4)

    say("\n" + "\n".join(score.lines()))
    assert score.failures == []
    assert (score.left_out, score.played) == (0, len(requests()))
    assert {table for table, rows in site.state().items() if rows != before[table]} == set()
    with writing_to(site.url):
        assert not BundleImport.objects.filter(imported_at__isnull=False).exists()
    log = site.log.read_text(errors="replace")
    for words in ("Traceback", "ERROR", "CRITICAL", CANARY):
        assert words not in log
