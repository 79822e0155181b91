"""Downloads are asked for like everything else: from the API, and held against its document."""

from tests.api.conftest import api, world

__all__ = ["api", "world"]
