"""What editors read about tables and fields, in their language: names, which Django makes from those in the code, and
explanations, which are part of the codebook and stand in English beside each field.

The texts are translated where they are shown. What is written and what is published never asks for the language.
"""

from collections.abc import Iterable, Iterator
from typing import Any

from django.db import models
from django.utils.choices import BaseChoiceIterator
from django.utils.translation import gettext_lazy, pgettext_lazy
from django_countries import countries


def translate(tables: Iterable[type[models.Model]]) -> None:
    """Let the names and explanations of these tables be looked up; migrations go on seeing the English ones."""
    for model in tables:
        options = model._meta
        options.verbose_name_plural = pgettext_lazy("table", str(options.verbose_name_plural))
        options.verbose_name = pgettext_lazy("table", str(options.verbose_name))
        for field in (*options.local_fields, *options.local_many_to_many):
            _translate_field(field)


def _translate_field(field: Any) -> None:
    field.verbose_name = pgettext_lazy("field", str(field.verbose_name))
    if field.help_text:
        field.help_text = gettext_lazy(str(field.help_text))
    if field.name == "country":
        field.choices = Countries()


class Countries(BaseChoiceIterator):
    """The countries by their names in the reader's language, in its order: the package has them in many."""

    def __iter__(self) -> Iterator[tuple[str, str]]:
        yield from ((code, str(name)) for code, name in countries)
