"""Chance that can be repeated: every invented thing is a function of the seed, of what it is and of its number.

So any of them can be made again without having kept it, and a dataset of any size is written in constant memory.
"""

import zlib
from random import Random as Random

Record = dict[str, object]


def of(seed: int, kind: str, number: int) -> Random:
    return Random((seed << 80) ^ (zlib.crc32(kind.encode()) << 40) ^ number)


def skewed(random: Random, size: int) -> int:
    """A number below `size`, the first ones far more often than the last (the n-th about 1/n as often: Zipf's law)."""
    return min(int((size + 1) ** random.random()) - 1, size - 1)


def slug(kind: str, number: int, words: tuple[str, ...] | list[str]) -> str:
    """A public id that can be told from the number alone. The words make ids of different lengths."""
    return f"{words[number * 2654435761 % len(words)].lower().replace('_', '-')}-{kind}-{number:07d}"


def record(model: str, **fields: object) -> Record:
    """A row as fixtures have it: fields that are empty are left out."""
    return {"model": f"incidents.{model}", "fields": {name: value for name, value in fields.items() if value != ""}}
