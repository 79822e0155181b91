from dataclasses import FrozenInstanceError
from datetime import date
from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.http import HttpRequest
from rest_framework.request import Request

from eventsapi.rest.errors import InvalidParameters
from eventsapi.rest.filters import Asked, IdFilter, StrictFilterBackend, StrictFilterSet, WordFilter
from eventsapi.rest.strict import FilteredView
from tests.rest.conftest import Get, faults, ids
from tests.rest.things import Thing, ThingFilterSet, make

THINGS = "/api/v1/things/?ordering=id&"


@pytest.fixture
def stock(things: None) -> None:
    make(
        "axe",
        kind="tool",
        country="DE",
        makers=["anna", "bert"],
        made=date(2024, 1, 1),
        sharp=True,
        weight="2.5",
        crafts=["smith:bert"],
    )
    make(
        "doll",
        kind="toy",
        country="AZ",
        makers=["bert"],
        made=date(2024, 6, 1),
        parts=3,
        name="Wooden doll",
        language="de",
        crafts=["carver:bert"],
    )
    make("ring", kind="jewel", country="", makers=[], made=None, parts=1, weight="0.005")


@pytest.mark.usefixtures("stock")
@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("kind=toy", ["doll"]),
        ("kind=toy,tool", ["axe", "doll"]),
        ("kind=!toy", ["axe", "ring"]),
        ("kind=!toy,!tool", ["ring"]),
        ("kind=toy,tool,!toy", ["axe"]),
        ("kind=toy,!toy", []),
        ("country=DE", ["axe"]),
        ("country=!DE", ["doll", "ring"]),
        ("maker=anna", ["axe"]),
        ("maker=anna,bert", ["axe", "doll"]),
        ("maker=!anna", ["doll", "ring"]),
        ("maker=bert,!anna", ["doll"]),
        ("maker=nobody", []),
        ("maker=!nobody", ["axe", "doll", "ring"]),
        ("maker=Nobody_At-all", []),
        ("id=axe,ring,no-such-thing", ["axe", "ring"]),
        ("made_from=2024-01-01", ["axe", "doll"]),
        ("made_from=2024-01-02&made_to=2024-06-01", ["doll"]),
        ("made_to=0001-01-01", []),
        ("changed_since=2024-01-01", ["axe", "doll", "ring"]),
        ("changed_since=2024-01-01T00:00:01Z", []),
        ("min_parts=2", ["doll"]),
        ("max_weight=1", ["doll", "ring"]),
        ("max_weight=0.005", ["ring"]),
        ("kind=tool&sharp=true", ["axe"]),
        ("exactly=toy", ["doll"]),
        ("both=anna,bert", ["axe"]),
        ("language=de", ["doll"]),
        ("sharp=true&kind=!jewel", ["axe"]),
        ("craft=smith", ["axe"]),
        ("craft=smith&person=anna", []),
        ("craft=smith&person=bert", ["axe"]),
        ("craft=!smith&person=bert", ["doll"]),
        ("craft=carver&person=!anna", ["doll"]),
        ("person=!bert", ["ring"]),
        ("q=wooden", ["doll"]),
        ("q=%25", []),
        ("kind=toy,tool&maker=bert&min_parts=1", ["doll"]),
    ],
)
def test_a_filter_finds_what_it_means(get: Get, query: str, found: list[str]) -> None:
    assert ids(get(THINGS + query)) == found


def test_a_merged_id_follows_its_redirect(get: Get) -> None:
    make("hammer")
    make("nail")

    assert ids(get(f"{THINGS}id=old-hammer")) == ["hammer"]
    assert ids(get(f"{THINGS}id=!old-hammer")) == ["nail"]


@pytest.mark.parametrize(
    ("query", "fault"),
    [
        ("kind=sword", ("kind", "unknown_word")),
        ("kind=toy,,tool", ("kind", "empty_value")),
        ("country=de", ("country", "invalid_value")),
        ("country=D%D1%95", ("country", "invalid_value")),
        ("maker=a'--", ("maker", "invalid_value")),
        ("maker=" + "a" * 81, ("maker", "invalid_value")),
        ("maker=" + ",".join(["a"] * 101), ("maker", "too_many_values")),
        ("min_parts=sNaN", ("min_parts", "invalid_value")),
        ("made_from=2024-06-01&made_to=2024-01-01", ("made_from", "reversed_range")),
        ("sharp=true", ("sharp", "missing_parameter")),
        ("sharp=true&kind=sword", ("kind", "unknown_word")),
        ("both=anna", ("both", "invalid_value")),
        ("language=German", ("language", "invalid_value")),
        ("q=" + "a" * 201, ("q", "too_long")),
        ("kind__in=toy", ("kind__in", "unknown_parameter")),
        ("KIND=toy", ("KIND", "unknown_parameter")),
        ("_negated=true", ("_negated", "unknown_parameter")),
        ("document=x", ("document", "unknown_parameter")),
    ],
)
def test_a_filter_refuses_what_it_does_not_understand(get: Get, query: str, fault: tuple[str, str]) -> None:
    response = get(THINGS + query)

    assert response.status_code == 400
    assert faults(response) == [fault]


def test_a_set_reads_texts_without_a_request(stock: None) -> None:
    found = ThingFilterSet.read({"kind": "toy"}, Thing.objects.all()).qs

    assert [thing.slug for thing in found] == ["doll"]


def test_where_nothing_can_be_merged_ids_count_as_they_are(stock: None) -> None:
    plain: type[StrictFilterSet] = type(
        "Plain", (StrictFilterSet,), {"id": IdFilter("slug", resource="things", help_text="Its id.")}
    )
    assert [thing.slug for thing in plain.read({"id": "axe,old-hammer"}, Thing.objects.all()).qs] == ["axe"]


def test_a_set_reports_its_faults_without_a_request() -> None:
    with pytest.raises(InvalidParameters) as refused:
        ThingFilterSet.read({"kind": "sword", "sharp": "true"}, Thing.objects.none())

    assert [fault.parameter for fault in refused.value.faults] == ["kind"]


def test_a_parameter_that_lacks_its_companions_names_them() -> None:
    with pytest.raises(InvalidParameters) as refused:
        ThingFilterSet.read({"strictly": "true"}, Thing.objects.none())

    assert [(fault.detail, fault.allowed) for fault in refused.value.faults] == [
        ("'strictly' means something only together with 'made_from' or 'made_to'.", ("made_from", "made_to"))
    ]


def test_no_filter_changes_what_the_next_one_is_asked() -> None:
    asked: Any = Asked(values={})
    with pytest.raises(FrozenInstanceError):
        asked.version = 6


def test_a_filter_without_help_is_named_when_it_is_declared() -> None:
    with pytest.raises(ImproperlyConfigured, match=r"Undocumented\.kind has no help_text"):
        type("Undocumented", (StrictFilterSet,), {"kind": WordFilter("kind", choices=["a"], help_text="")})


def test_a_view_without_filters_leaves_all_rows() -> None:
    rows = Thing.objects.all()
    assert StrictFilterBackend().filter_queryset(Request(HttpRequest()), rows, FilteredView()) is rows
