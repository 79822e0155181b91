from datetime import UTC, date, datetime
from typing import Any
from unittest.mock import Mock

import pytest
from django.db.models import F
from psycopg.errors import FeatureNotSupported

from eventsapi.rest.fields import Looked, Selection
from eventsapi.rest.statements import Later, Statements, Unknown, compiled, counting, form_of, spelled
from tests.rest.things import Thing, make


def chosen(*include: str, exclude: tuple[str, ...] = ()) -> Selection:
    return Selection(include=include, exclude=exclude)


def test_queries_that_differ_in_members_days_and_moments_have_one_form() -> None:
    one = form_of({"maker": chosen("anna"), "made": date(2024, 1, 1), "since": datetime(2024, 1, 1, tzinfo=UTC)})
    other = form_of({"since": datetime(2025, 2, 2, tzinfo=UTC), "made": date(2020, 5, 5), "maker": chosen("bert")})
    assert one.key == other.key
    assert other.given == [date(2020, 5, 5), "bert", datetime(2025, 2, 2, tzinfo=UTC)]


@pytest.mark.parametrize(
    "values",
    [
        {"maker": chosen("anna", "bert")},
        {"maker": chosen(exclude=("anna",))},
        {"other": chosen("anna")},
        {"maker": chosen("anna"), "sharp": True},
    ],
)
def test_how_many_members_there_are_and_every_other_value_make_another_form(values: dict[str, Any]) -> None:
    assert form_of(values).key != form_of({"maker": chosen("anna")}).key


def test_what_was_found_out_is_given_later_and_its_kind_is_of_the_form() -> None:
    one, other = form_of({"q": Looked("ids", "{1}")}), form_of({"q": Looked("ids", "{2,3}")})
    assert (one.key, other.given) == (other.key, ["{2,3}"])
    assert one.key != form_of({"q": Looked("words", "'war'")}).key


def test_yes_is_not_one() -> None:
    assert form_of({"sharp": True}).key != form_of({"sharp": 1}).key


def test_a_statement_runs_again_with_other_values(things: None) -> None:
    make("a", kind="toy", made=date(2024, 1, 1))
    make("b", kind="tool", made=date(2024, 1, 2))
    rows = Thing.objects.filter(kind__in=[Later(0)], made__gte=Later(1)).values_list("slug")
    statement = compiled(rows)
    assert statement.run(["toy", date(2023, 1, 1)]) == [("a",)]
    assert statement.run(["tool", date(2023, 1, 1)]) == [("b",)]
    assert statement.run(["tool", date(2024, 1, 3)]) == []


def test_what_the_database_sends_becomes_what_the_field_says(things: None) -> None:
    make("a")
    [(when,)] = compiled(Thing.objects.values_list("changed_at")).run()
    assert when == datetime(2024, 1, 1, tzinfo=UTC)


def test_a_prepared_statement_takes_values_too(things: None) -> None:
    make("a", made=date(2024, 1, 1))
    statement = compiled(Thing.objects.filter(slug=Later(0)).values_list("made"), is_prepared=True)
    assert statement.run(["a"]) == [(date(2024, 1, 1),)]
    assert statement.run(["b"]) == []


def test_a_kept_plan_that_a_migration_has_outdated_is_left(things: None, monkeypatch: pytest.MonkeyPatch) -> None:
    make("a")
    outdated = Mock(**{"return_value.execute.side_effect": FeatureNotSupported("cached plan must not change")})
    monkeypatch.setattr("eventsapi.rest.statements.Cursor", outdated)
    assert compiled(Thing.objects.values_list("slug"), is_prepared=True).run() == [("a",)]
    assert outdated.call_count == 1


def test_it_counts_no_further_than_it_must(things: None) -> None:
    for slug in "abc":
        make(slug, kind="toy")
    statement = counting(Thing.objects.filter(kind=Later(0)).values_list("pk")[:2])
    assert statement.run(["toy"]) == [(2,)]
    assert statement.run(["tool"]) == [(0,)]


def test_a_text_is_spelled_when_its_parts_are_known(things: None) -> None:
    make("a", crafts=["smith:anna"])
    later = spelled(Later(0), ":", Later(1))
    statement = compiled(Thing.objects.filter(crafts__overlap=[later]).values_list("slug"))
    assert statement.run(["smith", "anna"]) == [("a",)]
    assert spelled("smith", ":", "anna") == "smith:anna"


@pytest.mark.parametrize("look", [str, "{}".format, lambda later: later == "anna", lambda later: f"{later}:x"])
def test_whoever_looks_at_a_value_too_early_is_refused(look: Any) -> None:
    with pytest.raises(Unknown):
        look(Later(0))


def test_a_statement_is_made_once(things: None) -> None:
    made = []
    statements = Statements(most_bytes=10_000)

    def make_one() -> Any:
        made.append(1)
        return compiled(Thing.objects.values_list("slug"))

    assert statements.find("key", make_one) is statements.find("key", make_one)
    assert made == [1]


def test_what_needs_its_values_is_tried_once(things: None) -> None:
    tried = []
    statements = Statements(most_bytes=10_000)

    def make_one() -> Any:
        tried.append(1)
        return compiled(Thing.objects.filter(parts=F("parts") + float(Later(0))).values_list("slug"))  # type: ignore[arg-type]  # as a careless filter does

    assert statements.find("key", make_one) is None
    assert statements.find("key", make_one) is None
    assert tried == [1]


def test_what_finds_nothing_whatever_the_values_is_no_statement(things: None) -> None:
    assert Statements(most_bytes=10_000).find("key", lambda: compiled(Thing.objects.none().values_list("slug"))) is None


def test_a_statement_that_is_too_long_is_not_kept(things: None) -> None:
    statements = Statements(most_bytes=100)
    one, other = (statements.find("key", lambda: compiled(Thing.objects.values_list("slug"))) for _ in "ab")
    assert one is not other
