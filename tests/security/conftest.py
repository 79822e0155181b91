"""The site as it is served to others, over TLS: with the settings of production."""

import runpy
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from pytest_django import Settings

from eventsapi import settings as module
from tests.test_settings import OURS, PRODUCTION

FOR_BROWSERS = ("SECURE_", "SESSION_", "CSRF_", "LANGUAGE_COOKIE", "X_FRAME")


@pytest.fixture
def production(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as patch:
        for name in OURS:
            patch.delenv(name, raising=False)
        for name, value in PRODUCTION.items():
            patch.setenv(name, value)
        served = runpy.run_path(str(Path(module.__file__)))
    for name, value in served.items():
        if name.startswith(FOR_BROWSERS):
            setattr(settings, name, value)


class SafeClient(Client):
    """Asks over TLS; what fails inside of the site is answered, as a server does, and not raised."""

    def __init__(self) -> None:
        super().__init__(raise_request_exception=False)

    def generic(self, *words: Any, **more: Any) -> Any:
        answer: Any = super().generic(*words, **{**more, "secure": True})
        if answer.streaming:
            answer.close()  # a file: its headers are all that is looked at
        return answer


@pytest.fixture
def visitor(production: None) -> SafeClient:
    return SafeClient()
