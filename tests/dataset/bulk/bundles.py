"""Bundles of JSON Lines for tests, made of the words of fixtures, and the tables as two loads can be compared by."""

import json
import re
from pathlib import Path
from typing import Any

import yaml
from django.apps import apps
from django.db import connection, models

from incidents.dataset.replay import histories
from incidents.dataset.schema import SPECS
from incidents.models import Claim

# Numbers and times of a load, which no two loads have in common.
_OWN = {"id", "created_at", "updated_at", "changed_at", "at"}
_STAMP = re.compile(r'"updated_at":"[^"]*"')


def lines_of(text: str) -> str:
    """The rows of a fixture file as JSON Lines."""
    rows = yaml.load(text, Loader=yaml.BaseLoader)  # noqa: S506 - every scalar stays a text
    return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)


def bundle_of(folder: Path, into: Path) -> list[Path]:
    """The fixture files of a folder as a bundle."""
    return [write(into / f"{path.stem}.jsonl", lines_of(path.read_text())) for path in sorted(folder.glob("*.yaml"))]


def write(path: Path, text: str) -> Path:
    path.write_text(text)
    return path


def dataset_models() -> list[type[models.Model]]:
    """The editors' tables and the public ones."""
    editors = [spec.model for spec in SPECS]
    return [*editors, Claim.events.through, *apps.get_app_config("publication").get_models()]


def empty() -> None:
    """Take everything out of the tables, as nothing but a test may."""
    tables = [model._meta.db_table for model in [*dataset_models(), *histories()]]
    connection.check_constraints()
    with connection.cursor() as cursor:
        cursor.execute(f"TRUNCATE {', '.join(tables)} CASCADE")


def contents() -> dict[str, list[list[str]]]:
    """Every row of every table, without numbers and times, references by what they refer to."""
    return {model._meta.label: sorted(_rows(model)) for model in dataset_models()}


def _rows(model: type[models.Model]) -> list[list[str]]:
    fields = [field for field in model._meta.concrete_fields if field.name not in _OWN]
    names = [f"{field.name}__slug" if field.is_relation else field.name for field in fields]
    return [[_told(value) for value in row] for row in model._default_manager.values_list(*names)]


def _told(value: Any) -> str:
    return _STAMP.sub("", value) if isinstance(value, str) else repr(value)
