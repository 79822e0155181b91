"""Atom (RFC 4287): a page of events or claims for feed readers, in the order of the list."""

import re
import uuid
from datetime import UTC, datetime
from typing import Any

import orjson
from django.conf import settings
from django.utils.feedgenerator import Atom1Feed
from django.utils.xmlutils import SimplerXMLGenerator

from eventsapi.rest.renderers import PageRenderer, ShownPage

# Ids are made from paths within this, so that they stay the same wherever the site moves.
NAMESPACE = uuid.UUID("6f1f2f0e-6d0b-4a3c-9d7e-5f0a3c9b2e41")
NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
NEVER = datetime(1970, 1, 1, tzinfo=UTC)
CATEGORIES = ("event_type", "quad_class", "realis", "aspect", "speech_act")


class PageFeed(Atom1Feed):
    """A feed of which a page is shown; it changes with the dataset and not with the clock."""

    def add_root_elements(self, handler: SimplerXMLGenerator) -> None:
        super().add_root_elements(handler)
        for relation in ("next", "previous"):
            if self.feed[relation]:
                handler.addQuickElement("link", "", {"rel": relation, "href": self.feed[relation]})

    def add_item_elements(self, handler: SimplerXMLGenerator, item: dict[str, Any]) -> None:
        super().add_item_elements(handler, item)
        # Django's own summary is HTML, which a quote is not.
        handler.addQuickElement("summary", item["text"])

    def latest_post_date(self) -> datetime:
        updated: datetime = self.feed["updated"]
        return updated


class AtomRenderer(PageRenderer):
    media_type = "application/atom+xml"
    format = "atom"
    charset = "utf-8"
    refuses = ("fields", "include")
    description = "A page of the list as an Atom feed."

    def page(self, shown: ShownPage) -> bytes:
        name = str(settings.SPECTACULAR_SETTINGS["TITLE"])
        feed = PageFeed(
            title=f"{name}: {shown.title}",
            link=shown.json_url,
            description=None,
            language="en",
            author_name=name,
            feed_url=shown.own_url,
            feed_guid=permanent_id(shown.identity),
            next=shown.page.next,
            previous=shown.page.previous,
            updated=shown.version.changed_at or NEVER,
        )
        for _, _, summary in shown.page.rows:
            add_entry(feed, orjson.loads(summary), site=shown.site)
        return feed.writeString("utf-8").encode()


def add_entry(feed: Atom1Feed, record: dict[str, Any], *, site: str) -> None:
    """The event or claim as an entry. It is our account of what others say, so they are not its authors."""
    quotes = "\n".join(f"“{item['quote']}”" for item in record.get("evidence", ()))
    title = readable(record.get("title") or record["statement"])
    feed.add_item(
        title=title,
        link=f"{site}{record['url']}",
        description=None,  # type: ignore[arg-type]  # then there is none
        text=readable(record.get("summary") or quotes) or title,
        unique_id=permanent_id(record["url"]),
        updateddate=datetime.fromisoformat(record["updated_at"]),
        categories=[record[name] for name in CATEGORIES if record.get(name)],
    )


def permanent_id(path: str) -> str:
    return uuid.uuid5(NAMESPACE, path).urn


def readable(text: str) -> str:
    """The text without what XML cannot hold."""
    return NOT_XML.sub("", text)
