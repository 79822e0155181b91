"""A table goes out of the desk, through a spreadsheet and in again; codes from a telephone let an editor in."""

import time
from pathlib import Path

from axe_playwright_python.sync_playwright import Axe
from django.contrib.auth.models import User
from django_otp.oath import TOTP
from django_otp.plugins.otp_totp.models import TOTPDevice
from playwright.sync_api import Page, expect

from incidents.models import Source
from tests import builders
from tests.e2e.conftest import PASSWORD

# What the stock admin brings along is not ours to mend here.
OURS = {"include": [["#content-main"]]}


def is_accessible(page: Page, complaints: list[str]) -> bool:
    """What the examiner itself does against the content security policy is not held against the page."""
    before = list(complaints)
    found = Axe().run(page, context=OURS, options={"preload": False})
    complaints[:] = before
    assert found.violations_count == 0, found.generate_report()
    return True


def test_a_table_is_exported_edited_and_imported(site: str, desk: Page, tmp_path: Path, complaints: list[str]) -> None:
    builders.source("herald", name="The Herald")
    desk.goto(f"{site}/admin/incidents/source/?q=herald")
    desk.click(".export_link")
    assert is_accessible(desk, complaints)
    desk.select_option("#id_format", label="csv")
    with desk.expect_download() as download:
        desk.click(".submit-row button")
    table = tmp_path / "table.csv"
    exported = Path(download.value.path()).read_text(encoding="utf-8-sig")
    table.write_text(exported.replace("The Herald", "The Daily Herald"), encoding="utf-8")
    desk.goto(f"{site}/admin/incidents/source/")
    desk.click(".import_link")
    assert is_accessible(desk, complaints)
    desk.set_input_files("#id_file", table)
    desk.fill("#id_reason", "It was renamed.")
    desk.click(".submit-row button")
    expect(desk.get_by_role("table", name="Changed")).to_contain_text("The Daily Herald")
    assert is_accessible(desk, complaints)
    desk.click(".submit-row button")
    expect(desk.locator(".messagelist")).to_contain_text("Imported: 1 record")
    assert Source.objects.get(slug="herald").name == "The Daily Herald"


def test_the_faults_of_a_table_are_told_in_a_table(
    site: str, desk: Page, tmp_path: Path, complaints: list[str]
) -> None:
    table = tmp_path / "table.csv"
    table.write_text("slug,name,kind\nx,X,leaflet\n")
    desk.goto(f"{site}/admin/incidents/source/import/")
    desk.set_input_files("#id_file", table)
    desk.fill("#id_reason", "New ones.")
    desk.click(".submit-row button")
    expect(desk.get_by_role("table", name="1 fault")).to_contain_text("leaflet is not one of the available choices")
    assert is_accessible(desk, complaints)


def test_codes_are_set_up_and_then_let_in(site: str, desk: Page, complaints: list[str]) -> None:
    desk.goto(f"{site}/admin/codes/")
    assert is_accessible(desk, complaints)
    desk.click("button[value=begin]")
    expect(desk.locator("svg.picture")).to_be_visible()
    assert is_accessible(desk, complaints)
    clock = TOTP(TOTPDevice.objects.get().bin_key)
    clock.time = time.time()
    desk.fill("#id_code", f"{clock.token():06d}")
    desk.click("button[value=confirm]")
    token = desk.locator(".recovery code").first.inner_text()
    assert is_accessible(desk, complaints)
    desk.click("#logout-form button")
    desk.goto(f"{site}/admin/")
    desk.fill("#id_username", "editor")
    desk.fill("#id_password", PASSWORD)
    desk.fill("#id_code", token)
    assert is_accessible(desk, complaints)
    desk.click("[type=submit]")
    expect(desk.locator("#user-tools")).to_contain_text("Log-in codes")
    assert User.objects.get().last_login is not None
