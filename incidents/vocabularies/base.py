"""What every controlled vocabulary has in common: a word, a label for people, and a definition to annotate by."""

from __future__ import annotations

from typing import Self

from django.db import models


class Vocabulary(models.TextChoices):
    """A closed list of words. A member is written (word, definition, label); the class docstring defines the list."""

    definition: str

    # The default lets a plain lookup such as SourceKind("newspaper") pass the type checker; every member gives its own.
    def __new__(cls, word: str, definition: str = "") -> Self:
        member = str.__new__(cls, word)
        member._value_ = word
        member.definition = definition
        return member


class NumberedVocabulary(models.IntegerChoices):
    """A closed scale of whole numbers. A member is written (number, definition, label)."""

    definition: str

    def __new__(cls, number: int, definition: str = "") -> Self:
        member = int.__new__(cls, number)
        member._value_ = number
        member.definition = definition
        return member


Word = Vocabulary | NumberedVocabulary
