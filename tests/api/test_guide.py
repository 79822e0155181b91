"""docs/api.md: what it shows is what the server answers to the real dataset."""

import json
import re
from typing import Any

import pytest
from django.conf import settings
from django.utils.timezone import now

from eventsapi.rest.errors import Code, Problem
from incidents import dates
from incidents.filters import ClaimFilterSet, EventFilterSet
from incidents.publication.models import PublishedEvent
from tests.api.contract import CheckedClient

GUIDE = (settings.BASE_DIR / "docs" / "api.md").read_text(encoding="utf-8")
ERRORS = (settings.BASE_DIR / "docs" / "errors.md").read_text(encoding="utf-8")
SHOWN = re.findall(r"```sh\ncurl '([^']+)'\n```\n\n```json\n(.*?)```", GUIDE, re.DOTALL)
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


def test_every_command_of_the_guide_shows_its_answer() -> None:
    assert len(SHOWN) == GUIDE.count("curl '") == 10


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
