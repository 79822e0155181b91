"""Nothing on any page of the desk is left in English when it is read in German."""

import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import urljoin, urlsplit

import pytest
from axes.models import AccessLog
from django.contrib.auth.models import Permission, User
from django.db import models
from django.http import Http404
from django.urls import resolve
from django.utils.translation import override
from django_otp.plugins.otp_totp.models import TOTPDevice

from eventsapi.desk.permissions import told
from incidents.models import PARTS, RECORD_MODELS
from tests import builders
from tests.admin.pages import Desk, group_of, text_of
from tests.admin.test_pages import one_of_each
from tests.admin.words import Words

pytestmark = pytest.mark.django_db

# Pages of records that say the same of each kind of them are read of one kind.
SHARED = ("publish", "retract", "preview", "delete", "import", "export", "submit")
MANY = 3
_WORD = re.compile(r"[^\W\d_]{2,}")
# What stands between pieces of data in one text: "Title (slug)", "Person: role, state".
_BETWEEN = re.compile(r"[›←…()]|: | – ")


def shape_of(path: str) -> str:
    """The same for pages that hold the same words besides data; empty for what is no page of the desk."""
    try:
        found = resolve(path)
    except Http404:
        return ""
    name = found.view_name
    act = name.rpartition("_")[2]
    return "" if not name.startswith("admin:") else act if act in SHARED else f"{name} {found.kwargs.get('app_label')}"


def pages(desk: Desk) -> Iterator[tuple[str, set[str], set[str]]]:
    """The address of every page that a link leads to, one of each shape, and its texts in English and in German."""
    waiting, seen = ["/admin/"], {""}
    while waiting:
        path = waiting.pop()
        shape = shape_of(path)
        if shape in seen:
            continue
        seen.add(shape)
        answers = [
            desk.client.get(path, headers={"Accept-Language": language}, follow=True) for language in ("en", "de")
        ]
        if not answers[0].headers["Content-Type"].startswith("text/html"):
            continue
        english, german = (Words(text_of(answer)) for answer in answers)
        waiting += [urlsplit(urljoin(path, link)).path for link in english.links]
        yield path, english.texts, german.texts


def stored() -> str:
    """All that editors have typed, in one text."""
    tables: Any = (*RECORD_MODELS, *PARTS)
    texts = (models.CharField, models.TextField)
    rows = (
        row for table in tables
        for row in table.objects.values_list(*(f.name for f in table._meta.local_fields if isinstance(f, texts)))
    )  # fmt: skip
    return " ".join(" ".join(str(value) for row in rows for value in row).split())


def is_untranslated(text: str, data: str) -> bool:
    pieces = (piece.strip() for piece in _BETWEEN.split(text))
    return any(len(_WORD.findall(piece)) > MANY and piece not in data for piece in pieces) and text not in data


def test_no_page_is_left_in_english(desk: Desk) -> None:
    one_of_each()
    TOTPDevice.objects.create(user=User.objects.create(username="anna"), name="app")
    data = stored()
    read = list(pages(desk))
    left = {text: path for path, english, german in read for text in english & german if is_untranslated(text, data)}
    assert left == {}
    assert len(read) > 50


@pytest.mark.parametrize(
    ("text", "untranslated"),
    [("Nothing of it was saved", True), ("Moskau schwieg", False), ("› Baku (Nothing of it was saved)", True),
     ("Baku protestierte laut und deutlich (baku-1)", False)],
    ids=["sentence", "short", "in-brackets", "data"],
)  # fmt: skip
def test_a_sentence_that_nobody_has_typed_is_noticed(text: str, untranslated: bool) -> None:
    assert is_untranslated(text, "Gestern: Baku protestierte laut und deutlich.") == untranslated


def right(codename: str) -> Permission:
    return Permission.objects.get(codename=codename)


@pytest.mark.parametrize(
    ("codename", "english", "german"),
    [
        ("add_actor", "Contested events | actor | Can add actor", "Akteur | Darf anlegen: Akteur"),
        ("publish_claim", "Contested events | claim | Can publish claim", "Aussage | Darf veröffentlichen: Aussage"),
        ("view_withdrawal", "Published dataset | withdrawal | Can view withdrawal", "Veröffentlichter Datensatz | "),
        ("view_actorhistory", "Contested events | actor history | Can view actor history", "Verlauf: Akteur"),
        ("add_totpdevice", "Log-in codes | TOTP device | Can add TOTP device", "Anmeldecodes | Gerät für "),
    ],
)
def test_rights_are_told_in_both_languages(db: None, codename: str, english: str, german: str) -> None:
    assert told(right(codename)) == english
    with override("de"):
        assert german in told(right(codename))


def test_a_right_of_another_kind_stays_as_it_is_stored(db: None) -> None:
    kind = right("add_user").content_type
    made = Permission.objects.create(codename="greet", name="Can greet", content_type=kind)
    with override("de"):
        assert told(made).endswith("Can greet")


def german(desk: Desk, path: str) -> str:
    return text_of(desk.client.get(path, headers={"Accept-Language": "de"}))


def test_failed_log_ins_are_called_in_german(desk: Desk) -> None:
    attempt = AccessLog.objects.create(username="anna", ip_address="198.51.100.1")
    page = german(desk, f"/admin/axes/accesslog/{attempt.pk}/change/")
    assert f"Zugriffslog: anna, {attempt.attempt_time:%Y-%m-%d %H:%M}" in page
    assert "Fehlgeschlagene Anmeldungen" in page


def test_deleting_a_role_does_not_list_the_rows_that_tie_rights_to_it(desk: Desk) -> None:
    page = german(desk, f"/admin/auth/group/{group_of('viewer').pk}/delete/")
    assert "viewer" in page
    assert "Group_permissions" not in page


def test_countries_are_chosen_by_their_names_in_order(desk: Desk) -> None:
    builders.source("a", country="AT")
    builders.source("e", country="EG")
    builders.source("n", country="")
    page = german(desk, "/admin/incidents/source/")
    places = [page.index(f">{name}</a>") for name in ("Ägypten", "Österreich")]
    assert places == sorted(places)
    assert ">AT</a>" not in page
