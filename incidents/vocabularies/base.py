"""What every controlled vocabulary has in common: a word, a label for people, and a definition to annotate by.

A label is shown to editors in their language; `english` is what is published. Both are one word in the code.
"""

from __future__ import annotations

from enum import property as enum_property
from typing import Any, Self

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import pgettext_lazy


def _translated(word: Any) -> Promise:
    return pgettext_lazy(type(word).__name__, word.english)


class Vocabulary(models.TextChoices):
    """A closed list of words. A member is written (word, definition, label); the class docstring defines the list."""

    definition: str

    # The default lets a plain lookup such as SourceKind("newspaper") pass the type checker; every member gives its own.
    def __new__(cls, word: str, definition: str = "") -> Self:
        member = str.__new__(cls, word)
        member._value_ = word
        member.definition = definition
        return member

    @property
    def english(self) -> str:
        return str(self._label_)

    @enum_property
    def label(self) -> Promise:
        return _translated(self)


class NumberedVocabulary(models.IntegerChoices):
    """A closed scale of whole numbers. A member is written (number, definition, label)."""

    definition: str

    def __new__(cls, number: int, definition: str = "") -> Self:
        member = int.__new__(cls, number)
        member._value_ = number
        member.definition = definition
        return member

    @property
    def english(self) -> str:
        return str(self._label_)

    @enum_property
    def label(self) -> Promise:
        return _translated(self)


Word = Vocabulary | NumberedVocabulary
