from io import StringIO
from typing import Any

from django.core.management import call_command


def output(command: str, *args: str, **options: Any) -> list[str]:
    """What a command prints, line by line."""
    out = StringIO()
    call_command(command, *args, stdout=out, **options)
    return out.getvalue().splitlines()
