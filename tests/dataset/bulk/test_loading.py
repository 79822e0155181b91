import re
from pathlib import Path
from typing import Any
from unittest.mock import Mock

import pytest
from django.db import connection

from incidents.dataset.bulk import loading, releasing, staging, tables
from incidents.dataset.bulk.lines import read_line
from incidents.dataset.bulk.loading import BUNDLE_LOCK, load_bundle
from incidents.dataset.files import default_folder
from incidents.dataset.replay import histories, live, replayed
from incidents.models import Article, Claim, Event, Source
from incidents.publication import bulk
from incidents.publication.models import Change, PublishedClaim, PublishedEvent, Withdrawal
from incidents.publication.publishing import publish
from tests import builders
from tests.dataset.bulk.bundles import bundle_of, contents, empty, lines_of, write
from tests.dataset.bulk.conftest import LoadLines
from tests.dataset.project import ROWS, WORLD, Project, changed, without

SECOND = """\
- model: incidents.claim
  fields:
    slug: second
    status: published
    article: [report]
    events: [[strike]]
    statement: Moscow was silent.
    speech_mode: author_voice
    aspect: reaction
- model: incidents.evidence
  fields:
    claim: [second]
    quote: Moskau schwieg
- model: incidents.claimrelation
  fields:
    from_claim: [second]
    to_claim: [mistake]
    relation: contradicts
    aspect: reaction
"""


def test_the_real_dataset_comes_out_as_it_does_from_yaml(db: None, tmp_path: Path) -> None:
    by_yaml = contents()
    empty()
    report = load_bundle(bundle_of(default_folder(), tmp_path))
    assert report.ok
    assert contents() == by_yaml
    assert [history for history in histories() if replayed(history) != live(history)] == []


def test_claims_about_what_is_public_already_come_out_as_from_yaml(project: Project, load_lines: LoadLines) -> None:
    empty()
    project.load(WORLD)
    before = PublishedEvent.objects.get(slug="strike")
    project.load(SECOND)
    by_yaml = contents()
    empty()
    load_lines(WORLD)
    assert load_lines(SECOND).published == 1
    assert contents() == by_yaml
    assert PublishedEvent.objects.as_of(before.valid_from).get(slug="strike").claim_count == 1


def test_what_is_rendered_in_shares_comes_out_as_from_yaml(
    project: Project, load_lines: LoadLines, monkeypatch: pytest.MonkeyPatch
) -> None:
    empty()
    project.load(WORLD + SECOND)
    by_yaml = contents()
    empty()
    monkeypatch.setattr(releasing, "TOGETHER", 2)
    assert load_lines(WORLD + SECOND).ok
    assert contents() == by_yaml


@pytest.mark.parametrize(("others", "limit"), [(True, "4MB"), (False, "64MB")])
def test_indexes_put_off_more_only_where_nothing_is_public_yet(others: bool, limit: str, load_lines: LoadLines) -> None:
    if not others:
        empty()
    assert load_lines().ok
    with connection.cursor() as cursor:
        cursor.execute("SHOW gin_pending_list_limit")
        assert cursor.fetchone() == (limit,)


def test_the_planner_knows_the_rows_as_soon_as_they_are_loaded(load_lines: LoadLines) -> None:
    empty()
    assert load_lines().ok
    with connection.cursor() as cursor:
        cursor.execute("SELECT reltuples FROM pg_class WHERE relname = 'publication_publishedclaim'")
        assert cursor.fetchone() == (PublishedClaim.objects.count(),)


def test_the_largest_table_is_settled_first(load_lines: LoadLines) -> None:
    load_lines()
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_table_size(name::regclass) FROM unnest(%s::text[]) AS name", [bulk.tables()])
        sizes = [size for (size,) in cursor.fetchall()]
    assert sizes == sorted(sizes, reverse=True)
    assert sizes[0] > sizes[-1]


def test_the_same_bundle_twice_changes_nothing(load_lines: LoadLines) -> None:
    first = load_lines()
    again = load_lines()
    assert (first.created, first.unchanged) == (ROWS, 0)
    assert (again.created, again.unchanged, again.published) == (0, ROWS, 0)
    assert list(again.lines()) == [
        f"0 created, {ROWS} unchanged.",
        f"0 records published; dataset version {first.version_after} as before.",
    ]


def test_a_dry_run_says_the_same_and_writes_nothing(load_lines: LoadLines) -> None:
    tried = load_lines(dry_run=True)
    assert not Source.objects.filter(slug="herald").exists()
    done = load_lines()
    assert list(tried.lines()) == [*done.lines(), "This was a dry run: nothing was written."]


def test_what_breaks_off_in_the_last_moment_leaves_everything_as_it_was(
    load_lines: LoadLines, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = contents()
    with monkeypatch.context() as broken:
        broken.setattr(bulk, "_put_parts", lambda version: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            load_lines()
    assert contents() == before
    # What was read and rendered is still there.
    monkeypatch.setattr(staging, "read_line", None)
    monkeypatch.setattr("incidents.dataset.bulk.releasing.render", None)
    assert load_lines().created == ROWS


def test_only_files_that_were_not_read_to_their_end_are_read_again(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    one = write(project.root / "1.jsonl", lines_of(WORLD))
    two = write(project.root / "2.jsonl", "{}\n")
    assert load_bundle([one, two]).fault_count == 1
    two.write_text(lines_of(SECOND))
    read = Mock(side_effect=read_line)
    monkeypatch.setattr(staging, "read_line", read)
    assert load_bundle([one, two]).ok
    assert {Path(call.kwargs["file"]).name for call in read.call_args_list} == {"2.jsonl"}


def test_what_was_laid_out_for_other_files_is_laid_out_anew(project: Project) -> None:
    one = write(project.root / "1.jsonl", lines_of(WORLD))
    other = write(project.root / "2.jsonl", lines_of(WORLD))
    assert load_bundle([one], dry_run=True).created == ROWS
    assert load_bundle([other]).created == ROWS


def test_what_was_laid_out_for_other_tables_is_laid_out_anew(
    load_lines: LoadLines, monkeypatch: pytest.MonkeyPatch
) -> None:
    load_lines(dry_run=True)
    read = Mock(side_effect=read_line)
    monkeypatch.setattr(staging, "read_line", read)
    load_lines(dry_run=True)
    assert read.call_count == 0
    monkeypatch.setattr(tables, "shape", lambda: "made in another way")
    assert load_lines().ok
    assert read.call_count == ROWS


def test_who_publishes_meanwhile_is_seen_in_what_is_loaded(
    load_lines: LoadLines, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = builders.source("other")
    monkeypatch.setattr(loading, "take_lock", lambda: publish([other]))
    report = load_lines()
    assert report.ok
    assert report.version_before == Change.objects.get(resource="sources", slug="other").seq
    assert Change.objects.filter(dataset_version=report.version_after).count() == report.published


def test_who_breaks_a_rule_meanwhile_is_seen_too(load_lines: LoadLines, monkeypatch: pytest.MonkeyPatch) -> None:
    load_lines()
    article = Article.objects.get(slug="report")

    def edit_and_publish() -> None:
        Article.objects.filter(pk=article.pk).update(text=article.text + " Nachtrag.")
        publish([builders.source("other")])

    monkeypatch.setattr(loading, "take_lock", edit_and_publish)
    report = load_lines(SECOND)
    assert [fault.rule for fault in report.faults.shown] == [
        "the text of report was edited: publish the article as well."
    ]
    assert not Claim.objects.filter(slug="second").exists()


@pytest.mark.parametrize("reference", ["source: [herald]\n    title", "source: [wire]\n    mention"])
def test_what_is_taken_away_meanwhile_is_missed(
    reference: str, load_lines: LoadLines, monkeypatch: pytest.MonkeyPatch
) -> None:
    old = builders.source("old")
    monkeypatch.setattr(loading, "take_lock", old.delete)
    gone = re.sub(r"\[.*\]", "[old]", reference)
    report = load_lines(changed(reference, gone).replace("status: published", "status: draft"))
    assert [fault.rule for fault in report.faults.shown] == [
        "refers to records that were taken away while it was loaded: load it again."
    ]


def test_two_bundles_are_not_loaded_at_once(load_lines: LoadLines, other_connection: Any) -> None:
    other_connection.execute("SELECT pg_advisory_lock(%s)", [BUNDLE_LOCK])
    assert [(fault.line, fault.rule[:36]) for fault in load_lines().faults.shown] == [
        (1, "is not read: another bundle is being")
    ]


def test_drafts_are_loaded_and_not_published(load_lines: LoadLines) -> None:
    report = load_lines(WORLD.replace("status: published", "status: draft"))
    assert (report.created, report.published) == (ROWS, 0)
    assert Event.objects.get(slug="strike").published_version is None


BROKEN = {
    "a word that is none": changed("kind: newspaper", "kind: paper"),
    "a field that is none": changed("title: A strike", "heading: A strike"),
    "a reference to nothing": changed("actor: [northland]", "actor: [southland]"),
    "a quote that is not there": changed("quote: Es war ein Irrtum", "quote: Es war ein Plan"),
    "a quote that is there twice": changed("quote: Es war ein Irrtum", "quote: Baku protestierte"),
    "a quote that is elsewhere": changed("quote: Es war ein Irrtum", "quote: Es war ein Irrtum\n    start: 3"),
    "a document that is none": changed("990_report.txt", "991_report.txt"),
    "a doublet": WORLD + "- model: incidents.event\n  fields:\n    slug: strike\n    title: Another strike\n",
    "what only the database refuses": changed("kind: newspaper", "kind: newspaper\n    wikidata_id: Q1").replace(
        "kind: news_agency", "kind: news_agency\n    wikidata_id: Q1"
    ),
    "a constraint of several fields": changed("precision: 1", "precision: 6"),
    "an event that leads back to itself": changed("event_type: ASSAULT", "event_type: ASSAULT\n    part_of: [strike]"),
    "events that lead back to each other": changed("event_type: ASSAULT", "event_type: ASSAULT\n    part_of: [raid]")
    + "- model: incidents.event\n  fields:\n    slug: raid\n    title: A raid\n    part_of: [strike]\n",
    "three events in a circle": changed("event_type: ASSAULT", "event_type: ASSAULT\n    part_of: [raid]")
    + "- model: incidents.event\n  fields:\n    slug: raid\n    title: A raid\n    part_of: [war]\n"
    + "- model: incidents.event\n  fields:\n    slug: war\n    title: A war\n    part_of: [strike]\n",
    "a mode of another type": changed("event_type: ASSAULT", "event_type: ASSAULT\n    mode: meet"),
    "a contradiction about no common event": WORLD
    + "- model: incidents.event\n  fields:\n    slug: flood\n    status: published\n    title: A flood\n"
    + SECOND.replace("[[strike]]", "[[flood]]"),
    "an event without a claim": changed("events: [[strike]]", "events: []"),
    "a claim without a quote": without("evidence"),
    "a public claim of a draft": WORLD.replace("slug: envoy\n    status: published", "slug: envoy\n    status: draft"),
    "an id that is a word of addresses": WORLD.replace("strike", "timeline"),
}


@pytest.mark.parametrize("broken", BROKEN.values(), ids=BROKEN)
def test_faults_are_told_in_the_words_of_the_yaml_path(broken: str, project: Project, load_lines: LoadLines) -> None:
    report = load_lines(broken)
    told = [(fault.record, fault.field, _placeless(fault.rule)) for fault in report.faults.shown]
    assert told
    assert set(told) <= {(record, field, _placeless(rule)) for record, field, rule in project.faults(broken)}
    assert not Source.objects.filter(slug="wire").exists()


def _placeless(rule: str) -> str:
    return re.sub(r"world\.(jsonl|yaml):\d+", "world", rule)


def test_an_id_that_was_merged_away_is_not_given_again(load_lines: LoadLines) -> None:
    Withdrawal.objects.create(resource="actors", slug="envoy", merged_into="northland", reason="Same.", valid_from=1)
    assert [(fault.record, fault.field) for fault in load_lines().faults.shown] == [("actor envoy", "slug")]


@pytest.mark.parametrize(
    ("told", "record", "field", "rule"),
    [
        (changed("title: A strike", "title: A raid"), "event strike", "title", "is 'A strike' in the database"),
        (
            WORLD + "- model: incidents.eventparticipant\n  fields:\n    event: [strike]\n    actor: [envoy]\n"
            "    role: target\n",
            "eventparticipant strike / envoy / target",
            "role",
            "is not in the database, which holds the record",
        ),
    ],
)
def test_what_would_change_a_record_is_refused(
    told: str, record: str, field: str, rule: str, load_lines: LoadLines
) -> None:
    load_lines()
    fault = load_lines(told).faults.shown[0]
    assert (fault.record, fault.field) == (record, field)
    assert fault.rule.startswith(rule)


def test_a_hundred_faults_are_told_in_full(load_lines: LoadLines) -> None:
    report = load_lines("- model: incidents.paper\n  fields: {a: b}\n" * 101)
    assert len(list(report.lines())) == 101
    assert list(report.lines())[-1] == "… and 1 more fault."
