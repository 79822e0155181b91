from typing import Any
from xml.etree.ElementTree import Element, fromstring

import pytest

from incidents.exports.atom import readable
from incidents.models import Claim, Event
from incidents.publication.publishing import publish
from tests.api.contract import CheckedClient
from tests.published import clear, of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("world")]

ATOM = "{http://www.w3.org/2005/Atom}"


def feed_of(answer: Any) -> Element:
    assert answer.status_code == 200
    return fromstring(answer.content)  # noqa: S314  the server's own answer


def links(node: Element) -> dict[str, str]:
    return {link.attrib["rel"]: link.attrib["href"] for link in node.findall(f"{ATOM}link")}


@pytest.mark.parametrize("resource", ["events", "claims"])
def test_feed_and_entries_have_what_the_standard_requires(resource: str, api: CheckedClient) -> None:
    feed = feed_of(api.get(f"/api/v1/{resource}/?format=atom"))
    assert feed.tag == f"{ATOM}feed"
    assert feed.findtext(f"{ATOM}author/{ATOM}name") == "Contested events"
    for node in (feed, *feed.findall(f"{ATOM}entry")):
        found = {name: len(node.findall(f"{ATOM}{name}")) for name in ("id", "title", "updated")}
        assert found == {"id": 1, "title": 1, "updated": 1}
        assert "alternate" in links(node)


def test_an_event_is_an_entry(api: CheckedClient) -> None:
    entry = feed_of(api.get("/api/v1/events/?format=atom&id=strike")).find(f"{ATOM}entry")
    assert entry is not None
    assert entry.findtext(f"{ATOM}title") == entry.findtext(f"{ATOM}summary") == "The embassy is hit"
    assert entry.findtext(f"{ATOM}id") == "urn:uuid:a32c74ea-14e1-59c8-b342-92d925076358"
    assert links(entry) == {"alternate": "http://testserver/api/v1/events/strike/"}
    assert [node.attrib["term"] for node in entry.findall(f"{ATOM}category")] == [
        "ASSAULT", "material_conflict", "actual",
    ]  # fmt: skip


def test_a_claim_is_an_entry_with_its_quotes(api: CheckedClient) -> None:
    entry = feed_of(api.get("/api/v1/claims/?format=atom&id=aimed")).find(f"{ATOM}entry")
    assert entry is not None
    assert entry.findtext(f"{ATOM}title") == "It was aimed at."
    assert entry.findtext(f"{ATOM}summary") == "“Die Botschaft wurde getroffen.”"


def test_a_feed_leads_to_itself_to_json_and_to_its_other_pages(api: CheckedClient) -> None:
    first = feed_of(api.get("/api/v1/events/", {"page_size": 2}, headers={"Accept": "application/atom+xml"}))
    assert links(first)["self"] == "http://testserver/api/v1/events/?format=atom&page_size=2"
    assert links(first)["alternate"] == "http://testserver/api/v1/events/?format=json"
    second = feed_of(api.get("/api/v1/events/?page_size=2&format=atom"))
    last = feed_of(api.get(links(second)["next"]))
    assert feed_of(api.get(links(last)["self"])).findtext(f"{ATOM}entry/{ATOM}title") == "Talks in the capital"
    assert links(feed_of(api.get(links(last)["previous"])))["next"] == links(second)["next"]


def test_all_pages_of_a_list_are_one_feed(api: CheckedClient) -> None:
    one = feed_of(api.get("/api/v1/events/?format=atom&page_size=2")).findtext(f"{ATOM}id")
    other = feed_of(api.get("/api/v1/events/?format=atom")).findtext(f"{ATOM}id")
    filtered = feed_of(api.get("/api/v1/events/?format=atom&type=ASSAULT")).findtext(f"{ATOM}id")
    assert one == other != filtered


def test_a_feed_is_as_old_as_the_dataset(api: CheckedClient) -> None:
    feed = feed_of(api.get("/api/v1/events/?format=atom&id=nothing"))
    changed = api.get("/api/v1/dataset/").json()["last_change"]
    assert feed.findtext(f"{ATOM}updated") == changed.replace("Z", "+00:00")


def test_a_feed_of_nothing_is_a_feed(api: CheckedClient) -> None:
    clear()
    assert feed_of(api.get("/api/v1/events/?format=atom")).findtext(f"{ATOM}updated") == "1970-01-01T00:00:00+00:00"


def test_a_text_stays_text(api: CheckedClient) -> None:
    event = of(Event, "strike")
    event.title, event.summary = "<b>&amp;]]></title>\x0b", "</summary><script>alert(1)</script>"
    event.save()
    publish([event])
    entry = feed_of(api.get("/api/v1/events/?format=atom&id=strike")).find(f"{ATOM}entry")
    assert entry is not None
    assert entry.findtext(f"{ATOM}title") == "<b>&amp;]]></title>"
    summary = entry.find(f"{ATOM}summary")
    assert summary is not None
    assert (summary.text, summary.attrib) == ("</summary><script>alert(1)</script>", {})


@pytest.mark.parametrize("sign", ["\x00", "\x0b", "\x1f", "\ufffe", "\uffff"])
def test_what_xml_cannot_hold_is_left_out(sign: str) -> None:
    assert readable(f"a{sign}b\t\n😀ї") == "ab\t\n😀ї"


@pytest.mark.parametrize("query", ["fields=id", "include=claims"])
def test_the_form_of_an_entry_cannot_be_chosen(query: str, api: CheckedClient) -> None:
    response = api.get(f"/api/v1/events/?format=atom&{query}")
    assert [fault["code"] for fault in response.json()["errors"]] == ["conflicting_parameters"]


def test_the_speaker_of_a_claim_is_not_the_author_of_our_words(api: CheckedClient) -> None:
    assert of(Claim, "aimed").speaker.slug == "envoy"
    assert b"envoy" not in api.get("/api/v1/claims/?format=atom&id=aimed").content
