"""Everything that editors can write, written all over with words that the public must never see.

Each field has a word of its own, so that what leaks says where it came from. Fields are found by walking the tables:
one that takes no such word has to be named in SHAPED, and one that has no row here is named by the test.
"""

import secrets
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pghistory.models
from axes.models import AccessAttempt, AccessFailureLog, AccessLog
from django.apps import apps
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.auth.models import Group, User
from django.contrib.contenttypes.models import ContentType
from django.contrib.postgres.fields import ArrayField
from django.contrib.sessions.models import Session
from django.core.exceptions import ValidationError
from django.db import DatabaseError, connection, models, transaction
from django.db.models import BinaryField, CharField, F, JSONField, TextField, Value
from django.db.models.functions import Cast, Concat, Left
from django.utils import timezone
from django_otp.plugins.otp_static.models import StaticDevice
from django_otp.plugins.otp_totp.models import TOTPDevice

from eventsapi.rest.models import RequestCount
from incidents.models import Article, BundleImport, Claim, Event, OpenRecord, Proposal, Source, Submission
from incidents.models.triggers import BOOKKEEPING
from tests import builders

# What drafts are asked for by, so that answers may repeat it; and how the words begin that nobody asks for.
CANARY = "zqxfalcon"
SECRET = "zqx" + secrets.token_hex(4)
# Their texts are the code's own. Of the history's tables none is walked: triggers write the same words there.
OPEN = {"auth.permission", "contenttypes.contenttype"}
# Fields of texts that take no word: drafts are asked for by their slugs, quotes have to stand in the text (one does,
# with the word), and of the others the database knows the form.
SHAPED = {
    *(f"incidents.{record}.slug" for record in ("actor", "article", "claim", "event", "place", "source")),
    *(f"incidents.{record}.wikidata_id" for record in ("actor", "place", "source")),
    "incidents.actor.sectors", "incidents.actorname.language", "incidents.actorname.script",
    "incidents.article.language", "incidents.place.admin1", "incidents.articlepassage.quote",
    "incidents.evidence.quote",
}  # fmt: skip


TEXTS = (CharField, TextField, ArrayField, JSONField, BinaryField)
NUMBERS = (models.IntegerField, models.FloatField, models.DecimalField)
# What no edit moves.
KEPT = {*BOOKKEEPING, "id", "slug"}


def hide_drafts() -> None:
    """A draft of each kind that points at published records, and what editors say to each other about them."""
    article, event = Article.objects.published().first(), Event.objects.published().first()
    published = Claim.objects.published().first()
    assert article is not None
    assert event is not None
    assert published is not None
    actor, source = builders.actor(f"{CANARY}-actor"), builders.source(f"{CANARY}-source")
    actor.affiliations.create(organisation=builders.actor(f"{CANARY}-state"), role=SECRET)
    draft = builders.event(f"{CANARY}-event", date="2025-11-14", part_of=event)
    draft.event_participants.create(actor=actor, role="target")
    draft.event_places.create(place=builders.place(f"{CANARY}-place"), role="occurred_at")
    draft.relations.create(to_event=event, relation="follows")
    quote = article.text[:40]
    claim = builders.claim(f"{CANARY}-claim", of=draft, where=article, quote=quote, speaker=actor,
                           speech_mode="indirect")  # fmt: skip
    claim.events.add(event)
    claim.attributions.create(source=source, position=0)
    builders.relation(claim, published)
    article.passages.all().delete()
    article.passages.create(quote=quote, kind="heading", reason=SECRET)
    report = builders.article(f"{CANARY}-article", by=source, text=f"{SECRET} {CANARY}. The rest.")
    report.citations.create(source=source, mention=SECRET)
    builders.claim(f"{CANARY}-value", of=draft, where=report, quote=SECRET, value_type="text", value_text=SECRET)
    # Of what is public a part is taken away and another one added, which nobody has published.
    event.event_participants.all()[0].delete()
    event.event_participants.create(actor=actor, role="mediator")
    Submission.objects.create(event=draft, version=1, comment=SECRET)
    _propose(event)
    _work(draft)


def _propose(event: Event) -> None:
    """That published records be retracted and merged, which nobody has agreed to."""
    one, other = Source.objects.published()[:2]
    Proposal.objects.create(act="retract", about={f"events:{event.slug}": 1}, reason=SECRET)
    about = {f"sources:{one.slug}": 1, f"sources:{other.slug}": 1}
    Proposal.objects.create(act="merge", about=about, staying=f"sources:{one.slug}", reason=SECRET)


def _work(draft: Event) -> None:
    """Who is at work, how they log in, and what they have left behind."""
    editor = User.objects.create_user(SECRET, email=f"{SECRET}@example.org", password=None)
    kind = ContentType.objects.get_for_model(Event)
    LogEntry.objects.create(
        user=editor, content_type=kind, object_id=str(draft.pk), object_repr=SECRET, action_flag=CHANGE
    )
    OpenRecord.objects.note(draft, editor)
    BundleImport.objects.create(file_name=SECRET, sha256="0" * 64, content=SECRET.encode(), reason=SECRET)
    Session.objects.create(session_key=SECRET, session_data=SECRET, expire_date=timezone.now())
    TOTPDevice.objects.create(user=editor, name=SECRET)
    StaticDevice.objects.create(user=editor, name=SECRET).token_set.create(token=SECRET)
    AccessAttempt.objects.create(username=SECRET, failures_since_start=1)
    AccessFailureLog.objects.create(username=SECRET)
    AccessLog.objects.create(username=SECRET)
    RequestCount.objects.create(key=SECRET, minute=0, used=0)
    Group.objects.get_or_create(name=SECRET)
    pghistory.models.Context.objects.update_or_create(id="00000000-0000-0000-0000-00000000000f",
                                                      defaults={"metadata": {"reason": SECRET}})  # fmt: skip


def write_over() -> set[str]:
    """Writes a word of its own into every text of every row; returns the fields that take none, or have no row."""
    with connection.cursor() as cursor:
        # A probe of /readyz has set a limit for its transaction, which is the test's.
        cursor.execute("SET LOCAL statement_timeout = 0")
    return {name_of(field) for field in text_fields() if not _written(field, _word(field))}


def edit_all() -> set[str]:
    """Changes what else there is in every record and its parts; returns the fields that were changed."""
    found = [field for field in _fields() if field.model._meta.app_label == "incidents" and field.name not in KEPT]
    others = ((field, _other(field)) for field in found)
    return {name_of(field) for field, value in others if value is not None and _written(field, value)}


def text_fields() -> Iterator[Any]:
    return (field for field in _fields() if isinstance(field, TEXTS) and not getattr(field, "choices", None))


def name_of(field: Any) -> str:
    return f"{field.model._meta.label_lower}.{field.name}"


def _fields() -> Iterator[Any]:
    """Of all tables but those that the public reads, and those that other tests bring along."""
    for model in apps.get_models():
        if model.__module__.startswith("tests."):
            continue
        public = model._meta.app_label == "publication" or model._meta.label_lower in OPEN
        if not public and not hasattr(model, "pgh_id") and not model._meta.proxy:
            yield from model._meta.concrete_fields


def _word(field: Any) -> Any:
    """With what drafts are looked for by, so that a search would find it."""
    word = f"-{name_of(field)} {CANARY}"
    if isinstance(field, ArrayField):
        return [SECRET + word]
    if isinstance(field, JSONField):
        return {SECRET + word: 1}
    if isinstance(field, BinaryField):
        return (SECRET + word).encode()
    start = f"https://{SECRET}." if isinstance(field, models.URLField) else SECRET
    parts = Value(start), Cast(F("pk"), TextField()), Value(word.replace(" ", "/"))
    whole = Concat(*parts, output_field=TextField())
    return Left(whole, field.max_length) if field.max_length else whole


def _other(field: Any) -> Any:
    if field.choices:
        return list(dict(field.flatchoices))[-1]
    if isinstance(field, models.DateField):
        return datetime(1999, 1, 1, tzinfo=UTC)
    return F(field.name) + 1 if isinstance(field, NUMBERS) else None


def _written(field: Any, value: Any) -> bool:
    """Into every row or, where the database refuses that, into those that have something there."""
    rows = field.model._default_manager.all()
    filled = rows.exclude(**{field.name: ""}) if isinstance(field, TEXTS) else rows
    return _updated(rows, field, value) or _updated(filled, field, value)


def _updated(rows: models.QuerySet[Any], field: Any, value: Any) -> bool:
    try:
        with transaction.atomic():
            return rows.update(**{field.name: value}) > 0
    except (DatabaseError, ValueError, ValidationError):
        return False
