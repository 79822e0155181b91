"""Who changed what: every row written, by whichever way, is recorded by a database trigger before the commit."""

from typing import TypeVar

import pghistory
from django.db import models

M = TypeVar("M", bound=type[models.Model])


def tracked(model: M) -> M:
    """Record every insert, update and delete of the model in `<Model>History`."""
    recorded: M = pghistory.track(model_name=f"{model.__name__}History")(model)
    return recorded
