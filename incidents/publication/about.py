"""What the dataset is called, how it is cited, and under which terms it may be used."""

from datetime import datetime
from typing import Protocol

NAME = "Contested events"
TERMS = (
    "Our own words and the structure of the data may be copied, changed, published and sold by anyone who names "
    "this project, says which dataset version was used, and says whether it was changed. "
    "Quotes, headlines and authors' names stay their publishers'."
)


class Version(Protocol):
    """What is cited: a number, and when it was published."""

    @property
    def number(self) -> int: ...

    @property
    def changed_at(self) -> datetime | None: ...


def citation(of: Version, *, address: str) -> str:
    """The sentence by which others can find this very version; without an address where that is empty."""
    published = f"{of.changed_at:%Y-%m-%d}" if of.changed_at else ""
    return ", ".join(filter(None, (NAME, f"dataset version {of.number}", published, address)))
