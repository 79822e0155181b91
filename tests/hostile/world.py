"""What the served site holds: the real dataset, editors of each role, and drafts, edits and withdrawals beside it."""

import re

from django.apps import apps
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.auth.models import User
from django.contrib.sessions.backends.db import SessionStore
from django.db import connection
from psycopg import sql

from incidents import roles
from incidents.models import Article, BundleImport, Claim, Event
from incidents.publication.merging import merge
from incidents.publication.publishing import publish, retract
from tests import builders
from tests.admin.pages import group_of
from tests.hostile.uploads import FIXTURES, UPLOADS

Variables = dict[str, str]

# In everything that no anonymous client may read.
CANARY = "qzvhiddenword"
# What a cross-site request cannot know: here it is the same in the cookie and in the form.
CSRF = "A" * 32
# Where nothing may change; but who has which page open is noted, and a bundle is kept until it is imported.
APPS = ("incidents", "publication", "auth", "otp_totp", "otp_static")
PASSING = {"openrecord", "bundleimport"}
BACKEND = "django.contrib.auth.backends.ModelBackend"


def fill() -> Variables:
    """Adds to the dataset what attacks aim at; returns what requests call it by."""
    return {**_drafts(), **_bundles(), **_withdrawn(), **_editors(), **_published(), "csrf": CSRF}


def _drafts() -> Variables:
    article, event = Article.objects.published().first(), Event.objects.published().first()
    assert article is not None
    assert event is not None
    actor = builders.actor("hidden-envoy", kind="person", name=CANARY.title(), description=CANARY, note=CANARY)
    place = builders.place("hidden-harbour", name=CANARY, note=CANARY)
    source = builders.source("hidden-herald", name=CANARY, homepage=f"https://{CANARY}.example/", note=CANARY)
    text = f"{CANARY}. The first. The second."
    report = builders.article("hidden-report", by=source, title=CANARY, text=text, note=CANARY)
    draft = builders.event("hidden-strike", title=CANARY, summary=CANARY, note=CANARY, date="2025-11-14", part_of=event)
    draft.event_participants.create(actor=actor, role="target")
    draft.event_places.create(place=place, role="occurred_at")
    claim = builders.claim("hidden-words", of=draft, where=report, quote="The first.", statement=CANARY, note=CANARY)
    published = Claim.objects.published().first()
    assert published is not None
    builders.relation(claim, published, note=CANARY)
    Event.objects.filter(pk=event.pk).update(note=CANARY, summary=CANARY)
    return {
        "draft_actor": actor.slug,
        "draft_actor_pk": str(actor.pk),
        "draft_article": report.slug,
        "draft_article_pk": str(report.pk),
        "draft_claim": claim.slug,
        "draft_claim_pk": str(claim.pk),
        "draft_event": draft.slug,
        "draft_event_pk": str(draft.pk),
        "draft_place": place.slug,
        "draft_source": source.slug,
        "draft_source_pk": str(source.pk),
        "canary": CANARY,
    }


def _bundles() -> Variables:
    """Bundles that were uploaded and wait: what they hold inside is looked through when they are looked at."""
    waiting = BundleImport.objects.create(file_name="waiting.zip", content=UPLOADS["sound.zip"](), reason=CANARY)
    made = {"bundle_pk": str(waiting.pk)}
    for name in FIXTURES:
        content = UPLOADS[f"{name}.zip"]()
        made[f"bundle_{name}"] = str(
            BundleImport.objects.create(file_name=f"{name}.zip", content=content, reason="x").pk
        )
    return made


def _withdrawn() -> Variables:
    """A record that was published and retracted, and one that was merged into another."""
    gone, twin, kept = (
        builders.source("closed-gazette"),
        builders.source("twin-gazette"),
        builders.source("our-gazette"),
    )
    publish([gone, twin, kept])
    retract([gone], reason="It never existed.")
    merge(twin, into=kept, reason="The same.")
    return {"retracted_source": gone.slug, "merged_source": twin.slug, "successor": kept.slug}


def _editors() -> Variables:
    """A cookie for each role: of somebody who is logged in, and who has the token that forms need."""
    made = {}
    for role in (*roles.ROLES, "superuser"):
        user = User.objects.create_user(role, is_staff=True, is_superuser=role == "superuser")
        if role in roles.ROLES:
            user.groups.add(group_of(role))
        session = SessionStore()
        session[SESSION_KEY] = str(user.pk)
        session[BACKEND_SESSION_KEY] = BACKEND
        session[HASH_SESSION_KEY] = user.get_session_auth_hash()
        session.save()
        cookies = {settings.SESSION_COOKIE_NAME: session.session_key, settings.CSRF_COOKIE_NAME: CSRF}
        made[f"cookie_{role}"] = "; ".join(f"{name}={value}" for name, value in cookies.items())
    return made


def _published() -> Variables:
    event, claim, article = Event.objects.published(), Claim.objects.published(), Article.objects.published()
    return {
        "event": event[0].slug,
        "event_pk": str(event[0].pk),
        "claim": claim[0].slug,
        "claim_pk": str(claim[0].pk),
        "article": article[0].slug,
        "article_pk": str(article[0].pk),
        "unquoted": unquoted(article[0]),
    }


def unquoted(article: Article) -> str:
    """A stretch of the text that is longer than any quote, and that no format writes otherwise."""
    return max(re.split(r'["\\\n]', article.text), key=len)


def state() -> dict[str, str]:
    """What stands in each table that attacks could change: a digest of its rows, by name."""
    tables = [model for label in APPS for model in apps.get_app_config(label).get_models(include_auto_created=True)]
    kept = [model for model in tables if model._meta.model_name not in PASSING and not model._meta.proxy]
    return {model._meta.db_table: digest(model._meta.db_table) for model in kept}


def digest(table: str) -> str:
    rows = "SELECT md5(coalesce(string_agg(one::text, '|' ORDER BY one::text), '')) FROM {} AS one"
    with connection.cursor() as cursor:
        cursor.execute(sql.SQL(rows).format(sql.Identifier(table)))
        return str(cursor.fetchone()[0])
