"""The admin as a browser uses it: pages are fetched, their forms filled in and sent back whole."""

from dataclasses import dataclass
from html.parser import HTMLParser
from typing import Any

from django.contrib.auth.models import Group, Permission, User
from django.test import Client
from django.urls import reverse

from incidents import roles
from incidents.models import Record

Fields = dict[str, Any]
# Forms on every page that are no part of what it asks for.
APART = ("logout-form", "language-form")
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


def fields_of(page: str) -> Fields:
    """The fields of the page's main form, as a browser would send them: line ends of text areas become CR LF."""
    reader = _FormReader()
    reader.feed(page)
    return reader.fields


class _FormReader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.fields: Fields = {}
        self._inside = False
        self._area = ""
        self._select = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        name = given.get("name", "")
        if tag == "form":
            self._inside = given.get("method") == "post" and given.get("id") not in APART
        elif not (self._inside or "form" in given) or "__prefix__" in name:
            return
        elif tag == "input":
            self._read_input(name, dict(attrs), given)
        elif tag == "textarea":
            self._area, self.fields[name] = name, ""
        elif tag == "select":
            self._select = name
        elif tag == "option" and self._select and "selected" in given:
            self._put(self._select, given.get("value", ""))

    def _read_input(self, name: str, attrs: dict[str, str | None], given: dict[str, str]) -> None:
        kind = given.get("type", "text")
        if not name or kind == "submit" or (kind in ("checkbox", "radio") and "checked" not in attrs):
            return
        self._put(name, given.get("value", "on" if kind == "checkbox" else ""))

    def _put(self, name: str, value: str) -> None:
        self.fields.setdefault(name, []).append(value)

    def handle_data(self, data: str) -> None:
        if self._area:
            self.fields[self._area] += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea" and self._area:
            # A browser drops the first line end of a text area and sends all others as CR LF.
            typed = self.fields[self._area].removeprefix("\r").removeprefix("\n")
            self.fields[self._area], self._area = typed.replace("\r\n", "\n").replace("\n", "\r\n"), ""
        elif tag == "select":
            self._select = ""
        elif tag == "form":
            self._inside = False
