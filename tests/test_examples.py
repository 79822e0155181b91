"""The examples with pandas, asked about the real dataset, and run as a stranger runs them against a server."""

import os
import subprocess
import sys
from io import BytesIO
from pathlib import Path

import pandas as pd
import pytest
from django.conf import settings
from django.test import Client
from matplotlib.patches import Rectangle
from pytest_django.live_server_helper import LiveServer

from examples.death_toll import lines, toll
from examples.disagreement_table import contested
from examples.timeline import by_month, draw
from tests.published import publish_world

EXAMPLES = settings.BASE_DIR / "examples"
NOWHERE = "http://127.0.0.1:9"


def table(path: str) -> pd.DataFrame:
    return pd.read_csv(BytesIO(Client().get(path).getvalue()), keep_default_na=False, na_values=[""])


def run(script: str, *arguments: str | Path, server: str) -> subprocess.CompletedProcess[str]:
    environment = os.environ | {"SERVER": server}
    command = [sys.executable, EXAMPLES / script, *arguments]
    return subprocess.run(command, env=environment, capture_output=True, text=True)


# 1. What they make of the real dataset


@pytest.mark.django_db
def test_the_death_toll_names_each_number_with_who_gives_it_in_whose_words() -> None:
    told = list(lines(toll("azerbaijan-airlines-crash-2024-12", table)))
    assert told == [
        "38 people killed, says the article itself (000-aliyev-stays-away-from-cis-summit, "
        "according to Unnamed publisher of text 000)",
        "    38 people lost their lives when the plane was shot down.",
        "    “Dabei kamen 38 Menschen ums Leben.”",
        "at least 38 passengers killed, says the article itself (002-putin-in-tajikistan-before-cis-summit, "
        "according to Unnamed publisher of text 002)",
        "    At least 38 passengers lost their lives in the crash.",
        "    “Das Flugzeug stürzte später bei einem Notlandeversuch in der Nähe der Stadt Aktau in Kasachstan ab, "
        "wobei mindestens 38 Passagiere ums Leben kamen.”",
    ]


@pytest.mark.django_db
def test_a_claim_without_a_number_is_no_zero() -> None:
    told = list(lines(toll("azerbaijani-embassy-strike-2025-11-14", table)))
    assert told[0].startswith("no number, says the article itself (001-")
    assert told[1] == "    No injuries were reported after the strike."


@pytest.mark.django_db
def test_the_table_of_disagreements_has_every_contested_claim() -> None:
    claims = contested(table)
    intent = claims[
        (claims["event"] == "Strike damages the Azerbaijani embassy in Kyiv") & (claims["aspect"] == "intent")
    ]
    assert claims.groupby(["event", "aspect"]).ngroups == 8
    assert intent.set_index("claim").loc["c001-unnamed-strikes-were-accidental", "quote"] == (
        "Behauptungen über versehentliche Angriffe"
    )
    assert set(claims["relations"].dropna().str.split("|").explode()) >= {"contradicts", "qualifies"}


@pytest.mark.django_db
def test_the_timeline_has_every_month_and_says_what_is_in_none() -> None:
    found = pd.Series(Client().get("/api/v1/events/timeline/?interval=month&date_from=2025-06-01").json())
    months = by_month(found)
    assert months.to_dict() == {
        pd.Timestamp("2025-06-01"): 2, pd.Timestamp("2025-07-01"): 0, pd.Timestamp("2025-08-01"): 1,
        pd.Timestamp("2025-09-01"): 5, pd.Timestamp("2025-10-01"): 7, pd.Timestamp("2025-11-01"): 3,
    }  # fmt: skip
    axes = draw(found).axes[0]
    bars = [bar for bar in axes.patches if isinstance(bar, Rectangle)]
    assert [(bar.get_width(), bar.get_height()) for bar in bars][:2] == [(25, 2), (25, 0)]
    assert axes.get_title() == "18 of 42 events; 24 in no single month, 0 without a date"


def test_a_timeline_of_nothing_is_empty() -> None:
    assert by_month(pd.Series({"results": []})).empty


# 2. As they are run


@pytest.fixture
def server(live_server: LiveServer) -> str:
    publish_world()
    return str(live_server.url)


@pytest.mark.django_db(transaction=True)
def test_they_run_from_the_command_line(server: str, tmp_path: Path) -> None:
    written = run("disagreement_table.py", tmp_path / "claims.csv", server=server)
    assert (written.stdout, written.stderr) == ("claims: 2, contested aspects: 1, events: 1\n", "")
    assert pd.read_csv(tmp_path / "claims.csv")["claim"].tolist() == ["aimed", "astray"]
    drawn = run("timeline.py", tmp_path / "months.svg", "type=ASSAULT", server=server)
    assert (drawn.returncode, drawn.stderr) == (0, "")
    assert (tmp_path / "months.svg").read_text(encoding="utf-8").startswith("<?xml")
    assert run("death_toll.py", "strike", server=server).stdout == "\n"


def test_a_server_that_does_not_answer_is_named() -> None:
    done = run("death_toll.py", server=NOWHERE)
    assert done.returncode == 1
    assert done.stderr.startswith(f"{NOWHERE} does not answer as it should")


def test_without_a_file_they_say_how_they_are_used() -> None:
    assert "python3 examples/disagreement_table.py FILE.csv" in run("disagreement_table.py", server=NOWHERE).stderr


def test_every_example_has_a_line_in_the_list() -> None:
    listed = (EXAMPLES / "README.md").read_text(encoding="utf-8")
    assert [name.name for name in EXAMPLES.glob("*.py") if f"`python3 examples/{name.name}" not in listed] == []


@pytest.mark.parametrize("script", ["death_toll.py", "disagreement_table.py", "timeline.py", "mirror.py"])
def test_they_stay_small(script: str) -> None:
    assert len((EXAMPLES / script).read_text(encoding="utf-8").splitlines()) <= 60
