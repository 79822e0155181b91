"""Fixture strategy: each worker's test database is a copy of one that holds the real dataset (tests/template.py), and
every test runs in a transaction that is rolled back. Tests read the real data, or build the few records they are about
with `tests.builders`. Tests that need transactions of their own come last in each worker; they find the dataset or an
empty database, and leave an empty one.
"""

from collections.abc import Iterator

import hypothesis
import pytest
from django.db import connection
from django.template import Context, RequestContext, Template
from django.test.signals import template_rendered
from pytest_django.plugin import DjangoDbBlocker

from incidents.dataset.load import load
from tests.template import template

# The same examples on every machine, however slow it is: a red run is then a fault and not a busy minute.
hypothesis.settings.register_profile("project", deadline=None, derandomize=True)
hypothesis.settings.load_profile("project")

# Tests of programs that lie outside of what coverage counts, and tests that ask the whole site what the tests of each
# module have asked before. A line counts as covered only if it is run by other tests: being watched takes a test as
# long again, and of these it would tell nothing new.
UNWATCHED = (
    "tests/api/test_contract.py",
    "tests/api/test_guide.py",
    "tests/api/test_real_dataset.py",
    "tests/api/test_refusals.py",
    "tests/api/test_walks.py",
    "tests/bootstrap/",
    "tests/clients/",
    "tests/faults/",
    "tests/fuzz/",
    "tests/hostile/",
    "tests/plans/",
    "tests/publication/test_concurrent_editors.py",
    "tests/publication/test_random_histories.py",
    "tests/questions/",
    "tests/rest/test_metrics_served.py",
    "tests/security/test_headers.py",
    "tests/security/test_log_secrets.py",
    "tests/security/test_two_instances.py",
    "tests/test_aggregates_one_by_one.py",
    "tests/test_catalogue.py",
    "tests/test_deployment.py",
    "tests/test_dev.py",
    "tests/test_drafts.py",
    "tests/test_drafts_timing.py",
    "tests/test_examples.py",
    "tests/test_mirror.py",
    "tests/test_pictures.py",
    "tests/test_plots.py",
    "tests/test_readme.py",
    "tests/test_written.py",
)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if item.nodeid.startswith(UNWATCHED):
            item.add_marker("no_cover")


RENDER = Template._render  # type: ignore[attr-defined]  # as it is before the test client listens


@pytest.fixture(scope="session", autouse=True)
def _no_field_is_remembered(django_test_environment: None) -> Iterator[None]:
    """The test client keeps a copy of what every template was given, also those of each field of a form. Tests only ask
    for those of the page and its parts, and hundreds of others take a good part of the time of a page of the admin.
    """

    def render(template: Template, context: Context) -> str:
        if isinstance(context, RequestContext):
            template_rendered.send(sender=template, template=template, context=context)
        rendered: str = RENDER(template, context)
        return rendered

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Template, "_render", render)
        yield


@pytest.fixture(scope="session")
def copied(django_db_modify_db_settings: None, django_db_keepdb: bool, django_db_blocker: DjangoDbBlocker) -> None:
    if not django_db_keepdb:
        with django_db_blocker.unblock():
            connection.settings_dict["TEST"]["TEMPLATE"] = template()


@pytest.fixture(scope="session")
def django_db_setup(
    copied: None, django_db_setup: None, django_db_keepdb: bool, django_db_blocker: DjangoDbBlocker
) -> None:
    if django_db_keepdb:  # an earlier run may have left it empty, or with an older dataset
        with django_db_blocker.unblock():
            report = load()
        assert report.ok, [str(fault) for fault in report.faults]
