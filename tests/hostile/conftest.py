"""The site as it is run for others, on a database of its own that holds the dataset and what attacks aim at."""

import re
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.request import urlopen

import pytest
from django.conf import settings
from pytest_django.plugin import DjangoDbBlocker

from bootstrap import project, server
from bootstrap.clone import HERE
from tests.hostile.cursors import altered
from tests.hostile.play import Server
from tests.hostile.world import fill, state
from tests.template import copy, url_of, writing_to

NEXT = re.compile(r'cursor=([^&"]*)')


@dataclass(frozen=True)
class Site:
    server: Server
    variables: Mapping[str, str]
    url: str
    log: Path

    def state(self) -> dict[str, str]:
        with writing_to(self.url):
            return state()


@pytest.fixture(scope="session")
def site(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Site]:
    log = tmp_path_factory.mktemp("hostile") / "server.log"
    with django_db_blocker.unblock(), copy("hostile") as name:
        url = url_of(name)
        with writing_to(url):
            variables = fill()
        address = server.free_address(clone=HERE)
        environment = environment_of(url, log)
        with server.running(address, clone=HERE, python=Path(sys.executable), environment=environment, share=None):
            asked = Server(address.host, address.port)
            yield Site(asked, variables | altered(cursor_of(asked)), url, log)
        server.pid_file(HERE, address).unlink()


def environment_of(url: str, log: Path) -> dict[str, str]:
    return project.test_environment(project.Database(url)) | {
        "EVENTSAPI_LOCAL": "1",
        # Sessions and cursors that are made here are good there.
        "SECRET_KEY": settings.SECRET_KEY,
        "ANSWER_CACHE_MB": "20",
        "WEB_CONCURRENCY": "2",
        "GUNICORN_CMD_ARGS": f"--error-logfile {log} --capture-output",
    }


def cursor_of(asked: Server) -> str:
    """That of the second page of five events."""
    with urlopen(f"http://{asked.authority}/api/v1/events/?page_size=5") as answer:
        found = NEXT.search(answer.read().decode())
    assert found
    return found[1]
