"""Small readings, and files of one, for tests that hold two readings against each other."""

from pathlib import Path
from typing import Any

from incidents.dataset.files import read_files
from incidents.dataset.readings.first import Dataset, dataset_of
from incidents.dataset.readings.reading import Claim
from incidents.dataset.sentences import Span
from tests.dataset.project import WORLD, Project

SAID = {
    "speaker": "",
    "attribution": "",
    "speech_act": "asserts",
    "speech_mode": "author_voice",
    "modality": "factual",
    "aspect": "occurrence",
}

# What a second reader might make of the text of tests.dataset.project.
SECOND = """\
article: report
claims:
- id: a1
  quote: "„Es war ein Irrtum“"
  statement: The strike was a mistake.
  events:
  - The strike
  speaker: "Olha Wyshnewa (the envoy)"
  via:
  - The Wire
  speech_act: admits
  speech_mode: direct_quote
  modality: factual
  aspect: intent
- id: a2
  quote: "Moskau schwieg."
  statement: Moscow said nothing.
  events:
  - The strike
  speech_act: asserts
  speech_mode: author_voice
  modality: factual
  aspect: reaction
events:
- title: The strike
  event_type: ASSAULT
  realis: actual
  date: 2025-11
relations:
- from: a2
  relation: qualifies
  to: a1
  aspect: intent
  note: Silence is no answer.
"""


def claim(name: str, *, at: tuple[int, int] = (0, 10), events: str = "", statement: str = "", **labels: str) -> Claim:
    words = {**SAID, **labels}
    return Claim(
        name=name,
        article="report",
        statement=statement,
        spans=(Span(*at),),
        events=tuple(events.split()),
        labels={label: frozenset({word}) for label, word in words.items()},
    )


def dataset(project: Project, text: str = WORLD) -> Dataset:
    return dataset_of(read_files([project.write(text)]))


def second(project: Project, text: str = SECOND) -> Path:
    path = project.root / "second.yaml"
    path.write_text(text)
    return path


def changed_second(old: str, new: str) -> str:
    assert SECOND.count(old) == 1, old
    return SECOND.replace(old, new)


def some(**parts: Any) -> Dataset:
    """A dataset of which only the parts given matter."""
    empty: dict[str, Any] = {
        "texts": {},
        "claims": {"report": []},
        "events": {},
        "relations": frozenset(),
        "actors": {},
        "sources": {},
        "mentions": {},
    }
    return Dataset(**{**empty, **parts})
