"""A folder with texts and fixture files of its own, for tests of what is read from and written to files."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pytest_django import Settings

from incidents.dataset.load import load
from incidents.dataset.report import Report

TEXT = "Baku protestierte. Moskau schwieg. Baku protestierte. „Es war ein Irrtum“, sagte die Gesandte."

# A published event that rests on one claim, with a part of every kind.
WORLD = """\
- model: incidents.source
  fields:
    slug: herald
    status: published
    name: The Herald
    kind: newspaper
    country: NO
- model: incidents.source
  fields:
    slug: wire
    status: published
    name: The Wire
    kind: news_agency
- model: incidents.place
  fields:
    slug: harbour
    status: published
    name: Grey Harbour
    country: UA
    latitude: 46.5
    longitude: 30.75
    precision: 1
- model: incidents.actor
  fields:
    slug: northland
    status: published
    name: Northland
    kind: state
- model: incidents.actor
  fields:
    slug: envoy
    status: published
    name: Olha Wyshnewa
    kind: person
- model: incidents.actorname
  fields:
    actor: [envoy]
    name: Ольга Вишнева
    language: uk
    script: Cyrl
    kind: official
- model: incidents.affiliation
  fields:
    person: [envoy]
    organisation: [northland]
    role: envoy
- model: incidents.article
  fields:
    slug: report
    status: published
    source: [herald]
    title: A report
    language: de
    published: 2025-11-15
    document: 990_report.txt
- model: incidents.articlecitation
  fields:
    article: [report]
    source: [wire]
    mention: ein Irrtum
- model: incidents.articlepassage
  fields:
    article: [report]
    quote: sagte die Gesandte
    kind: rhetoric
    reason: It only names the speaker.
- model: incidents.event
  fields:
    slug: strike
    status: published
    title: A strike
    event_type: ASSAULT
    date: 2025-11-14
- model: incidents.eventplace
  fields:
    event: [strike]
    place: [harbour]
- model: incidents.eventparticipant
  fields:
    event: [strike]
    actor: [northland]
    role: victim
- model: incidents.claim
  fields:
    slug: mistake
    status: published
    article: [report]
    events: [[strike]]
    statement: It was a mistake.
    speaker: [envoy]
    speech_mode: direct_quote
    aspect: intent
- model: incidents.claimattribution
  fields:
    claim: [mistake]
    source: [wire]
    position: 0
- model: incidents.evidence
  fields:
    claim: [mistake]
    quote: Es war ein Irrtum
"""
ROWS = WORLD.count("- model:")


@dataclass(frozen=True)
class Project:
    root: Path

    def write(self, text: str, *, name: str = "world.yaml") -> Path:
        path = self.root / "fixtures" / name
        path.write_text(text)
        return path

    def load(self, text: str = WORLD, **options: Any) -> Report:
        return load([self.write(text)], **options)

    def faults(self, text: str) -> list[tuple[str, str, str]]:
        """What is wrong with a file: record, field and rule."""
        return [(fault.record, fault.field, fault.rule) for fault in self.load(text).faults]


def make_project(root: Path, settings: Settings) -> Project:
    settings.BASE_DIR = root
    (root / "fixtures").mkdir()
    (root / "seeds").mkdir()
    (root / "seeds" / "990_report.txt").write_bytes(TEXT.encode())
    return Project(root)


def changed(old: str, new: str) -> str:
    """The world with one passage replaced."""
    assert WORLD.count(old) == 1, old
    return WORLD.replace(old, new)


def without(model: str, *, also: str = "") -> str:
    """The world without the rows of a model; `also` picks one of several."""
    rows = ["- model:" + row for row in WORLD.split("- model:")[1:]]
    return "".join(row for row in rows if f" incidents.{model}\n" not in row or also not in row)
