"""Logging in with codes besides the password, for those who want to and those who have to."""

import time
from collections.abc import Callable

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django_otp.oath import TOTP
from django_otp.plugins.otp_static.models import StaticToken
from django_otp.plugins.otp_totp.models import TOTPDevice
from pytest_django import Settings

from eventsapi.desk import codes
from tests import builders
from tests.admin.pages import Answer, Desk, change, fields_of, group_of, text_of

pytestmark = pytest.mark.django_db

PASSWORD = "reads-the-text-twice"
LOGIN, PAGE = "/admin/login/", "/admin/codes/"


@pytest.fixture
def user(db: None, settings: Settings) -> User:
    # The thorough way to keep passwords takes a third of a second for each.
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    made = User.objects.create_user("anna", password=PASSWORD, is_staff=True)
    made.groups.add(group_of("curator"))
    return made


@pytest.fixture
def device(user: User) -> TOTPDevice:
    """The app of the user, confirmed."""
    return TOTPDevice.objects.create(user=user, name="app")


def code_of(device: TOTPDevice, *, later: int = 0) -> str:
    """What the app shows now, or so many codes later. None is good twice."""
    clock = TOTP(device.bin_key)
    clock.time = time.time() + 30 * later
    return f"{clock.token():06d}"


def wrong_code_of(device: TOTPDevice) -> str:
    return f"{(int(code_of(device)) + 500_000) % 1_000_000:06d}"


def log_in(code: str = "", *, client: Client | None = None, address: str = "198.51.100.1") -> Answer:
    typed = {"username": "anna", "password": PASSWORD, "code": code, "next": "/admin/"}
    return (client or Client()).post(LOGIN, typed, REMOTE_ADDR=address)


# Setting up


def begun(client: Client) -> TOTPDevice:
    client.post(PAGE, {"act": "begin"})
    return TOTPDevice.objects.get(confirmed=False)


def test_who_wants_to_sets_up_codes(client: Client, user: User) -> None:
    client.force_login(user)
    assert "Set up codes" in text_of(client.get(PAGE))
    shown = text_of(client.post(PAGE, {"act": "begin"}))
    device = TOTPDevice.objects.get(user=user)
    assert codes.secret_of(device) in shown
    assert "<svg" in shown
    answer = text_of(client.post(PAGE, {"act": "confirm", "code": code_of(device)}))
    tokens = list(StaticToken.objects.values_list("token", flat=True))
    assert len(tokens) == 10
    assert all(token in answer for token in tokens)
    assert client.get("/admin/").status_code == 200


def test_the_secret_and_the_recovery_codes_are_shown_once(client: Client, user: User) -> None:
    client.force_login(user)
    device = begun(client)
    client.post(PAGE, {"act": "confirm", "code": code_of(device)})
    page = text_of(client.get(PAGE))
    assert codes.secret_of(device) not in page
    assert StaticToken.objects.first().token not in page
    assert "10 recovery codes are left." in page


def test_a_wrong_code_confirms_nothing_and_shows_the_same_secret(client: Client, user: User) -> None:
    client.force_login(user)
    device = begun(client)
    page = text_of(client.post(PAGE, {"act": "confirm", "code": "12\0abc"}))
    assert "The code is wrong" in page
    assert codes.secret_of(device) in page
    assert codes.device_of(user) is None


@pytest.mark.parametrize("act", ["begin", "confirm"])
def test_a_second_app_is_not_set_up_beside_the_first(client: Client, user: User, device: TOTPDevice, act: str) -> None:
    log_in(code_of(device), client=client)
    assert client.post(PAGE, {"act": act, "code": code_of(device, later=1)}).status_code == 302
    assert TOTPDevice.objects.count() == 1


def test_codes_are_taken_away_by_a_code(client: Client, user: User, device: TOTPDevice) -> None:
    log_in(code_of(device), client=client)
    assert "The code is wrong" in text_of(client.post(PAGE, {"act": "remove", "code": wrong_code_of(device)}))
    TOTPDevice.objects.update(throttling_failure_count=0)
    client.post(PAGE, {"act": "remove", "code": code_of(device, later=1)})
    assert codes.device_of(user) is None
    assert client.get("/admin/").status_code == 200
    assert log_in().status_code == 302


def test_recovery_codes_are_renewed_by_a_code(client: Client, user: User, device: TOTPDevice) -> None:
    old = codes.recovery_codes(user)
    log_in(code_of(device), client=client)
    assert "The code is wrong" in text_of(client.post(PAGE, {"act": "renew", "code": "never-one"}))
    client.post(PAGE, {"act": "renew", "code": code_of(device, later=1)})
    assert codes.codes_left(user) == 10
    assert not StaticToken.objects.filter(token__in=old).exists()


# Logging in


def test_a_password_alone_does_not_let_in_who_has_codes(user: User, device: TOTPDevice) -> None:
    assert "This account asks for a code" in text_of(log_in())
    assert log_in(code_of(device)).status_code == 302


def test_who_has_no_codes_needs_none(user: User) -> None:
    assert log_in().status_code == 302


def test_a_code_is_good_once(user: User, device: TOTPDevice) -> None:
    code = code_of(device)
    assert log_in(code).status_code == 302
    assert "was used before" in text_of(log_in(code))


def test_a_recovery_code_lets_in_once(user: User, device: TOTPDevice) -> None:
    token = codes.recovery_codes(user)[0]
    client = Client()
    assert log_in(f" {token.upper()} ", client=client).status_code == 302
    assert client.get("/admin/").status_code == 200
    assert log_in(token).status_code == 200
    assert codes.codes_left(user) == 9


def test_after_a_wrong_code_a_right_one_has_to_wait(user: User, device: TOTPDevice) -> None:
    log_in(wrong_code_of(device))
    assert "too soon after a wrong one" in text_of(log_in(code_of(device)))
    TOTPDevice.objects.update(throttling_failure_timestamp="2025-01-01T00:00:00Z")
    assert log_in(code_of(device)).status_code == 302


def test_wrong_codes_close_the_account_to_the_address_as_wrong_passwords_do(user: User, device: TOTPDevice) -> None:
    answers = [log_in(wrong_code_of(device)).status_code for _ in range(5)]
    assert answers == [200, 200, 200, 200, 429]
    TOTPDevice.objects.update(throttling_failure_count=0)
    assert log_in(code_of(device)).status_code == 429
    assert log_in(code_of(device), address="203.0.113.9").status_code == 302


def test_a_code_that_cannot_be_one_is_no_error(user: User, device: TOTPDevice) -> None:
    assert [log_in(code).status_code for code in ("\0", "²²²²²²", "x" * 21)] == [200, 200, 200]


def test_a_session_from_before_the_codes_logs_in_anew(client: Client, user: User) -> None:
    client.force_login(user)
    source = builders.source("shared")
    typed = {**Desk(client, user).form(change(source)), "name": "Typed"}
    device = TOTPDevice.objects.create(user=user, name="app")
    assert client.get(change(source)).headers["Location"].startswith(LOGIN)
    asked = client.post(change(source), typed)
    assert asked.status_code == 403
    fields = {**fields_of(text_of(asked)), "username": "anna", "password": PASSWORD, "code": code_of(device)}
    offered = client.post(LOGIN, fields)
    saved = client.post(change(source), fields_of(text_of(offered)), follow=True)
    assert "was changed successfully" in text_of(saved)


# Who has to


@pytest.mark.parametrize(("required", "led_on"), [(["curator"], True), (["reviewer", "superuser"], False), ([], False)])
def test_who_has_to_sets_up_codes_before_anything_else(
    client: Client, user: User, settings: Settings, required: list[str], led_on: bool
) -> None:
    settings.REQUIRE_TOTP = required
    log_in(client=client)
    answers = [client.get("/admin/"), client.post("/admin/incidents/source/add/", {"name": "x"})]
    assert [getattr(answer, "url", "") == PAGE for answer in answers] == [led_on, led_on]
    assert ("has to log in with codes" in text_of(client.get(PAGE))) == led_on


def test_who_has_set_them_up_goes_on(client: Client, settings: Settings, user: User) -> None:
    settings.REQUIRE_TOTP = ["superuser"]
    User.objects.update(is_superuser=True)
    log_in(client=client)
    client.post(PAGE, {"act": "confirm", "code": code_of(begun(client))})
    assert client.get("/admin/").status_code == 200


def test_who_has_to_may_leave(client: Client, user: User, settings: Settings) -> None:
    settings.REQUIRE_TOTP = ["curator"]
    log_in(client=client)
    assert "Logged out" in text_of(client.post("/admin/logout/"))


# Owners


def test_a_superuser_takes_away_the_codes_of_a_lost_telephone(
    desk_of: Callable[[str], Desk], user: User, device: TOTPDevice
) -> None:
    codes.recovery_codes(user)
    owner, url = desk_of("superuser"), f"/admin/otp_totp/totpdevice/{device.pk}/"
    page = text_of(owner.get(f"{url}change/"))
    assert device.key not in page
    assert codes.secret_of(device) not in page
    owner.post(f"{url}delete/", {"post": "yes"})
    assert (codes.device_of(user), codes.codes_left(user)) == (None, 0)


def test_several_at_once_as_well(desk_of: Callable[[str], Desk], user: User, device: TOTPDevice) -> None:
    codes.recovery_codes(user)
    ticked = {"action": "delete_selected", "_selected_action": [str(device.pk)], "post": "yes"}
    desk_of("superuser").post("/admin/otp_totp/totpdevice/", ticked)
    assert (codes.device_of(user), codes.codes_left(user)) == (None, 0)
