"""Every answer that a question gets is held against the OpenAPI document, too."""

import pytest

from tests.api.contract import CheckedClient


@pytest.fixture
def api() -> CheckedClient:
    return CheckedClient()
