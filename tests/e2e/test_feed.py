"""The feeds, held against a validator that others wrote: the RSS library of Ruby."""

import json
import re
import shutil
import subprocess
from collections.abc import Iterator

import pytest
from django.db import transaction
from django.test import Client
from pytest_django import DjangoDbBlocker

from incidents.dataset.load import load
from incidents.models import Claim, Event
from incidents.publication.publishing import publish
from tests.published import of

pytestmark = pytest.mark.django_db

# Reads {name: feed}, answers {name: [number of entries, complaint]}. Everything is checked, and nothing is passed over.
VALIDATOR = """
require "json"
require "rss"
verdicts = JSON.parse(STDIN.read).transform_values do |feed|
  [RSS::Parser.parse(feed, true, false).entries.size, ""]
rescue RSS::Error => error
  [0, error.class.name]
end
puts JSON.generate(verdicts)
"""
STRANGE = "<b>&amp;]]></title> „ї“ \U0001f600 \u202e\n=1+1"
# Each address, and how many entries its feed has.
FEEDS = {
    "/api/v1/events/?format=atom&page_size=200": 72,
    "/api/v1/events/?format=atom&page_size=5&type=ASSAULT": 5,
    "/api/v1/events/?format=atom&id=strike-and-no-other": 0,
    "/api/v1/events/?format=atom&ordering=-updated_at&q=embassy&as_of=1": 0,
    "/api/v1/claims/?format=atom&page_size=200": 200,
    "/api/v1/claims/?format=atom&modality=negated&page_size=3": 3,
    "/api/v1/claims/?format=atom&event=nothing": 0,
}


@pytest.fixture(scope="module")
def feeds(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[dict[str, str]]:
    """The answers of the API on the real dataset, in which an event and a claim hold what is hard to write in XML."""
    with django_db_blocker.unblock(), transaction.atomic():
        assert load().ok
        event, claim = of(Event, "russian-ambassador-summoned-2025-11-14"), of(Claim, "c000-38-people-killed")
        event.title = event.summary = claim.statement = STRANGE
        event.save()
        claim.save()
        publish([event, claim])
        yield {address: Client().get(address, secure=True).content.decode() for address in FEEDS}
        transaction.set_rollback(True)


def verdicts(feeds: dict[str, str]) -> dict[str, list[int | str]]:
    ruby = shutil.which("ruby")
    assert ruby, "There is no Ruby here: install it (Debian: apt install ruby)."
    told = subprocess.run([ruby, "-e", VALIDATOR], input=json.dumps(feeds), capture_output=True, text=True)
    assert told.returncode == 0, told.stderr
    found: dict[str, list[int | str]] = json.loads(told.stdout)
    return found


def test_the_validator_of_ruby_accepts_every_feed(feeds: dict[str, str]) -> None:
    assert verdicts(feeds) == {address: [entries, ""] for address, entries in FEEDS.items()}


@pytest.mark.parametrize(
    ("right", "wrong", "complaint"),
    [
        ("<updated>", "<updated>on ", "RSS::NotAvailableValueError"),
        ("<title>", "<title>Another</title><title>", "RSS::TooMuchTagError"),
        ("<name>Contested events</name>", "", "RSS::MissingTagError"),
        ("<entry>", "<entry><price>3</price>", "RSS::NotExpectedTagError"),
        ('term="', 'word="', "RSS::MissingAttributeError"),
        ("</feed>", "", "RSS::NotWellFormedError"),
    ],
)
def test_the_validator_of_ruby_refuses_what_is_wrong(
    right: str, wrong: str, complaint: str, feeds: dict[str, str]
) -> None:
    feed = feeds["/api/v1/events/?format=atom&page_size=5&type=ASSAULT"]
    assert right in feed
    assert verdicts({"broken": feed.replace(right, wrong)}) == {"broken": [0, complaint]}


def test_the_validator_of_ruby_misses_what_is_not_there(feeds: dict[str, str]) -> None:
    feed = re.sub("<updated>[^<]*</updated>", "", feeds["/api/v1/claims/?format=atom&page_size=200"], count=1)
    assert verdicts({"broken": feed}) == {"broken": [0, "RSS::MissingTagError"]}
