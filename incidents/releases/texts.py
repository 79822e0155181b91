"""The files of a release that people read: what it is, how to cite it, what its columns mean."""

import json
from collections.abc import Iterator, Mapping
from typing import Any

from django.conf import settings

from incidents.publication.about import NAME, TERMS, citation
from incidents.publication.version import DatasetVersion
from incidents.releases.arrow import arrow
from incidents.releases.columns import schema_of
from incidents.releases.tables import Table

SUBJECT = str(settings.SPECTACULAR_SETTINGS["DESCRIPTION"])
READING = """\
JSON Lines has a record a line, by id, as the API answers it; of `changes`, what was published up to this version, in
order. Parquet has the same rows in the same order, as the columns below. Of a date, `…_edtf` is what is known, and
`…_start` and `…_end` are the first and the last day that it may mean. `codebook.md` defines every field and every word.
"""
OTHERS = "Made by others, the rows are the same; this text, the codebook and the bytes of Parquet may differ."


def readme(of: DatasetVersion, *, address: str, counts: Mapping[str, int], tables: list[Table]) -> str:
    files = [f"| `{name}.jsonl`, `{name}.parquet` | {counts[name]} |" for name in counts]
    return "\n".join(
        [
            f"# {NAME}, dataset version {of.number}\n",
            f"{SUBJECT}\n",
            f"Cite as: {citation(of, address=address)}. `CITATION.cff` says the same to programs.\n",
            f"{TERMS} `LICENSE-DATA` has the terms in full.\n",
            "This version never changes: what is corrected later is in a later version. Whether a copy is whole:\n",
            "```\nsha256sum -c SHA256SUMS\n```\n",
            "## Files\n",
            "| files | rows |\n|---|---:|",
            *files,
            "",
            READING,
            f"Made by version {settings.REST_RELEASE} of the program with pyarrow {arrow.__version__}. {OTHERS}\n",
            *(line for table in tables for line in _columns(table)),
        ]
    )


def _columns(table: Table) -> Iterator[str]:
    yield f"## Columns of {table.name}.parquet\n\n| column | type | meaning |\n|---|---|---|"
    for field in schema_of(table.shape):
        yield f"| `{field.name}` | `{_told(field.type)}` | {field.metadata[b'description'].decode()} |"
    yield ""


def _told(kind: Any) -> str:
    """The type as Arrow writes it, without its names for what lists and maps are made of."""
    return str(kind).replace("<item: ", "<")


def citation_file(of: DatasetVersion, *, address: str) -> str:
    """The citation in the Citation File Format, 1.2.0."""
    facts = {
        "cff-version": "1.2.0",
        "type": "dataset",
        "message": "Cite the version that you used, and say whether you changed it.",
        "title": NAME,
        "abstract": SUBJECT,
        "version": str(of.number),
        "date-released": f"{of.changed_at:%Y-%m-%d}",
        "authors": [{"name": NAME}],
    }
    # JSON is YAML, too.
    return "".join(f"{key}: {json.dumps(value)}\n" for key, value in (facts | _url(address)).items())


def _url(address: str) -> dict[str, str]:
    return {"url": address} if address else {}
