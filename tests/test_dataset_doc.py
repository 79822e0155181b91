"""docs/dataset.md: its figures are counted anew, and what its prose names is looked up."""

import json
import re
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command
from django.test import Client

from incidents.figures import TABLES, NoSuchTable, describe
from incidents.publication.models import PublishedClaim, PublishedClaimRelation, PublishedEvent
from tests.written import CURE, out_of_date

pytestmark = pytest.mark.django_db

PATH: Path = settings.BASE_DIR / "docs" / "dataset.md"
PAGE = PATH.read_text(encoding="utf-8")
CONTESTED = PAGE.split("## What is contested\n")[1].split("\n## ")[0]
NAMES = sorted(set(re.findall(r"`([a-z0-9]+(?:-[a-z0-9]+)+)`", PAGE)))
ADDRESSES = sorted(set(re.findall(r"`(/api/v1/[a-z0-9/-]+/)`", PAGE)))
DATES = re.findall(r"^\| `([a-z0-9-]+)` \| (?:`([^`]+)`|none) \| [^|]+ \|$", PAGE, re.MULTILINE)


def test_every_figure_is_the_one_counted_in_the_dataset() -> None:
    assert out_of_date(PATH, describe(PAGE).encode()) == [], CURE


@pytest.mark.parametrize("name", TABLES)
def test_every_table_is_shown_once(name: str) -> None:
    assert PAGE.count(f"<!-- figures: {name} -->\n") == 1


def test_figures_that_nobody_counts_are_refused() -> None:
    with pytest.raises(NoSuchTable, match=r"no figures 'speaker'\. There are: records, texts"):
        describe("<!-- figures: speaker -->\n<!-- end of figures -->")


def test_the_command_writes_the_figures_and_leaves_the_prose(tmp_path: Path, settings: pytest.FixtureRequest) -> None:
    settings.BASE_DIR = tmp_path  # type: ignore[attr-defined]  # the settings fixture takes any setting
    (tmp_path / "docs").mkdir()
    written = tmp_path / "docs" / "dataset.md"
    written.write_text("Before\n<!-- figures: dates -->\nold\n<!-- end of figures -->\nAfter\n", encoding="utf-8")
    call_command("describe_dataset", verbosity=0)
    before, *table, after = written.read_text(encoding="utf-8").splitlines()
    assert (before, after) == ("Before", "After")
    assert table == ["<!-- figures: dates -->", *TABLES["dates"](), "<!-- end of figures -->"]


@pytest.mark.parametrize("name", NAMES)
def test_every_record_that_it_names_is_published(name: str, client: Client) -> None:
    found = [client.get(f"/api/v1/{resource}/{name}/").status_code for resource in ("articles", "events", "claims")]
    assert 200 in found


@pytest.mark.parametrize("address", ADDRESSES)
def test_every_address_that_it_gives_answers(address: str, client: Client) -> None:
    assert client.get(address).status_code == 200


def test_it_tells_of_every_event_with_a_contested_aspect() -> None:
    rows = {row.slug: json.loads(row.summary)["contested_aspects"] for row in PublishedEvent.objects.current()}
    contested = {(slug, aspect) for slug, aspects in rows.items() for aspect in aspects}
    told = {
        (slug, aspect)
        for part in CONTESTED.split("\n### ")[1:]
        for aspect in re.findall(r"^Aspect `([a-z]+)` of", part, re.MULTILINE)
        for slug in re.findall(r"/api/v1/events/([a-z0-9-]+)/disagreements/", part)
    }
    assert told == contested


def test_it_names_every_claim_that_is_contradicted() -> None:
    ends = PublishedClaimRelation.objects.current().filter(relation="contradicts").values_list("from_claim", "to_claim")
    assert [slug for pair in ends for slug in pair if f"`{slug}`" not in CONTESTED] == []


@pytest.mark.parametrize(("slug", "edtf"), DATES)
def test_an_open_date_is_the_one_that_is_kept(slug: str, edtf: str) -> None:
    assert PublishedEvent.objects.current().get(slug=slug).snapshot["date"]["edtf"] == (edtf or None)


def test_the_dates_that_stay_open_are_found() -> None:
    assert len(DATES) == 12


def test_nobody_denies_or_declines_to_comment_as_it_says() -> None:
    acts = {claim.snapshot["speech_act"] for claim in PublishedClaim.objects.current()}
    assert acts & {"denies", "declines_to_comment"} == set()
