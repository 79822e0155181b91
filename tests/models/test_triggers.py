"""Rules that hold by whichever way a row is written."""

from collections.abc import Callable

import pytest
from django.db import DatabaseError, connection, transaction
from django.db.migrations.loader import MigrationLoader
from django.db.models import Model
from pgtrigger.migrations import AddTrigger, RemoveTrigger

from incidents.models import Article, ArticlePassage, Claim, Event, Evidence, Source
from incidents.models.triggers import NotPassedOver
from incidents.publication.publishing import publish
from tests import builders

pytestmark = pytest.mark.django_db

Quoted = Callable[..., Evidence | ArticlePassage]


def test_the_version_rises_with_every_edit_by_any_way() -> None:
    source = builders.source()
    assert source.version == 1
    source.name = "The Herald"
    source.save()
    assert source.version == 2
    Source.objects.filter(pk=source.pk).update(name="A Herald")
    with connection.cursor() as cursor:
        cursor.execute("UPDATE incidents_source SET note = 'by hand' WHERE id = %s", [source.pk])
    source.refresh_from_db()
    assert source.version == 4


def test_a_save_that_changes_nothing_is_no_edit() -> None:
    source = builders.source()
    source.save()
    assert source.version == 1
    assert source.history.count() == 1  # type: ignore[attr-defined]  # added by the tracker


def test_the_parts_of_a_record_count_as_its_content() -> None:
    event, actor = builders.event(), builders.actor()
    part = event.event_participants.create(actor=actor, role="victim")
    part.role = "target"
    part.save()
    part.delete()
    event.refresh_from_db()
    assert event.version == 4


def test_linking_a_claim_to_another_event_is_an_edit_of_the_claim() -> None:
    claim = builders.claim("seen", of=builders.event(), where=builders.article())
    before = claim.version
    claim.events.add(builders.event("flood"))
    claim.refresh_from_db()
    assert claim.version == before + 1


def test_every_change_is_in_the_history() -> None:
    source = builders.source()
    Source.objects.filter(pk=source.pk).update(name="Changed in bulk")
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM incidents_source WHERE id = %s", [source.pk])
    history = Source.history.rel.related_model.objects.filter(pgh_obj_id=source.pk)  # type: ignore[attr-defined]  # tracker
    assert [row.pgh_label for row in history.order_by("pgh_id")] == ["insert", "update", "delete"]


def test_the_history_cannot_be_rewritten() -> None:
    source = builders.source()
    with pytest.raises(DatabaseError, match="Cannot update or delete rows"), transaction.atomic():
        source.history.update(name="Never so")  # type: ignore[attr-defined]  # added by the tracker


def test_a_published_id_is_permanent() -> None:
    source = builders.source()
    publish([source])
    with pytest.raises(DatabaseError, match="slug herald is permanent"), transaction.atomic():
        Source.objects.filter(pk=source.pk).update(slug="gazette")
    with pytest.raises(DatabaseError, match="herald was published and cannot be deleted"), transaction.atomic():
        source.delete()


def test_saving_does_not_undo_a_publication_it_has_not_heard_of() -> None:
    source = builders.source()
    publish(Source.objects.filter(pk=source.pk))
    source.name = "The Herald"
    source.save()
    source.refresh_from_db()
    assert (source.status, source.published_version, source.version) == ("published", 1, 2)


def test_a_draft_can_be_renamed_and_deleted() -> None:
    source = builders.source()
    source.slug = "gazette"
    source.save()
    source.delete()
    assert not Source.objects.filter(slug="gazette").exists()


def test_the_text_is_hashed_as_stored() -> None:
    article = builders.article(text="Ü")
    Article.objects.filter(pk=article.pk).update(text="ü")
    article.refresh_from_db()
    assert article.text_sha256 == "607474ca475a9724d7360aba71a56d5df77e61350e3f724cfa1f46e857e2d85f"


def evidence(quote: str, *, text: str, **position: int) -> Evidence:
    claim = Claim.objects.create(
        slug="seen",
        article=builders.article(text=text),
        statement="Seen.",
        speech_mode="author_voice",
        aspect="occurrence",
    )
    made = Evidence.objects.create(claim=claim, quote=quote, **position)
    made.refresh_from_db()
    return made


def passage(quote: str, *, text: str, **position: int) -> ArticlePassage:
    fields = {"kind": "heading", "reason": "It only announces.", **position}
    made = ArticlePassage.objects.create(article=builders.article(text=text), quote=quote, **fields)
    made.refresh_from_db()
    return made


each_quote = pytest.mark.parametrize("quoted", [evidence, passage], ids=lambda maker: maker.__name__)


@each_quote
def test_the_database_finds_a_quote_in_code_points(quoted: Quoted) -> None:
    found = quoted("Alijew", text="😀 „Ilham Alijew“")
    assert (found.start, found.end, found.status) == (9, 15, "verified")


@each_quote
@pytest.mark.parametrize(
    ("quote", "text", "position", "refusal"),
    [
        ("Botschaft.", "Die Botschaft", {}, "does not stand in the article"),
        ('"Nein"', "„Nein“", {}, "does not stand in the article"),
        ("Nein", "Nein, nein, Nein", {}, "occurs more than once in the article: give its start"),
        ("aa", "aaa", {}, "occurs more than once"),
        ("Nein", "Nein", {"start": 1}, "does not stand in the article at 1"),
        ("Nein", "", {}, "violates check constraint"),
    ],
)
def test_the_database_refuses_a_quote_that_does_not_stand_there(
    quoted: Quoted, quote: str, text: str, position: dict[str, int], refusal: str
) -> None:
    with pytest.raises(DatabaseError, match=refusal), transaction.atomic():
        quoted(quote, text=text, **position)


@each_quote
def test_a_quote_that_occurs_twice_stands_where_it_is_said_to(quoted: Quoted) -> None:
    assert quoted("Nein", text="Nein, Nein", start=6).end == 10


@each_quote
def test_a_quote_is_checked_again_when_the_text_changes(quoted: Quoted) -> None:
    found = quoted("Nein", text="Ja. Nein.")
    Article.objects.update(text="Ja. Doch.")
    found.refresh_from_db()
    assert found.status == "stale"
    Article.objects.update(text="Ja. Nein!")
    found.refresh_from_db()
    assert found.status == "verified"


def test_evidence_is_checked_again_when_its_claim_moves_to_another_article() -> None:
    found = evidence("Nein", text="Ja. Nein.")
    other = builders.article("other", by=builders.source("gazette"), text="Nein.")
    Claim.objects.update(article=other)
    found.refresh_from_db()
    assert found.status == "stale"


def test_a_passage_is_checked_again_when_it_moves_to_another_article() -> None:
    found = passage("Nein", text="Ja. Nein.")
    other = builders.article("other", by=builders.source("gazette"), text="Ja.")
    with pytest.raises(DatabaseError, match="does not stand in the article at 4"), transaction.atomic():
        ArticlePassage.objects.filter(pk=found.pk).update(article=other)


def test_a_passage_is_content_of_its_article_and_in_the_history() -> None:
    found = passage("Nein", text="Ja. Nein.")
    ArticlePassage.objects.filter(pk=found.pk).update(kind="rhetoric")
    Article.objects.filter(pk=found.article_id).update(text="Ja. Doch.")
    found.delete()
    # Added, changed, the text changed, the passage went stale by that, and was deleted.
    assert Article.objects.get(pk=found.article_id).version == 6
    history = ArticlePassage.history.rel.related_model.objects.order_by("pgh_id")  # type: ignore[attr-defined]  # tracker
    told = history.filter(article=found.article_id).values_list("pgh_label", "kind", "status")
    assert list(told) == [
        ("insert", "heading", "verified"),
        ("update", "rhetoric", "verified"),
        ("update", "rhetoric", "stale"),
        ("delete", "rhetoric", "stale"),
    ]


def test_stale_evidence_raises_the_version_of_its_claim() -> None:
    event = Event.objects.create(slug="strike", title="Strike")
    claim = builders.claim("seen", of=event, where=builders.article())
    before = claim.version
    Article.objects.filter(pk=claim.article_id).update(text="Anders.")
    claim.refresh_from_db()
    assert claim.version == before + 1


@pytest.mark.parametrize("named", ["", "{}", "{pgtrigger_insert_insert_00000}"])
def test_inserts_are_recorded_whatever_other_triggers_are_passed_over(named: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('pgtrigger.ignore', %s, true)", [named])
    actor = builders.actor("envoy")
    actor.refresh_from_db()
    assert [row.pgh_label for row in actor.history.order_by("pgh_id")] == ["insert", "update"]  # type: ignore[attr-defined]  # added by the tracker
    assert actor.version == 2


@pytest.mark.parametrize(("model", "name"), [(Source, "insert_insert"), (Evidence, "touches_claim")])
def test_a_trigger_asks_whether_it_is_passed_over_by_the_name_it_has(model: type[Model], name: str) -> None:
    asked = NotPassedOver(name).resolve(model).split("'")[1]
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT tgrelid::regclass::text, pg_get_triggerdef(oid) FROM pg_trigger WHERE tgname = %s", [asked]
        )
        [(table, definition)] = cursor.fetchall()
    assert table == model._meta.db_table
    assert f"WHEN (('{asked}'::text <> ALL " in definition


def test_triggers_of_many_tables_are_changed_together() -> None:
    """One by one they keep tables locked for seconds. Before 0009 nobody could be kept waiting."""
    many = {
        name
        for (_, name), migration in MigrationLoader(None).disk_migrations.items()
        if len({each.model_name for each in migration.operations if isinstance(each, AddTrigger | RemoveTrigger)}) > 2
    }
    assert many == {"0002_editorial_tables", "0003_article_passages"}
