"""An editor at the desk, from a text to the public answer."""

from django.urls import reverse
from playwright.sync_api import Page, expect

from incidents.models import Claim
from tests import builders

ANSWER = "/api/v1/claims/moscow-was-silent/"


def choose(desk: Page, field: str, typed: str, offered: str) -> None:
    """Pick another record by typing a part of what it is called."""
    desk.click(f".field-{field} .select2-selection")
    desk.locator(".select2-search__field:visible").last.fill(typed)
    desk.click(f".select2-results__option:has-text('{offered}')")


def enter_claim(desk: Page, site: str) -> None:
    """A claim from the article of the builders, with its quote misspelt."""
    desk.goto(site + reverse("admin:incidents_claim_add"))
    choose(desk, "article", "quokka", "Quokka-Report")
    choose(desk, "events", "quokka", "Quokka-Sighting")
    desk.fill("#id_statement", "Moscow was silent")
    desk.select_option("#id_aspect", "reaction")
    desk.select_option("#id_speech_mode", "author_voice")
    desk.click("text=Add another Evidence")
    desk.fill("#id_evidence-0-quote", "Moskau schweigt.")
    desk.click("[name=_continue] >> nth=0")


def test_an_editor_enters_a_claim_and_publishes_it(desk: Page, site: str) -> None:
    builders.article("quokka-report")
    event = builders.event("quokka-sighting")
    enter_claim(desk, site)
    expect(desk.locator(".field-quote .errorlist")).to_contain_text("“Moskau schwieg.”")
    desk.fill("#id_evidence-0-quote", "Moskau schwieg.")
    desk.click("[name=_continue] >> nth=0")
    expect(desk.locator("mark")).to_have_text("Moskau schwieg.")
    assert desk.request.get(site + ANSWER).status == 404
    desk.goto(site + reverse("admin:incidents_event_change", args=[event.pk]))
    desk.click("text=Publish with all its claims")
    desk.click(".submit-row [type=submit]")
    expect(desk.locator(".messagelist")).to_contain_text("Published: 4 records.")
    assert desk.request.get(site + ANSWER).json()["statement"] == "Moscow was silent"


def test_an_actor_is_found_by_a_spelling_in_another_script(desk: Page, site: str) -> None:
    actor = builders.actor("quokka", name="Quentin Quokka")
    actor.names.create(name="Квентін Квокка", script="Cyrl", kind="transliteration")
    desk.goto(site + reverse("admin:incidents_claim_add"))
    choose(desk, "speaker", "Квокка", "Quentin Quokka")
    expect(desk.locator("#id_speaker")).to_have_value(str(actor.pk))


def test_an_id_is_proposed_while_a_name_is_typed(desk: Page, site: str) -> None:
    desk.goto(site + reverse("admin:incidents_source_add"))
    desk.locator("#id_name").press_sequentially("The Baku Herald")
    expect(desk.locator("#id_slug")).to_have_value("the-baku-herald")


def test_the_pages_of_the_desk_open_without_complaints(desk: Page, site: str) -> None:
    claim = builders.claim("opened", of=builders.event(), where=builders.article())
    name = f"admin:incidents_{Claim._meta.model_name}"
    for page in ("change", "history", "publish", "delete"):
        desk.goto(site + reverse(f"{name}_{page}", args=[claim.pk]))
        expect(desk.locator("h1").first).to_be_visible()
    desk.goto(site + reverse(f"{name}_changelist"))
    expect(desk.locator("#result_list")).to_contain_text("Opened")
