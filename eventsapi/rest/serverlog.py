"""What the web server itself logs: its starts, its ends and its faults."""

from gunicorn.glogging import Logger  # type: ignore[import-untyped]  # it has no types


class ServerLogger(Logger):  # type: ignore[misc]  # likewise
    """gunicorn's, without its line for each request: watching.py tells those, and knows more about them.

    Without a handler that line went nowhere, but was put together each time.
    """

    @property
    def access_log_enabled(self) -> bool:
        return False
