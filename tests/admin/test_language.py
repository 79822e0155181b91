"""Pages for editors come in German or English; what is stored and published is the same in both."""

from pathlib import Path
from typing import Any

import pytest
from django.db import DatabaseError, transaction
from django.test import Client
from django.utils import timezone
from django.utils.translation import get_language, override
from pghistory.models import Context

from incidents.admin.refusals import explain
from incidents.dataset.load import load
from incidents.models import Event, Source
from incidents.publication.merging import merge
from incidents.publication.models import RECORD_TABLES, Change, Withdrawal
from incidents.publication.publishing import retract
from tests import builders
from tests.admin.pages import Desk, change, text_of
from tests.admin.test_bundles import upload
from tests.dataset.packing import SOURCE, packed
from tests.publication.worlds import published_world

pytestmark = pytest.mark.django_db

GERMAN = {"Accept-Language": "de-AT,de;q=0.9"}


def german(desk: Desk, url: str) -> str:
    return text_of(desk.client.get(url, headers=GERMAN))


def test_a_page_is_in_the_language_that_the_browser_asks_for(desk: Desk) -> None:
    answer = desk.client.get("/admin/", headers=GERMAN)
    assert "Abmelden" in text_of(answer)
    assert answer.headers["Content-Language"] == "de"
    assert {"Accept-Language", "Cookie"} <= {*answer.headers["Vary"].split(", ")}
    assert "Log out" in text_of(desk.get("/admin/"))


def test_no_language_is_left_behind(desk: Desk) -> None:
    german(desk, "/admin/")
    assert get_language() == "en"


def test_the_switch_is_remembered_and_leads_back(desk: Desk) -> None:
    answer: Any = desk.client.post("/admin/language/", {"language": "de", "next": "/admin/incidents/event/?q=strike"})
    assert answer.url == "/admin/incidents/event/?q=strike"
    assert answer.cookies["django_language"]["path"] == "/admin/"
    assert "Ereignisse" in text_of(desk.client.get("/admin/", headers={"Accept-Language": "en"}))


def test_the_page_to_log_in_has_the_switch_as_well(db: None) -> None:
    client = Client()
    assert 'value="de" lang="de">Deutsch</button>' in text_of(client.get("/admin/login/"))
    client.post("/admin/language/", {"language": "de"})
    assert "Anmelden" in text_of(client.get("/admin/login/"))


def test_the_switch_is_not_on_an_answer_to_what_was_typed(desk: Desk) -> None:
    url = change(builders.source())
    assert "language-form" in text_of(desk.get(url))
    assert "language-form" not in text_of(desk.post(url, {**desk.form(url), "name": ""}))


def test_another_language_is_asked_for_by_a_button_only(desk: Desk) -> None:
    assert desk.get("/admin/language/", language="de").status_code == 405


FORMS: dict[str, str] = {
    "source": "Ein Medium, eine Agentur oder eine Organisation",
    "place": "Wie genau der Ort bekannt ist",
    "actor": "Namen: jede Schreibweise, die vorkommt",
    "article": "Nennungen: die Quellen",
    "event": "Ausführung nach PLOVER",
    "claim": "Belege: der genaue Wortlaut des Artikels",
}


@pytest.mark.parametrize("model", FORMS)
def test_forms_explain_themselves_in_german(model: str, desk: Desk) -> None:
    assert FORMS[model] in german(desk, f"/admin/incidents/{model}/add/")


def test_a_date_is_understood_in_german(desk: Desk) -> None:
    page = german(desk, change(builders.event("flood", date="2025-11-10/2025-12-02")))
    assert "zwischen dem 10. November und dem 2. Dezember 2025" in page


def test_what_stands_against_publishing_is_said_in_german(desk: Desk) -> None:
    page = german(desk, change(builders.event("bare")).replace("change", "publish"))
    assert "hat keine veröffentlichte Aussage" in page


# What is stored and published


def publish_and_undo(desk: Desk, language: str) -> tuple[Any, ...]:
    """All that acts of publishing write, by somebody who reads the desk in this language."""
    with transaction.atomic(), override(language):
        desk.client.defaults["HTTP_ACCEPT_LANGUAGE"] = language
        known = set(Context.objects.values_list("pk", flat=True))
        world, other = published_world(), builders.actor("twin")
        builders.claim("draft", of=builders.event("draft-event"), where=builders.article("later", by=world.source))
        asked = desk.get(change(Event.objects.get(slug="draft-event")).replace("change", "publish"))
        desk.confirm(asked, reason="Checked.")
        merge(other, into=world.actor, reason="The same.")
        retract([world.claim, world.event], reason="Misread.")
        rows = [row for table in RECORD_TABLES.values() for row in table.objects.order_by("slug", "seq").values()]
        told = [{name: value for name, value in row.items() if name not in ("id", "search")} for row in rows]
        contexts = Context.objects.exclude(pk__in=known).values_list("metadata", flat=True)
        words = sorted(str({**metadata, "user": "", "url": ""}) for metadata in contexts)
        feed = list(Change.objects.values_list("seq", "op", "resource", "slug"))
        reasons = list(Withdrawal.objects.values_list("slug", "reason"))
        transaction.set_rollback(True)
    return told, words, feed, reasons


def test_publishing_writes_the_same_in_both_languages(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    moment = timezone.now()
    monkeypatch.setattr(timezone, "now", lambda: moment)
    written = publish_and_undo(desk, "en")
    assert "'reason': 'Checked.'" in str(written)
    assert publish_and_undo(desk, "de") == written


BROKEN = SOURCE.replace("kind: newspaper", "kind: gazette\n    homepge: nowhere")


def test_a_command_reports_the_same_in_both_languages(tmp_path: Path) -> None:
    (tmp_path / "1_sources.yaml").write_text(BROKEN)
    plain = load([tmp_path], dry_run=True)
    with override("de"):
        told = load([tmp_path], dry_run=True)
    assert [*told.lines()] == [*plain.lines()] != []


def test_the_faults_of_a_bundle_are_told_in_german(desk: Desk) -> None:
    desk.client.defaults["HTTP_ACCEPT_LANGUAGE"] = "de"
    page = text_of(upload(desk, packed({"fixtures/1_sources.yaml": BROKEN})))
    assert "<td>Quelle new-herald</td><td>homepge</td><td>nowhere</td>" in page
    assert "ist kein Feld von incidents.source" in page
    assert "; meinten Sie homepage?" in page
    assert "<td>gazette</td><td>muss eines von diesen sein: newspaper" in page


def test_what_a_bundle_changes_is_told_in_german(desk: Desk) -> None:
    builders.source("new-herald", name="The Old Herald", description="Old.")
    desk.client.defaults["HTTP_ACCEPT_LANGUAGE"] = "de"
    page = text_of(upload(desk, packed({"fixtures/1_sources.yaml": SOURCE})))
    assert "<td>Quelle new-herald</td><td>Beschreibung</td><td>Old.</td>" in page


def test_what_the_database_refuses_is_told_in_german() -> None:
    world = published_world()
    with override("de"), pytest.raises(DatabaseError) as refused, transaction.atomic():
        Event.objects.filter(pk=world.event.pk).update(slug="other")
    with override("de"):
        told = explain(refused.value)
    assert told == (
        f"Nicht gespeichert: die Kennung {world.event.slug} ist unveränderlich, seit der Eintrag veröffentlicht wurde. "
        "Führen Sie den Eintrag stattdessen zusammen oder ziehen Sie ihn zurück."
    )


def test_parts_of_records_are_called_in_german() -> None:
    strike, rain = builders.event("strike"), builders.event("rain")
    follows = strike.relations.create(to_event=rain, relation="follows")
    with override("de"):
        assert str(follows) == "Strike – folgt auf – Rain"


def test_countries_stand_in_the_order_of_the_language() -> None:
    def named(language: str, *codes: str) -> list[str]:
        choices: Any = Source._meta.get_field("country").choices
        with override(language):
            return [name for code, name in choices if code in codes]

    assert named("en", "EG", "AT", "DE") == ["Austria", "Egypt", "Germany"]
    assert named("de", "EG", "AT", "DE") == ["Ägypten", "Deutschland", "Österreich"]
