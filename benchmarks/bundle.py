"""Writes a made-up dataset as a bundle that load_dataset takes: python -m benchmarks.bundle --events 10000 FOLDER"""

import argparse
import json
from collections.abc import Iterable, Iterator
from pathlib import Path

from benchmarks import happenings
from benchmarks.chance import Record
from benchmarks.synthetic import Dataset


def write(dataset: Dataset, folder: Path) -> int:
    """One file for each step of the loading order, in constant memory. Returns how many rows there are in all."""
    folder.mkdir(parents=True, exist_ok=True)
    every = range(dataset.events)
    parts: dict[str, Iterable[Record]] = {
        "1_cast": dataset.cast(),
        "4_articles": with_texts(dataset),
        "5_events": dataset.happened(every),
        "6_claims": dataset.claimed(every),
        "7_relations": dataset.related(every),
    }
    rows = 0
    for name, records in parts.items():
        with (folder / f"{name}.jsonl").open("w", encoding="utf-8") as file:
            for record in records:
                file.write(json.dumps(record, ensure_ascii=False) + "\n")
                rows += 1
    return rows


def with_texts(dataset: Dataset) -> Iterator[Record]:
    """The articles, each with the text that its claims quote."""
    for number in range(dataset.sizes.articles):
        for record in dataset.articles(range(number, number + 1)):
            is_article = record["model"] == "incidents.article"
            text = {"text": happenings.text(dataset.seed, number, dataset.sizes)} if is_article else {}
            yield {"model": record["model"], **text, "fields": record["fields"]}


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--events", type=int, required=True)
    arguments.add_argument("folder", type=Path)
    asked = arguments.parse_args()
    write(Dataset(asked.events), asked.folder)


if __name__ == "__main__":
    main()
