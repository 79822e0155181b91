"""The admin as a browser uses it: pages are fetched, their forms filled in and sent back whole."""

from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import Group, Permission, User
from django.test import Client
from django.urls import reverse

from incidents import roles
from incidents.models import Record
from tests.forms import Fields as Fields
from tests.forms import fields_of as fields_of

# The answer of the test client also has `json`, `context` and `request`, for which there is no type to name.
Answer = Any


@dataclass
class Desk:
    client: Client
    user: User

    def get(self, url: str, **query: str) -> Answer:
        return self.client.get(url, query)

    def form(self, url: str) -> Fields:
        """What a browser would post from the page if nothing were typed."""
        return fields_of(self.client.get(url).content.decode())

    def post(self, url: str, fields: Fields) -> Answer:
        return self.client.post(url, fields, follow=True)

    def save(self, record: Record, **changes: Any) -> Answer:
        """Open the record's page, change some fields, and save."""
        url = change(record)
        return self.post(url, {**self.form(url), **changes})

    def act(self, action: str, *records: Record, **further: Any) -> Answer:
        """Tick the records in their list and choose the action."""
        ticked = [str(record.pk) for record in records]
        return self.post(changelist(type(records[0])), {"action": action, "_selected_action": ticked, **further})

    def confirm(self, asked: Answer, **changes: Any) -> Answer:
        """Send the form of an intermediate page."""
        return self.post(asked.request["PATH_INFO"], {**fields_of(text_of(asked)), **changes})


def group_of(role: str) -> Group:
    """The group as the migration makes it; tests with transactions of their own leave none."""
    group, made = Group.objects.get_or_create(name=role)
    if made:
        group.permissions.set(Permission.objects.filter(codename__in=roles.codenames(role)))
    return group


def change(record: Record) -> str:
    return reverse(f"admin:incidents_{record._meta.model_name}_change", args=[record.pk])


def changelist(model: type[Record]) -> str:
    return reverse(f"admin:incidents_{model._meta.model_name}_changelist")


def add(model: type[Record]) -> str:
    return reverse(f"admin:incidents_{model._meta.model_name}_add")


def text_of(response: Answer) -> str:
    page: str = response.content.decode()
    return page
