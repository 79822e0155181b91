"""The ceiling: the product's server with an application that does nothing but send bytes it has read before."""

import os
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

BODIES = {f"/{path.name}": path.read_bytes() for path in Path(os.environ["STATIC_FOLDER"]).iterdir()}


def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    body = BODIES[environ["PATH_INFO"]]
    start_response("200 OK", [("Content-Type", "application/json"), ("Content-Length", str(len(body)))])
    return [body]
