"""Whatever was written: the history alone makes the tables of the editors anew, row by row and column by column."""

import pytest
from django.db import connection

from incidents.dataset.replay import histories, live, replayed
from incidents.models import Claim, Evidence
from tests import builders
from tests.publication.histories import History

pytestmark = pytest.mark.django_db


def differing() -> list[str]:
    return [table.__name__ for table in histories() if replayed(table) != live(table)]


def test_every_tracked_table_is_replayed() -> None:
    told = {table.__name__ for table in histories()}
    assert {"ClaimHistory", "EvidenceHistory", "ClaimEventHistory", "ClaimRelationHistory", "ActorHistory"} <= told
    assert sum(len(live(table)) for table in histories()) > 1000


def test_the_dataset_with_edits_publications_and_merges_by_chance_is_as_its_history_tells_it() -> None:
    history = History(3)
    for _ in range(25):
        history.step()
    assert differing() == []


def test_edits_in_bulk_and_in_sql_are_in_it() -> None:
    Claim.objects.update(note="Read again.")
    with connection.cursor() as cursor:
        cursor.execute("UPDATE incidents_actor SET note = 'By hand' WHERE id % 2 = 0")
        cursor.execute("DELETE FROM incidents_claimrelation WHERE id % 3 = 0")
    assert differing() == []


def test_an_edit_that_a_trigger_answers_with_another_is_in_it() -> None:
    """The claim is edited, its quote goes stale, which is an edit of the claim: recorded in the reverse order."""
    claim = builders.claim("moved", of=builders.event("e"), where=builders.article("a"))
    Claim.objects.filter(pk=claim.pk).update(
        article=builders.article("b", text="Andere Worte.", by=claim.article.source)
    )
    assert Evidence.objects.get(claim=claim).status == "stale"
    assert differing() == []
