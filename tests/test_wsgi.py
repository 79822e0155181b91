import runpy
from pathlib import Path
from unittest.mock import Mock

import pytest

from eventsapi.rest import startup

WSGI = Path(__file__).parent.parent / "eventsapi" / "wsgi.py"


def test_a_server_process_says_that_it_serves_and_looks_at_its_database(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("EVENTSAPI_SERVING", "0")
    look = Mock()
    monkeypatch.setattr(startup, "refuse_unfit_database", look)

    module = runpy.run_path(str(WSGI))

    assert module["os"].environ["EVENTSAPI_SERVING"] == "1"
    assert callable(module["application"])
    look.assert_called_once_with()
