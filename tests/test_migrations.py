"""What migrations promise each other. tests/faults tries all of them back and forth, which takes minutes."""

from importlib import import_module

from django.db.migrations.loader import MigrationLoader

PUBLICATION = "incidents.publication.migrations"


def test_the_public_tables_alone_bring_the_extension_that_they_need() -> None:
    plan = MigrationLoader(None).graph.forwards_plan(("publication", "0002_filter_columns"))

    assert ("incidents", "0001_extensions") in plan


def test_the_way_back_from_0017_leads_to_the_function_of_0005_to_the_letter() -> None:
    made = import_module(f"{PUBLICATION}.0005_standing_for").CREATE
    made_again = import_module(f"{PUBLICATION}.0017_standing_for_planned_once").PLANNED_EACH_TIME

    assert made_again.strip() == made.strip().replace("CREATE FUNCTION", "CREATE OR REPLACE FUNCTION")
