from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import models

from incidents.codebook import codebook, documented_models
from incidents.vocabularies import VOCABULARIES

COMMITTED = settings.BASE_DIR / "docs" / "codebook.md"


def test_the_committed_codebook_is_that_of_the_code() -> None:
    assert COMMITTED.read_text(encoding="utf-8") == codebook(), "Run: python3 dev.py manage write_codebook"


@pytest.mark.parametrize("model", documented_models(), ids=lambda model: model.__name__)
def test_no_field_lacks_its_meaning(model: type[models.Model]) -> None:
    fields = [*model._meta.fields, *model._meta.many_to_many]
    assert [field.name for field in fields if not field.help_text and field.name != "id"] == []


@pytest.mark.parametrize("name", VOCABULARIES)
def test_no_word_lacks_its_definition(name: str) -> None:
    assert [word for word in VOCABULARIES[name] if not word.definition] == []


def test_the_command_writes_it(tmp_path: Path, settings: pytest.FixtureRequest) -> None:
    (tmp_path / "docs").mkdir()
    settings.BASE_DIR = tmp_path  # type: ignore[attr-defined]  # the settings fixture takes any setting
    call_command("write_codebook", verbosity=0)
    assert (tmp_path / "docs" / "codebook.md").read_text(encoding="utf-8") == codebook()
