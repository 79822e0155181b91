"""Prints who gives which number of casualties, in whose words: python3 examples/death_toll.py [EVENT]

EVENT is the id of an event (azerbaijan-airlines-crash-2024-12). SERVER=http://HOST:PORT names another server.
"""

import os
import sys
from collections.abc import Callable, Iterator
from typing import Any
from urllib.error import URLError

import pandas as pd

SERVER = os.environ.get("SERVER", "http://127.0.0.1:8000")
QUALIFIERS = {"exact": "", "at_least": "at least ", "at_most": "at most ", "about": "about "}


def table(path: str) -> pd.DataFrame:
    try:
        return pd.read_csv(SERVER + path, keep_default_na=False, na_values=[""])
    except URLError as error:
        sys.exit(f"{SERVER} does not answer as it should ({error}). SERVER=http://HOST:PORT names another server.")


def toll(event: str, table: Callable[[str], pd.DataFrame] = table) -> pd.DataFrame:
    """The claims on casualties: those with a number first, the highest of them first."""
    claims = table(f"/api/v1/events/{event}/disagreements/?format=csv")
    claims = claims[claims["aspect"] == "casualties"]
    return claims.sort_values(["value_number", "claim_id"], ascending=[False, True])


def lines(claims: pd.DataFrame) -> Iterator[str]:
    known: Any = claims.astype(object).where(claims.notna(), None)
    for claim in known.itertuples():
        number = "no number"
        if claim.value_number is not None:
            number = f"{QUALIFIERS[claim.value_qualifier]}{claim.value_number:g} {claim.value_unit}"
        speaker = claim.claim_speaker_name or "the article itself"
        root = (claim.claim_attribution_name or claim.claim_source_name).split("|")[-1]
        yield f"{number}, says {speaker} ({claim.claim_article_id}, according to {root})"
        yield f"    {claim.claim_statement}"
        yield f"    “{claim.claim_evidence_quote}”"


if __name__ == "__main__":
    event = sys.argv[1] if len(sys.argv) > 1 else "azerbaijan-airlines-crash-2024-12"
    print("\n".join(lines(toll(event))))  # noqa: T201 - its purpose
