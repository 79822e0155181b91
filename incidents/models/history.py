"""Who changed what: every row written, by whichever way, is recorded by a database trigger before the commit."""

from typing import TypeVar

import pghistory
from django.db import models

from incidents.models.triggers import NotPassedOver

M = TypeVar("M", bound=type[models.Model])


def tracked(model: M) -> M:
    """Record every insert, update and delete of the model in `<Model>History`."""
    inserts = pghistory.InsertEvent(condition=NotPassedOver("insert_insert"))
    events = (inserts, pghistory.UpdateEvent(), pghistory.DeleteEvent())
    recorded: M = pghistory.track(*events, model_name=f"{model.__name__}History")(model)
    return recorded
