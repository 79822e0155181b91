"""The pictures in docs/curation.md, taken of the real dataset: `python3 dev.py e2e tests/e2e/pictures.py`.

They are taken on request only, since they differ a little on each machine. tests/test_pictures.py looks after them.
"""

from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pytest
from django.contrib.auth.models import User
from django.urls import reverse
from PIL import Image
from playwright.sync_api import Page

from incidents.dataset.load import load
from incidents.models import Article, Claim, Event, Record, Source
from incidents.publication.approving import submit
from tests.e2e.conftest import enter

DOCS = Path(__file__).parents[2] / "docs"
WIDTH, HEIGHT, COLOURS, BYTES = 1200, 800, 64, 150_000


@pytest.fixture
def complaints() -> list[str]:
    """Not listened to: a conflict is answered as one, which the browser notes."""
    return []


@pytest.fixture
def dataset(site: str, page: Page) -> str:
    """The site with the real dataset, and somebody at it who may do everything."""
    assert load().ok
    enter(page, site, User.objects.create_superuser("editor"))
    page.set_viewport_size({"width": WIDTH, "height": HEIGHT})
    return site


def edit(record: Record, **fields: str) -> None:
    """As another editor would have done."""
    type(record)._default_manager.filter(pk=record.pk).update(**fields)


def to_reading(page: Page, site: str) -> None:
    article = Article.objects.get(document__startswith="003")
    page.goto(site + reverse("admin:incidents_article_read", args=[article.pk]))
    page.locator("#text [data-claims]").nth(4).focus()


def to_comparing(page: Page, site: str) -> None:
    event = Event.objects.get(slug="azerbaijani-embassy-strike-2025-11-14")
    page.goto(site + reverse("admin:incidents_event_change", args=[event.pk]))
    page.evaluate("document.getElementById('aspect-intent').scrollIntoView()")


def to_publishing(page: Page, site: str) -> None:
    claim = Claim.objects.filter(status="published").order_by("slug")[0]
    edit(claim, statement=claim.statement.rstrip(".") + ", as the article puts it.")
    page.goto(site + reverse("admin:incidents_claim_publish", args=[claim.pk]))


def to_conflict(page: Page, site: str) -> None:
    source = Source.objects.order_by("slug")[0]
    page.goto(site + reverse("admin:incidents_source_change", args=[source.pk]))
    page.fill("#id_description", "A daily, online since 2003.")
    page.fill("#id_why", "Looked up.")
    edit(source, description="A daily newspaper.", note="Seen in the library.")
    page.click("[name=_save] >> nth=0")


def to_dashboard(page: Page, site: str) -> None:
    editor = User.objects.create_user("anna")
    for source in Source.objects.order_by("slug")[:3]:
        edit(source, note="Looked up once more.")
        source.refresh_from_db()
        submit([source], by=editor.pk, comment="Please compare the name.")
    page.goto(f"{site}/admin/")


@pytest.mark.parametrize("to", [to_reading, to_comparing, to_publishing, to_conflict, to_dashboard])
def test_a_picture_is_taken(page: Page, dataset: str, to: Callable[[Page, str], None]) -> None:
    to(page, dataset)
    taken = Image.open(BytesIO(page.screenshot(animations="disabled")))
    path = DOCS / "images" / f"{to.__name__.removeprefix('to_')}.png"
    path.parent.mkdir(exist_ok=True)
    taken.convert("RGB").quantize(COLOURS).save(path, optimize=True)
    assert path.stat().st_size < BYTES
