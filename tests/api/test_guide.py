"""What the guides and llms.txt show is what the server answers to the real dataset."""

import json
import re
from io import BytesIO
from typing import Any

import pandas as pd
import pytest
from django.conf import settings
from django.utils.timezone import now

from eventsapi.rest.errors import Code, Problem
from incidents import dates
from incidents.filters import ClaimFilterSet, EventFilterSet
from incidents.publication.models import PublishedEvent
from tests.api.contract import CheckedClient

DOCS = {page.stem: page.read_text(encoding="utf-8") for page in (settings.BASE_DIR / "docs").glob("*.md")}
GUIDE, ERRORS = DOCS["api"], DOCS["errors"]
GUIDES = ["api", "aggregates", "search"]
EXAMPLE = re.compile(r"```sh\ncurl '([^']+)'\n```\n\n```json\n(.*?)```", re.DOTALL)
SHOWN = [example for name in GUIDES for example in EXAMPLE.findall(DOCS[name])]
LLMS = (settings.BASE_DIR / "llms.txt").read_text(encoding="utf-8")
STEPS = re.findall(r"\]\((/[^)]*)\)", LLMS)
# Texts that a search understands.
SEARCHES = re.findall(r"^\| `([^`]+)` \| ", DOCS["search"], re.MULTILINE)
# Addresses in running text, but for those that are templates, or the beginning of one.
WRITTEN = sorted({found for text in DOCS.values() for found in re.findall(r"`(/api/v1/[^`{…]*[^`{…=])`", text)
                  if "/ID/" not in found})  # fmt: skip
HOST = "http://127.0.0.1:8000"
GOES_ON = "…"
DAYS = re.findall(r"^\| (?:`([^`]+)`[^|]*|none) \| (yes|no) \| (yes|no) \|$", GUIDE, re.MULTILINE)


def differences(shown: Any, real: Any, where: str = "$") -> list[str]:
    """Where the two differ; keys that are not shown, and members after `…`, are not looked at."""
    if isinstance(shown, dict) and isinstance(real, dict):
        return [fault for key in shown for fault in differences(shown[key], real.get(key, GOES_ON), f"{where}.{key}")]
    if isinstance(shown, list) and isinstance(real, list):
        expected = shown[:-1] if shown[-1:] == [GOES_ON] else shown
        members = real[: len(expected)] if expected != shown else real
        sizes = [] if len(members) == len(expected) else [f"{where} has {len(members)} members"]
        pairs = enumerate(zip(expected, members, strict=False))
        return sizes + [fault for at, pair in pairs for fault in differences(*pair, f"{where}[{at}]")]
    return [] if shown == real else [f"{where} is {real!r}, not {shown!r}"]


@pytest.mark.django_db
@pytest.mark.parametrize(("address", "answer"), SHOWN)
def test_the_answer_shown_is_the_real_one(address: str, answer: str, api: CheckedClient) -> None:
    assert address.startswith(HOST)
    assert differences(json.loads(answer), api.get(address.removeprefix(HOST)).json()) == []


def test_every_command_of_the_guides_shows_its_answer() -> None:
    assert len(SHOWN) == sum(text.count("curl '") for text in DOCS.values()) == 15


@pytest.mark.django_db
@pytest.mark.parametrize("address", [*STEPS, *WRITTEN])
def test_every_address_that_is_written_somewhere_answers(address: str, api: CheckedClient) -> None:
    found = api.get(address).json()
    assert found.get("status") in (None, 400)
    assert found.get("status") is None or [fault["code"] for fault in found["errors"]] == ["missing_parameter"]


@pytest.mark.django_db
@pytest.mark.parametrize("number", range(5))
def test_a_step_of_llms_txt_finds_what_the_next_one_asks_with(number: int, api: CheckedClient) -> None:
    assert api.get(STEPS[number]).json().get("count") != 0
    leads_to = {0: "ilham-aliyev", 3: "azerbaijani-embassy-strike-2025-11-14"}
    assert leads_to.get(number, "") in api.get(STEPS[number]).content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize("text", SEARCHES)
def test_every_search_that_is_explained_finds_something(text: str, api: CheckedClient) -> None:
    assert api.get("/api/v1/search/", {"q": text}).json()["count"] > 0


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("name", "actor", "score"),
    [
        ("ILHAM ALIYEV", "ilham-aliyev", 1),
        ("Aliev", "ilham-aliyev", 0.97),
        ("Ильхам Алиев", "ilham-aliyev", 0.97),
        ("Zelenskyy", "volodymyr-zelenskyy", 0.9),
    ],
)
def test_names_have_the_scores_that_the_guide_gives_them(
    name: str, actor: str, score: float, api: CheckedClient
) -> None:
    assert f"`{name}`" in DOCS["search"]
    best = api.get("/api/v1/actors/match/", {"name": name}).json()["results"][0]
    assert (best["actor"]["id"], best["score"]) == (actor, score)


def test_five_searches_are_explained() -> None:
    assert len(SEARCHES) == 5


def test_the_server_tells_the_same_as_the_file(api: CheckedClient) -> None:
    assert api.get("/llms.txt").content.decode() == LLMS


@pytest.mark.django_db
def test_pandas_reads_a_table_as_is_shown(api: CheckedClient) -> None:
    [line] = re.findall(r"pandas\.read_csv\(\s*address, (.*?)\s*\)\n```", DOCS["formats"], re.DOTALL)
    options = eval(f"dict({line})")  # noqa: S307 - what the documentation tells readers to write
    events = pd.read_csv(BytesIO(api.get("/api/v1/events/?format=csv").getvalue()), **options).set_index("id")
    assert list(events.index) == [event["id"] for event in api.get("/api/v1/events/?page_size=200").json()["results"]]
    strike = events.loc["azerbaijani-embassy-strike-2025-11-14"]
    assert (strike["date_start"], strike["contested_aspects"]) == (pd.Timestamp("2025-11-13"), "intent")
    types = {name: str(events[name].dtype) for name in ("title", "date_end", "claim_count", "updated_at")}
    assert types == {
        "title": "str", "date_end": "datetime64[us]", "claim_count": "int64", "updated_at": "datetime64[us, UTC]",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("shown", "real", "expected"),
    [
        ({"a": 1}, {"a": 1, "b": 2}, []),
        ({"a": 1}, {"a": 2}, ["$.a is 2, not 1"]),
        ([1, GOES_ON], [1, 2, 3], []),
        ([1], [1, 2], ["$ has 2 members"]),
        ([{"a": 1}, GOES_ON], [{"a": 2}], ["$[0].a is 2, not 1"]),
        ([1, GOES_ON], [], ["$ has 0 members"]),
    ],
)
def test_a_difference_between_guide_and_server_is_found(shown: Any, real: Any, expected: list[str]) -> None:
    assert differences(shown, real) == expected


@pytest.mark.django_db
@pytest.mark.parametrize(("stated", "date_from", "date_to"), DAYS)
def test_days_match_as_the_guide_says(stated: str, date_from: str, date_to: str) -> None:
    block = dates.parse_optional(stated)
    row = PublishedEvent(slug="dated", seq=1, valid_from=1, changed_at=now(), snapshot={}, claim_count=0)
    row.date_start, row.date_end = block.start, block.end
    PublishedEvent.objects.bulk_create([row])
    for name, expected in (("date_from", date_from), ("date_to", date_to)):
        found = EventFilterSet.read({name: "2025-11-10"}, PublishedEvent.objects.filter(slug="dated")).qs
        assert found.exists() == (expected == "yes")


def test_the_guide_shows_six_cases_of_days() -> None:
    assert len(DAYS) == 6


@pytest.mark.parametrize("problem", Problem)
def test_every_type_of_problem_is_explained_in_the_list_and_at_its_address(
    problem: Problem, api: CheckedClient
) -> None:
    assert f"| `{problem.type}` | {problem.status} | {problem.meaning} |\n" in ERRORS
    assert problem.meaning in api.get(problem.type).content.decode().replace("&#x27;", "'")


@pytest.mark.parametrize("code", Code)
def test_every_code_of_a_fault_is_in_the_list(code: Code) -> None:
    assert f"| `{code.word}` | {code.meaning} |\n" in ERRORS


@pytest.mark.parametrize("name", [*EventFilterSet.base_filters, *ClaimFilterSet.base_filters])
def test_every_filter_is_in_the_guide(name: str) -> None:
    assert re.search(rf"^\| [^|]*`{name}`", GUIDE, re.MULTILINE), f"docs/api.md does not explain {name}."
