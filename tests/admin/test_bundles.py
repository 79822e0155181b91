"""Upload, look, import: nothing is written before it was shown, and nothing becomes public by it."""

from collections.abc import Callable

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from incidents.dataset.bundle import read_bundle, write_bundle
from incidents.models import BundleImport, Source
from tests import builders
from tests.admin.pages import Answer, Desk, text_of
from tests.dataset.packing import SOURCE, packed

pytestmark = pytest.mark.django_db

LIST = "/admin/incidents/bundleimport/"
HERALD = packed({"fixtures/1_sources.yaml": SOURCE})


def upload(desk: Desk, content: bytes, name: str = "new.zip") -> Answer:
    file = SimpleUploadedFile(name, content, content_type="application/zip")
    return desk.post(f"{LIST}add/", {"file": file, "reason": "From the archive."})


def test_what_an_import_would_do_is_shown_and_not_done(desk: Desk) -> None:
    page = text_of(upload(desk, HERALD))
    assert "It would add 1 rows and change 0; 0 are the same." in page
    assert "source new-herald" in page
    assert not Source.objects.filter(slug="new-herald").exists()


def test_the_button_imports_it_as_a_draft_with_its_reason(desk: Desk) -> None:
    page = text_of(desk.confirm(upload(desk, HERALD)))
    assert "Imported: 1 rows added, 0 changed. Nothing is public yet" in page
    imported = Source.objects.get(slug="new-herald")
    assert imported.status == "draft"
    context = imported.history.get().pgh_context.metadata  # type: ignore[attr-defined]  # made by the tracker
    assert (context["act"], context["reason"], context["user"]) == ("import", "From the archive.", desk.user.pk)


def test_it_is_imported_once(desk: Desk) -> None:
    shown = upload(desk, HERALD)
    desk.confirm(shown)
    again = text_of(desk.confirm(shown))
    assert "1 rows added, 0 changed." in again
    assert Source.objects.filter(slug="new-herald").count() == 1
    assert BundleImport.objects.get().content is None


def test_a_change_names_the_value_here_and_the_one_in_the_bundle(desk: Desk) -> None:
    builders.source("new-herald", name="The Old Herald")
    page = text_of(upload(desk, HERALD))
    assert "<td>name</td><td>The Old Herald</td><td>The New Herald</td>" in page


def test_an_edit_in_between_is_another_question(desk: Desk) -> None:
    source = builders.source("new-herald", name="The Old Herald", languages=["de", "en"])
    shown = upload(desk, HERALD)
    Source.objects.filter(pk=source.pk).update(name="Edited meanwhile")
    page = text_of(desk.confirm(shown))
    assert "Nothing was imported: something has changed since." in page
    assert "<td>name</td><td>Edited meanwhile</td><td>The New Herald</td>" in page
    assert "<td>languages</td><td>de, en</td><td></td>" in page
    assert Source.objects.get(pk=source.pk).name == "Edited meanwhile"


def test_what_is_here_already_needs_no_import(desk: Desk) -> None:
    assert "It holds nothing that is not here already." in text_of(upload(desk, write_bundle()))


def test_every_fault_is_listed_and_nothing_imported(desk: Desk) -> None:
    faulty = SOURCE + SOURCE.replace("new-herald", "Not A Slug").replace("newspaper", "gossip")
    faulty += SOURCE.replace("new-herald", "third") + "    homepage: javascript:alert(1)\n"
    shown = upload(desk, packed({"fixtures/1_sources.yaml": faulty}))
    page = text_of(shown)
    assert "It cannot be imported. Nothing was changed." in page
    assert "3 faults" in page
    assert "Use lower-case letters, digits and single hyphens." in page
    assert "<td>gossip</td><td>must be one of: newspaper" in page
    assert "<td>javascript:alert(1)</td>" in page
    assert 'value="Import"' not in page


def test_a_faulty_bundle_is_refused_even_when_its_button_is_pressed_by_force(desk: Desk) -> None:
    shown = upload(desk, packed({"fixtures/1_sources.yaml": SOURCE + "    colour: red\n"}))
    page = text_of(desk.post(shown.request["PATH_INFO"], {"seen": ""}))
    assert "It cannot be imported. Nothing was changed." in page
    assert not Source.objects.filter(slug="new-herald").exists()


def test_what_is_no_bundle_is_refused_in_the_form(desk: Desk) -> None:
    assert "It is not a sound zip file" in text_of(upload(desk, b"PK\x03\x04 nothing"))
    assert BundleImport.objects.count() == 0


def test_a_reason_is_asked_for(desk: Desk) -> None:
    file = SimpleUploadedFile("new.zip", HERALD)
    assert "This field is required." in text_of(desk.post(f"{LIST}add/", {"file": file, "reason": ""}))


def test_the_export_is_a_bundle(desk: Desk) -> None:
    answer = desk.get(f"{LIST}export/")
    assert answer.headers["Content-Type"] == "application/zip"
    assert answer.headers["Content-Disposition"].startswith('attachment; filename="contested-events-20')
    assert len(read_bundle(answer.content).rows) == 1585


def test_the_list_tells_who_imported_what(desk: Desk) -> None:
    desk.confirm(upload(desk, HERALD, name="archive.zip"))
    page = text_of(desk.get(LIST))
    assert "archive.zip" in page
    assert "Export everything" in page


def test_an_import_that_is_not_there_leads_back_to_the_list(desk: Desk) -> None:
    assert "There is no import no. 999." in text_of(desk.client.get(f"{LIST}999/change/", follow=True))


@pytest.mark.parametrize(("role", "add", "look", "export"), [
    ("viewer", 403, 200, 200), ("curator", 200, 200, 200), ("reviewer", 200, 200, 200), ("nobody", 403, 403, 403),
])  # fmt: skip
def test_who_writes_records_may_import_and_who_reads_them_export(
    desk_of: Callable[[str], Desk], role: str, add: int, look: int, export: int
) -> None:
    client, waiting = desk_of(role).client, BundleImport.objects.create(file_name="a.zip", content=HERALD, reason="x")
    assert client.get(f"{LIST}add/").status_code == add
    assert client.get(f"{LIST}export/").status_code == export
    assert client.get(f"{LIST}{waiting.pk}/change/").status_code == look
    assert client.post(f"{LIST}{waiting.pk}/change/", {"seen": ""}).status_code == add


def test_an_import_that_was_done_stays_on_record(desk: Desk) -> None:
    desk.confirm(upload(desk, HERALD))
    done = BundleImport.objects.get()
    assert desk.get(reverse("admin:incidents_bundleimport_delete", args=[done.pk])).status_code == 403
