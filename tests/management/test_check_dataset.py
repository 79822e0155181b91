from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from incidents.models import Source
from incidents.publication.models import PublishedClaim
from tests.dataset.project import WORLD, Project, changed
from tests.management.commands import output


def test_it_says_what_is_sound(project: Project) -> None:
    (line,) = output("check_dataset", str(project.write(WORLD)))
    assert line.startswith("15 rows of the files are sound; ")
    assert line.endswith(" published quotes stand in their texts.")


def test_it_writes_nothing(project: Project) -> None:
    output("check_dataset", str(project.write(WORLD)))
    assert not Source.objects.filter(slug="herald").exists()


def test_the_real_dataset_is_sound(db: None) -> None:
    (line,) = output("check_dataset")
    assert " rows of the files are sound; " in line


def test_faults_of_files_and_of_the_database_end_it_with_an_error(project: Project) -> None:
    project.load()
    claim = PublishedClaim.objects.current().get(slug="mistake")
    claim.snapshot["evidence"][0]["end"] -= 1
    claim.save()
    out = StringIO()
    with pytest.raises(CommandError, match=r"2 faults\.") as error:
        call_command("check_dataset", str(project.write(changed("country: NO", "country: XX"))), stdout=out)
    assert error.value.returncode == 1
    assert [line.split(",")[0] for line in out.getvalue().splitlines()] == [
        "fixtures/world.yaml:7: source herald",
        "the database:0: claim mistake",
    ]
