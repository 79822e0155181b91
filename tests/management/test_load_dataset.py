from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from incidents.models import ActorName, Source
from tests.dataset.bulk.bundles import lines_of, write
from tests.dataset.project import ROWS, WORLD, Project, changed, without
from tests.management.commands import output


def test_it_loads_the_files_that_are_named(project: Project) -> None:
    lines = output("load_dataset", str(project.write(WORLD)))
    assert lines[-2] == "16 created, 0 changed, 0 unchanged."
    assert Source.objects.filter(slug="herald").exists()


def test_it_loads_fixtures_by_default(project: Project) -> None:
    project.write(WORLD)
    assert output("load_dataset")[0] == "+ source herald"


def test_a_dry_run_writes_nothing(project: Project) -> None:
    lines = output("load_dataset", str(project.write(WORLD)), "--dry-run")
    assert lines[-1] == "This was a dry run: nothing was written."
    assert not Source.objects.filter(slug="herald").exists()


def test_it_deletes_only_when_told_to(project: Project) -> None:
    output("load_dataset", str(project.write(WORLD)))
    folder = str(project.write(without("actorname")).parent)
    output("load_dataset", folder)
    assert ActorName.objects.filter(actor__slug="envoy").exists()
    output("load_dataset", folder, "--prune")
    assert not ActorName.objects.filter(actor__slug="envoy").exists()


def test_faults_are_printed_and_end_it_with_an_error(project: Project) -> None:
    out = StringIO()
    path = project.write(changed("country: NO", "country: XX"))
    with pytest.raises(CommandError, match=r"1 fault; nothing was written\.") as error:
        call_command("load_dataset", str(path), stdout=out)
    assert out.getvalue() == "fixtures/world.yaml:7: source herald, country = 'XX': is no such code.\n"
    assert error.value.returncode == 1


def test_json_lines_take_the_bulk_path(project: Project) -> None:
    path = write(project.root / "world.jsonl", lines_of(WORLD))
    lines = output("load_dataset", str(path), "--processes", "1")
    assert lines[0] == f"{ROWS} created, 0 unchanged."


def test_json_lines_with_faults_end_in_an_error(project: Project) -> None:
    path = write(project.root / "world.jsonl", "{}\n")
    with pytest.raises(CommandError, match=r"^1 fault; nothing was written\.$"):
        output("load_dataset", str(path))


def test_json_lines_and_yaml_are_not_mixed(project: Project) -> None:
    path = write(project.root / "world.jsonl", lines_of(WORLD))
    with pytest.raises(CommandError, match=r"^JSON Lines only add"):
        output("load_dataset", str(path), str(project.write(WORLD)))
