"""Reading settings from the environment. What is not understood is refused by name and value.

docs/operations.md has a row for each name that is read by these functions; a test holds the two together.
"""

import math
import os

from django.core.exceptions import ImproperlyConfigured


def text(name: str, default: str = "") -> str:
    return os.environ.get(name, default).strip()


def flag(name: str) -> bool:
    """0 and 1 only: with `bool("false")` a typing error would switch something on."""
    value = text(name, "0")
    if value not in ("", "0", "1"):
        raise ImproperlyConfigured(f"{name}={value!r} is neither 0 nor 1; write one of them, or leave it out.")
    return value == "1"


def number(name: str, default: int, *, minimum: int = 0, maximum: float = math.inf) -> int:
    value = text(name) or str(default)
    if not value.isascii() or not value.isdigit() or not minimum <= int(value) <= maximum:
        allowed = f"of at least {minimum}" if maximum == math.inf else f"from {minimum} to {maximum}"
        raise ImproperlyConfigured(f"{name}={value!r} is not a whole number {allowed}.")
    return int(value)


def words(name: str) -> list[str]:
    return [word.strip() for word in text(name).split(",") if word.strip()]


def chosen(name: str, *, among: tuple[str, ...]) -> list[str]:
    """A word that is misspelt is refused: it would leave somebody out in silence."""
    unknown = [word for word in words(name) if word not in among]
    if unknown:
        raise ImproperlyConfigured(f"{name} names {', '.join(unknown)}, which it does not know: {', '.join(among)}.")
    return words(name)


def word(name: str, default: str, *, among: tuple[str, ...]) -> str:
    value = (text(name) or default).lower()
    if value not in among:
        raise ImproperlyConfigured(f"{name}={value!r} is none of: {', '.join(among)}.")
    return value


def address(name: str, default: str = "") -> str:
    """HOST:PORT, for something to listen on; empty where there is none."""
    value = text(name) or default
    port = value.rpartition(":")[2]
    if value and not (port.isascii() and port.isdigit() and ":" in value and 0 < int(port) < 65536):
        raise ImproperlyConfigured(f"{name}={value!r} is not HOST:PORT, with a port from 1 to 65535.")
    return value
