"""Fixture strategy: the real dataset is loaded once into each worker's test database, and every test runs in a
transaction that is rolled back. Tests read the real data, or build the few records they are about with
`tests.builders`. Tests that need transactions of their own come last in each worker; they find the dataset or an empty
database, and leave an empty one.
"""

import hypothesis
import pytest
from pytest_django.plugin import DjangoDbBlocker

from incidents.dataset.load import load

# The same examples on every machine, however slow it is: a red run is then a fault and not a busy minute.
hypothesis.settings.register_profile("project", deadline=None, derandomize=True)
hypothesis.settings.load_profile("project")


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> None:
    with django_db_blocker.unblock():
        report = load()
    assert report.ok, [str(fault) for fault in report.faults]
