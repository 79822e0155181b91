"""The fields of the desk while somebody types into them."""

from django.urls import reverse
from playwright.sync_api import Page, expect

from incidents.models import ActorName, Event
from tests import builders


def test_a_date_is_understood_mended_and_counted_from_its_article(desk: Page, site: str) -> None:
    event = builders.event("quokka-strike", date="2024-12")
    builders.claim("quokka", of=event, where=builders.article(published="2025-11-17"))
    desk.goto(site + reverse("admin:incidents_event_change", args=[event.pk]))
    told = desk.locator(".field-date .edtf-told")
    expect(told).to_have_text("Understood as: between 1 and 31 December 2024")
    desk.fill("#id_date", "14.11.2025")
    expect(told).to_contain_text("is not a date")
    told.get_by_role("button", name="Use 2025-11-14").click()
    expect(told).to_have_text("Understood as: 14 November 2025")
    desk.click(".field-date summary")
    desk.get_by_role("button", name="a month").click()
    expect(desk.locator("#id_date")).to_have_value("2025-11")
    desk.get_by_role("button", name="last Friday").click()
    expect(desk.locator("#id_date")).to_have_value("2025-11-14")
    desk.locator(".field-date input[data-part=first]").fill("2025-11-10")
    desk.locator(".field-date input[data-part=last]").fill("2025-11-12")
    expect(told).to_have_text("Understood as: between 10 and 12 November 2025")
    desk.click("[name=_save] >> nth=0")
    expect(desk.locator(".messagelist")).to_contain_text("was changed")
    assert Event.objects.get(pk=event.pk).date == "2025-11-10/2025-11-12"


def test_a_name_says_its_language_and_who_has_it_already(desk: Page, site: str) -> None:
    builders.actor("quokka", name="Квокків Квентін")
    desk.goto(site + reverse("admin:incidents_actor_add"))
    desk.fill("#id_name", "Quentin Quokka")
    desk.select_option("#id_kind", "person")
    desk.click("text=Add another Actor name")
    desk.fill("#id_names-0-name", "Квокків Квентін")
    expect(desk.locator(".duplicates")).to_contain_text("Квокків Квентін (Draft) called")
    desk.get_by_role("button", name="Use Cyrl · uk").scroll_into_view_if_needed()
    desk.get_by_role("button", name="Use Cyrl · uk").click()
    desk.select_option("#id_names-0-kind", "alias")
    desk.click("[name=_save] >> nth=0")
    expect(desk.locator(".messagelist")).to_contain_text("Perhaps it is there already")
    name = ActorName.objects.get(actor__slug="quentin-quokka")
    assert (name.script, name.language) == ("Cyrl", "uk")


def test_only_the_parts_of_a_value_are_shown(desk: Page, site: str) -> None:
    desk.goto(site + reverse("admin:incidents_claim_add"))
    expect(desk.locator("#id_value_number")).to_be_hidden()
    desk.select_option("#id_value_type", "money")
    expect(desk.locator("#id_value_unit")).to_have_attribute("list", "id_value_unit_money")
    desk.select_option("#id_value_qualifier", "at_least")
    expect(desk.locator("#id_value_qualifier_meaning")).to_contain_text("The number or more")
    desk.select_option("#id_value_type", "date")
    expect(desk.locator("#id_value_date")).to_be_visible()
    expect(desk.locator("#id_value_number")).to_be_hidden()
    # What is filled is not hidden: it would be refused unseen.
    expect(desk.locator("#id_value_qualifier")).to_be_visible()


def test_a_place_says_whether_its_coordinates_go_with_its_precision(desk: Page, site: str) -> None:
    desk.goto(site + reverse("admin:incidents_place_add"))
    warnings = desk.locator(".field-warnings")
    desk.select_option("#id_precision", "6")
    expect(desk.locator("#id_precision_meaning")).to_contain_text("Only the country is known")
    desk.fill("#id_latitude", "50.45")
    expect(warnings).to_contain_text("Give both latitude and longitude")
    desk.fill("#id_longitude", "200")
    expect(warnings).to_contain_text("Longitude is from -180")
    expect(warnings).to_contain_text("A place of this precision has no coordinates")
    desk.select_option("#id_precision", "1")
    desk.fill("#id_longitude", "30.52")
    expect(warnings).to_be_empty()


def test_a_merge_is_looked_at_done_and_undone(desk: Page, site: str) -> None:
    one, other = builders.actor("numbat"), builders.actor("quokka")
    builders.claim("quoll", of=builders.event(), where=builders.article(), speaker=one)
    desk.goto(site + reverse("admin:incidents_actor_changelist"))
    for actor in (one, other):
        desk.check(f"[name=_selected_action][value='{actor.pk}']")
    desk.select_option("[name=action]", "merge_selected")
    desk.click("button[name=index]")
    desk.check(f"#id_staying_{other.pk}")
    desk.click("summary:has-text('If Quokka stays')")
    expect(desk.locator("details[open]")).to_contain_text("Claims it makes: 1")
    desk.fill("#id_reason", "The same.")
    desk.click(".submit-row [type=submit]")
    desk.click("text=Undo …")
    desk.fill("#id_reason", "Two after all.")
    desk.click(".submit-row [type=submit]")
    expect(desk.locator(".messagelist")).to_contain_text("Numbat is a record of its own again.")
