"""Writes a table of all that is contested, a row a claim: python3 examples/disagreement_table.py FILE.csv

SERVER=http://HOST:PORT names another server.
"""

import os
import sys
from collections.abc import Callable
from urllib.error import URLError

import pandas as pd

SERVER = os.environ.get("SERVER", "http://127.0.0.1:8000")
COLUMNS = {
    "event_title": "event",
    "aspect": "aspect",
    "claim_id": "claim",
    "claim_speaker_name": "speaker",
    "claim_source_name": "source",
    "claim_statement": "statement",
    "claim_evidence_quote": "quote",
    "relations_relation": "relations",
    "relations_claim_id": "to",
}


def table(path: str) -> pd.DataFrame:
    try:
        return pd.read_csv(SERVER + path, keep_default_na=False, na_values=[""])
    except URLError as error:
        sys.exit(f"{SERVER} does not answer as it should ({error}). SERVER=http://HOST:PORT names another server.")


def contested(table: Callable[[str], pd.DataFrame] = table) -> pd.DataFrame:
    """The claims on every contested aspect of every event."""
    events = table("/api/v1/events/?agreement=contested&ordering=id&fields=id&format=csv")["id"]
    claims = pd.concat([table(f"/api/v1/events/{event}/disagreements/?format=csv") for event in events])
    return claims[claims["agreement"] == "contested"][list(COLUMNS)].rename(columns=COLUMNS)


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    claims = contested()
    claims.to_csv(sys.argv[1], index=False)
    aspects = claims.groupby(["event", "aspect"]).ngroups
    print(f"claims: {len(claims)}, contested aspects: {aspects}, events: {claims['event'].nunique()}")  # noqa: T201 - its purpose
