"""Rows of a release are what the API answers as of its version."""

from pathlib import Path

import orjson
import pyarrow.parquet as parquet
import pytest
from django.test import Client

from incidents.models import Claim, Event
from incidents.publication.models import DOCUMENT_MODELS
from incidents.publication.publishing import publish, retract
from incidents.releases.tables import SHAPES
from tests import builders
from tests.published import of

pytestmark = pytest.mark.django_db


def lines(made: Path, name: str) -> list[bytes]:
    return (made / f"{name}.jsonl").read_bytes().splitlines()


@pytest.fixture
def past(made: Path, world: int) -> int:
    """The version of the release; since then a record was changed, one retracted, and one drafted."""
    event = of(Event, "strike")
    event.title = "The embassy is hit again"
    event.save()
    publish([event])
    retract([of(Claim, "astray")], reason="Not in the text.")
    builders.event("secret")
    return world


@pytest.mark.parametrize("resource", DOCUMENT_MODELS)
def test_every_record_is_what_the_api_answers_as_of_the_version(
    resource: str, made: Path, past: int, client: Client
) -> None:
    listed = client.get(f"/api/v1/{resource}/?as_of={past}&ordering=id&page_size=200").json()["results"]
    found = [client.get(f"/api/v1/{resource}/{record['id']}/?as_of={past}").content for record in listed]
    assert lines(made, resource) == found != []


def test_changes_are_those_of_the_feed_up_to_the_version(made: Path, past: int, client: Client) -> None:
    feed = client.get("/api/v1/changes/?page_size=200").json()["results"]
    released = [orjson.loads(line) for line in lines(made, "changes")]
    assert released == [change for change in feed if change["dataset_version"] <= past]
    assert len(feed) > len(released) > 10


@pytest.mark.parametrize("name", SHAPES)
def test_parquet_has_the_lines_of_json_in_their_order(name: str, made: Path) -> None:
    column = parquet.read_table(made / f"{name}.parquet").column("json").to_pylist()
    assert [text.encode() for text in column] == lines(made, name) != []
