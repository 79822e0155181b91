import re

from incidents.publication.models import PublishedEvent
from tests.dataset.project import Project
from tests.management.commands import output


def test_it_changes_nothing_on_a_sound_database(db: None) -> None:
    (line,) = output("rebuild_publication")
    found = re.fullmatch(r"0 documents changed; dataset version (\d+) → (\d+)\.", line)
    assert found is not None
    assert found[1] == found[2]


def test_it_mends_a_spoiled_document(project: Project) -> None:
    version = project.load().version_after
    PublishedEvent.objects.current().filter(slug="strike").update(document="{}")
    assert output("rebuild_publication") == [f"1 documents changed; dataset version {version} → {version + 1}."]
    assert '"A strike"' in PublishedEvent.objects.current().get(slug="strike").document
