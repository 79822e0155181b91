from pathlib import Path

import pytest
from django.conf import settings

from incidents.dataset.export import TextsDiffer, export
from incidents.dataset.load import load
from incidents.models import Article, Claim, Evidence, Place
from tests import builders
from tests.dataset.project import Project


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def test_the_real_dataset_is_written_as_it_lies_in_fixtures_byte_for_byte(db: None, tmp_path: Path) -> None:
    fixtures = Path(settings.BASE_DIR) / "fixtures"
    done = export(tmp_path / "out")
    assert contents(tmp_path / "out") == contents(fixtures)
    assert (len(done.written), done.unchanged, done.unpublished) == (len(contents(fixtures)), [], [])


def test_writing_it_again_touches_no_file(db: None, tmp_path: Path) -> None:
    export(tmp_path)
    before = {path: path.stat().st_mtime_ns for path in tmp_path.iterdir()}
    assert export(tmp_path).written == []
    assert {path: path.stat().st_mtime_ns for path in tmp_path.iterdir()} == before


@pytest.fixture
def alone(project: Project) -> Project:
    """A project whose database holds what its files hold: the real texts lie elsewhere."""
    for name, text in Article.objects.values_list("document", "text"):
        (project.root / "seeds" / name).write_bytes(text.encode())
    project.load()
    return project


def test_what_was_written_is_what_is_loaded(alone: Project) -> None:
    export(alone.root / "out")
    report = load([alone.root / "out"])
    assert report.ok
    assert (report.plan.changes, report.plan.leftover, report.plan.absent) == ([], [], {})


def test_claims_are_filed_by_the_number_of_their_document(alone: Project) -> None:
    assert "out/6_claims_990.yaml" in export(alone.root / "out").written
    assert 'quote: "Es war ein Irrtum"' in (alone.root / "out" / "6_claims_990.yaml").read_text()


def test_claims_of_a_document_without_a_number_are_filed_by_their_article(alone: Project) -> None:
    builders.claim("loose", of=builders.event("other"), where=builders.article("letter", by=builders.source("post")))
    assert "out/6_claims_letter.yaml" in export(alone.root / "out").written


def test_a_position_is_written_only_where_the_quote_stands_twice(alone: Project) -> None:
    Evidence.objects.create(claim=Claim.objects.get(slug="mistake"), quote="Baku protestierte.", start=35)
    export(alone.root / "out")
    lines = (alone.root / "out" / "6_claims_990.yaml").read_text().splitlines()
    assert [line.strip() for line in lines if "quote:" in line or "start:" in line] == [
        'quote: "Baku protestierte."',
        "start: 35",
        'quote: "Es war ein Irrtum"',
    ]


def test_passages_follow_the_citations_in_the_order_of_the_text(alone: Project) -> None:
    report = Article.objects.get(slug="report")
    for quote, start in (("Moskau", 19), ("Baku", 35), ("Baku", 0)):
        report.passages.create(quote=quote, kind="heading", reason="A name.", start=start)
    export(alone.root / "out")
    told = (alone.root / "out" / "4_articles.yaml").read_text().split("incidents.articlecitation\n")[-1]
    lines = [line.strip() for line in told.splitlines()]
    assert [line for line in lines if line.startswith(("quote:", "start:"))] == [
        'quote: "Baku"', "start: 0", 'quote: "Moskau"', 'quote: "Baku"', "start: 35", 'quote: "sagte die Gesandte"',
    ]  # fmt: skip
    assert load([alone.root / "out"]).plan.changes == []


def test_a_text_that_was_entered_by_hand_is_written_to_seeds(alone: Project) -> None:
    builders.article("letter", by=builders.source("post"), text="Liebe\r\nLeute\u00a0…")
    assert export(alone.root / "out").written[0] == "seeds/letter.txt"
    assert (alone.root / "seeds" / "letter.txt").read_bytes() == "Liebe\r\nLeute\u00a0…".encode()


def test_a_text_in_seeds_is_never_overwritten(alone: Project) -> None:
    (alone.root / "seeds" / "990_report.txt").write_text("Anderes.")
    with pytest.raises(TextsDiffer, match=r"seeds/ holds another text than the database: 990_report\.txt\."):
        export(alone.root / "out")
    assert not (alone.root / "out").exists()


def test_a_text_is_never_written_outside_seeds(alone: Project) -> None:
    builders.article("letter", by=builders.source("post"), document="../letter.txt")
    with pytest.raises(TextsDiffer, match=r"document '\.\./letter\.txt' is not the name of a file in seeds/"):
        export(alone.root / "out")
    assert not (alone.root / "letter.txt").exists()


def test_files_that_would_hold_nothing_are_removed_and_named(alone: Project) -> None:
    out = alone.root / "out"
    out.mkdir()
    for name in ("6_claims_777.yaml", "8_mine.yaml", "README.md"):
        (out / name).write_text("# old\n")
    assert export(out).removed == ["out/6_claims_777.yaml"]
    assert (out / "8_mine.yaml").exists()
    assert (out / "README.md").exists()


def test_edits_that_nobody_has_published_are_named(alone: Project) -> None:
    place = Place.objects.get(slug="harbour")
    place.name = "Black Harbour"
    place.save()
    assert export(alone.root / "out").unpublished == ["place harbour"]
