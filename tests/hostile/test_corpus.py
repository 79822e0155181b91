"""Whatever is sent to the site: it is answered as it should be, soon, says nothing of its inside, and lives on."""

import pytest

from incidents.models import BundleImport
from tests.hostile.conftest import Site
from tests.hostile.corpus import requests
from tests.hostile.play import play
from tests.hostile.world import CANARY
from tests.template import writing_to

GROUPS = {
    "bodies", "bytes", "dates", "drafts", "exfiltration", "filters", "headers", "ids", "imports", "numbers", "paging",
    "protocol",
}  # fmt: skip


def test_there_are_more_requests_than_anybody_reads() -> None:
    corpus = requests()
    assert {request.group for request in corpus} == GROUPS
    assert len(corpus) > 2_800
    assert len({(request.group, request.name) for request in corpus}) == len(corpus)


@pytest.mark.django_db
def test_no_request_gets_another_answer_than_it_should(site: Site) -> None:
    before = site.state()

    score = play(requests(), site.server, site.variables, at_once=4)

    assert [f"{group}/{name}: {fault}" for group, name, fault in score.failures] == []
    assert (score.left_out, score.played) == (0, len(requests()))
    assert {table for table, rows in site.state().items() if rows != before[table]} == set()
    with writing_to(site.url):
        assert not BundleImport.objects.filter(imported_at__isnull=False).exists()
    log = site.log.read_text(errors="replace")
    for words in ("Traceback", "ERROR", "CRITICAL", CANARY):
        assert words not in log
