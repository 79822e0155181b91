"""A table that is exported, edited and imported: whole or not at all, as the forms save, unseen by the public."""

from collections.abc import Callable

import pytest
from pytest_django import Settings

from incidents.admin.table_rows import ActorResource, RecordResource, SourceResource
from incidents.models import Actor, Record, Source
from incidents.publication.publishing import publish
from tests import builders
from tests.admin.pages import Desk, add, changelist, text_of
from tests.admin.tables import address, cells, complaints, confirm, export, faults, rows_of, sheet, upload

pytestmark = pytest.mark.django_db

NEW = "slug,name,kind,state_controlled\nquokka-post,Quokka Post,newspaper,no\n"


def stored(slug: str) -> Source:
    return Source.objects.get(slug=slug)


@pytest.fixture
def source(db: None) -> Source:
    made = builders.source(
        "quokka-herald", languages=["de", "en"], description="A paper.\r\nOf two lines.", note="=1+1"
    )
    made.refresh_from_db()
    return made


# Out


def test_it_exports_the_list_as_it_is_filtered(desk: Desk, source: Source) -> None:
    builders.source("quokka-radio", kind="broadcaster")
    content = export(desk, Source, "csv", "?q=quokka&kind__exact=newspaper")
    assert [row["slug"] for row in rows_of(content)] == ["quokka-herald"]
    assert content.startswith(b"\xef\xbb\xbf")


def test_a_filter_that_does_not_exist_leads_back_to_the_list(desk: Desk) -> None:
    assert desk.get(address(Source, "export"), nonsense="1").headers["Location"] == changelist(Source)


def test_what_a_spreadsheet_would_run_is_written_as_a_text(desk: Desk, source: Source) -> None:
    assert rows_of(export(desk, Source, "csv", "?q=quokka"))[0]["note"] == "'=1+1"
    assert "'=1+1" in cells(export(desk, Source, "xlsx", "?q=quokka"))[1]


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
@pytest.mark.parametrize("model", [Source, Actor])
def test_what_was_exported_and_not_edited_changes_nothing(
    desk: Desk, source: Source, model: type[Record], kind: str
) -> None:
    Source.objects.filter(pk=source.pk).update(note="'=1+1")
    builders.actor("quokka-guard", name="Guard | Co", sectors=["MIL", "GOV"])
    shown = upload(desk, model, export(desk, model, kind), f"table.{kind}")
    assert shown.context["faults"] == []
    assert shown.context["same"] == model._default_manager.count()


def test_a_text_too_long_for_a_spreadsheet_is_not_cut_off(desk: Desk) -> None:
    builders.source("quokka-long", note="x" * 32_768)
    assert b"too long for a cell" in export(desk, Source, "xlsx", "?q=quokka")
    assert len(rows_of(export(desk, Source, "csv", "?q=quokka"))[0]["note"]) == 32_768


@pytest.mark.parametrize(("model", "resource"), [(Source, SourceResource), (Actor, ActorResource)])
def test_each_field_of_the_form_has_a_column(desk: Desk, model: type[Record], resource: type[RecordResource]) -> None:
    fields = set(desk.client.get(add(model)).context["adminform"].form.fields)
    assert fields - set(resource().get_export_headers()) == {"seen_version"}


# In


def test_it_shows_what_it_would_do_and_then_does_it(desk: Desk, source: Source) -> None:
    shown = upload(desk, Source, f"{NEW}quokka-herald,Quokka Herald Tribune,newspaper,no\n".replace("slug", "slug", 1))
    assert faults(shown) == [(3, "version", "", faults(shown)[0][3])]
    table = f"slug,version,name\nquokka-herald,{source.version},Quokka Herald Tribune\n"
    shown = upload(desk, Source, table)
    assert "<td>Quokka-Herald</td><td>Quokka Herald Tribune</td>" in text_of(shown)
    assert stored("quokka-herald").name == "Quokka-Herald"
    assert "Imported: 1 record added or changed." in text_of(confirm(desk, Source, shown))
    assert stored("quokka-herald").name == "Quokka Herald Tribune"
    assert stored("quokka-herald").languages == ["de", "en"]


def test_a_column_that_nobody_knows_is_named(desk: Desk) -> None:
    told = complaints(upload(desk, Source, "slug,status,name\nquokka-post,published,Quokka Post\n"))
    assert [sentence.split(". ")[0] for sentence in told] == ["There is no column “status”"]


def test_what_cannot_be_read_is_told_on_the_page(desk: Desk) -> None:
    assert complaints(upload(desk, Source, "slug,name\none,=1\ntwo,+2\n")) == [
        "Cell B2: “=1” begins like a formula. Write an apostrophe before it if it is a text.",
        "Cell B3: “+2” begins like a formula. Write an apostrophe before it if it is a text.",
    ]


@pytest.mark.parametrize("step", ["below", "import_instance"])
def test_what_nobody_foresaw_is_our_error_and_imports_nothing(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    monkeypatch.setattr(RecordResource, step, lambda *_args, **_more: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        upload(desk, Source, NEW)


def test_new_records_are_drafts(desk: Desk) -> None:
    confirm(desk, Source, upload(desk, Source, NEW))
    made = stored("quokka-post")
    assert (made.status, made.published_version, made.name) == ("draft", None, "Quokka Post")


def test_an_edit_of_a_published_record_waits(desk: Desk, source: Source) -> None:
    publish([source])
    table = f"slug,version,name\nquokka-herald,{source.version},Renamed\n"
    confirm(desk, Source, upload(desk, Source, table))
    edited = stored("quokka-herald")
    assert (edited.status, edited.changed_since_publication, edited.name) == ("published", True, "Renamed")


def test_the_history_says_who_imported_it_and_why(desk: Desk, source: Source) -> None:
    confirm(desk, Source, upload(desk, Source, f"slug,version,note\nquokka-herald,{source.version},Seen.\n"))
    context = source.history.order_by("pgh_id").last().pgh_context.metadata  # type: ignore[attr-defined]  # by pghistory
    assert (context["act"], context["reason"], context["user"]) == ("import", "From the archive.", desk.user.pk)


def test_the_same_table_twice_is_refused_as_edited_meanwhile(desk: Desk, source: Source) -> None:
    table = f"slug,version,name\nquokka-herald,{source.version},Renamed\n"
    shown = upload(desk, Source, table)
    confirm(desk, Source, shown)
    again = confirm(desk, Source, shown)
    assert again.status_code == 409
    assert faults(again)[0][:3] == (2, "version", str(source.version))
    assert "It was edited since you exported it: it is at version 2 now." in text_of(again)


@pytest.mark.parametrize(
    ("row", "column", "rule"),
    [
        ("Quokka Post,x,newspaper,,,,no", "slug", "lower-case letters, digits and single hyphens"),
        (",quokka-post,newspaper,,,,no", "name", "required"),
        ("Q,quokka-post,leaflet,,,,no", "kind", "leaflet is not one of the available choices"),
        ("Q,quokka-post,newspaper,Germany,,,no", "country", "Germany is not one of"),
        ("Q,quokka-post,newspaper,ZZ,,,no", "country", "ZZ is not one of"),
        ("Q,quokka-post,newspaper,,javascript:alert(1),,no", "homepage", "valid URL"),
        ("Q,quokka-post,newspaper,,ftp://files.example/,,no", "", "homepage must match ^https?://"),
        ("Q,quokka-post,newspaper,,,42,no", "wikidata_id", "Wikidata item id such as Q227"),
        ("Q,quokka-post,newspaper,,,,perhaps", "state_controlled", "perhaps is not one of"),
    ],
)
def test_it_refuses_what_the_form_refuses(desk: Desk, row: str, column: str, rule: str) -> None:
    row = row.replace("Quokka Post,x,", "Q,Quokka Post,")
    shown = upload(desk, Source, f"name,slug,kind,country,homepage,wikidata_id,state_controlled\n{row}\n")
    found = faults(shown)
    assert [(number, name) for number, name, *_ in found][:1] == [(2, column)]
    assert rule in found[0][3]


def test_all_or_nothing_and_every_fault_is_told(desk: Desk) -> None:
    rows = "quokka-one,One,newspaper,no\nquokka-two,,newspaper,no\n\nquokka-three,Three,leaflet,perhaps\n"
    shown = upload(desk, Source, "slug,name,kind,state_controlled\n" + rows)
    assert [(row, column, value) for row, column, value, _rule in faults(shown)] == [
        (3, "name", ""),
        (5, "kind", "leaflet"),
        (5, "state_controlled", "perhaps"),
    ]
    assert not Source.objects.filter(slug__startswith="quokka").exists()


def test_one_item_of_wikidata_is_one_source_within_a_table_too(desk: Desk) -> None:
    table = NEW.replace("name,", "wikidata_id,name,", 1).replace("Quokka", "Q4242,Quokka")
    shown = upload(desk, Source, f"{table}quokka-mail,Q4242,Quokka Mail,newspaper,no\n")
    assert [fault[0] for fault in faults(shown)] == [3]


def test_a_record_twice_in_a_table_names_both_rows(desk: Desk) -> None:
    shown = upload(desk, Source, f"{NEW}\nquokka-post,Again,newspaper,no\n")
    assert {fault[3] for fault in faults(shown)} == {"The same slug is in rows 2, 4."}
    assert [fault[0] for fault in faults(shown)] == [2, 4]


def test_a_version_of_what_is_not_here_is_refused(desk: Desk) -> None:
    shown = upload(desk, Source, "slug,version,name\nquokka-lost,3,Lost\n")
    assert faults(shown) == [(2, "version", "3", "There is no such record here. A new one has no version.")]


def test_what_only_the_database_refuses_is_a_fault_of_its_row(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("django.forms.ModelForm._get_validation_exclusions", lambda form: set(form.fields))
    shown = upload(desk, Source, NEW.replace("newspaper", "newspaper") + "Quokka Post,Two,newspaper,no\n")
    assert [fault[0] for fault in faults(shown)] == [3]


def test_what_was_shown_to_another_is_not_imported(desk_of: Callable[[str], Desk]) -> None:
    shown = upload(desk_of("curator"), Source, NEW)
    assert "Choose the table once more." in text_of(confirm(desk_of("reviewer"), Source, shown))
    assert not Source.objects.filter(slug="quokka-post").exists()


def test_a_table_that_the_page_cannot_carry_is_refused(desk: Desk, settings: Settings) -> None:
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 16_500
    assert complaints(upload(desk, Source, NEW)) == ["The table is too large to be shown before the import: split it."]


@pytest.mark.parametrize("role", ["viewer", "nobody"])
def test_who_may_not_write_may_not_import(desk_of: Callable[[str], Desk], role: str) -> None:
    assert upload(desk_of(role), Source, NEW).status_code == 403


def test_confirming_is_a_form_that_is_sent(desk: Desk) -> None:
    assert desk.get(address(Source, "process_import")).status_code == 405


def test_the_page_names_the_columns_and_asks_for_the_reason(desk: Desk) -> None:
    page = text_of(desk.get(address(Actor, "import")))
    assert "<code>names</code>" in page
    assert "Every spelling, with its language" in page
    assert "This field is required." in text_of(desk.client.post(address(Actor, "import"), {}))


# Names


@pytest.fixture
def actor(db: None) -> Actor:
    made = builders.actor("quokka", name="Quokka")
    made.names.create(name="Квокка", language="uk", script="Cyrl", kind="transliteration")
    made.refresh_from_db()
    return made


def spellings(actor: Actor) -> set[tuple[str, str, str, str]]:
    return set(actor.names.values_list("name", "language", "script", "kind"))


def put(desk: Desk, actor: Actor, names: str) -> list[tuple[int, str, str, str]]:
    """Import a table with these names of the actor; the faults."""
    shown = upload(desk, Actor, sheet(("slug", "version", "names"), ("quokka", actor.version, names)), "names.xlsx")
    found = faults(shown)
    if not found:
        confirm(desk, Actor, shown)
    return found


def test_names_are_one_cell(desk: Desk, actor: Actor) -> None:
    row = rows_of(export(desk, Actor, "csv", "?q=quokka"))[0]
    assert row["names"] == "Quokka [Latn, official] | Квокка [uk, Cyrl, transliteration]"


def test_names_are_added_changed_and_deleted(desk: Desk, actor: Actor) -> None:
    kept = actor.names.get(name="Quokka")
    assert put(desk, actor, "Quokka [en, official] | Кенгуру | Short-tailed\nscrub [en]") == []
    assert spellings(actor) == {
        ("Quokka", "en", "Latn", "official"),
        ("Кенгуру", "", "Cyrl", "alias"),
        ("Short-tailed", "", "Latn", "alias"),
        ("scrub", "en", "Latn", "alias"),
    }
    assert actor.names.get(name="Quokka").pk == kept.pk


@pytest.mark.parametrize(
    ("names", "rule"),
    [
        ("Quokka [Marsupial]", "“Marsupial” in “Quokka [Marsupial]” is no language (uk), script (Cyrl) or kind"),
        ("Quokka [uk, de]", "“de” in “Quokka [uk, de]”"),
        ("Quokka [en] | Quokka [en, alias]", "Please correct the duplicate"),
        ("x" * 201, "at most 200 characters"),
    ],
)
def test_it_refuses_names_that_the_form_refuses(desk: Desk, actor: Actor, names: str, rule: str) -> None:
    found = put(desk, actor, names)
    assert found[0][:2] == (2, "names")
    assert rule in found[0][3]


def test_an_actor_is_made_with_its_names_and_sectors(desk: Desk) -> None:
    table = 'slug,name,kind,sectors,names\nquokka-guard,Guard,armed_force,"MIL, GOV",Guard [en] \\| Co\n'
    confirm(desk, Actor, upload(desk, Actor, table))
    made = Actor.objects.get(slug="quokka-guard")
    assert made.sectors == ["MIL", "GOV"]
    assert spellings(made) == {("Guard [en] | Co", "", "Latn", "alias")}
    exported = rows_of(export(desk, Actor, "csv", "?q=guard"))
    assert "Guard [en] \\| Co [Latn, alias]" in [row["names"] for row in exported]


def test_a_published_actor_keeps_its_names_in_public_until_it_is_published_again(desk: Desk, actor: Actor) -> None:
    publish([actor])
    assert put(desk, actor, "Quokka [official]") == []
    actor.refresh_from_db()
    assert (actor.status, actor.changed_since_publication) == ("published", True)
