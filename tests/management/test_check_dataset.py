from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from incidents.models import Source
from incidents.publication.models import PublishedClaim
from tests.dataset.project import WORLD, Project, changed
from tests.management.commands import output


def test_it_says_what_is_sound(project: Project) -> None:
    (line,) = output("check_dataset", str(project.write(WORLD)))
    assert line.startswith("16 rows of the files are sound; ")
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


def refused(path: Path, *options: str) -> tuple[str, list[str]]:
    """The error that ends it, and what it prints before."""
    out = StringIO()
    with pytest.raises(CommandError) as error:
        call_command("check_dataset", str(path), *options, stdout=out)
    return str(error.value), out.getvalue().splitlines()


def test_sentences_that_nothing_accounts_for_end_it_with_an_error(project: Project) -> None:
    told, lines = refused(project.write(WORLD), "--coverage")
    assert told == "3 sentences not accounted for."
    assert lines[0] == "report: 4 sentences, 13 words; 30.7 % in evidence, 23.0 % in passages, 53.8 % accounted for."
    assert lines[1] == "  at 0–18 (line 1), not covered: all of it: 'Baku protestierte.'"
    assert lines[-1].startswith("1 article: ")


def test_faults_and_gaps_are_both_counted(project: Project) -> None:
    text = changed("quote: sagte die Gesandte", "quote: Irrtum")
    told, lines = refused(project.write(text), "--coverage")
    assert told == "1 fault. 4 sentences not accounted for."
    assert lines[-1].endswith("lies in the evidence of mistake: take the words out of one of them.")


def test_where_every_sentence_is_accounted_for_it_says_so(project: Project) -> None:
    (project.root / "seeds" / "990_report.txt").write_text("„Es war ein Irrtum“, sagte die Gesandte.")
    lines = output("check_dataset", str(project.write(WORLD)), "--coverage")
    assert lines[1].startswith("1 article: 1 sentence, 7 words; 57.1 % in evidence, 42.8 % in passages, 100.0 %")
    assert lines[2].startswith("16 rows of the files are sound; ")
