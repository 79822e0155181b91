"""Passwords: guessing them is slow, for the guesser only; changing one ends the sessions of who knew the old one."""

from datetime import timedelta

import pytest
from axes.models import AccessAttempt
from django.contrib.auth.models import User
from django.db.models import F
from django.test import Client
from pytest_django import Settings

from tests.admin.pages import Answer, text_of

pytestmark = pytest.mark.django_db

PASSWORD = "reads-the-text-twice"
HERE, ELSEWHERE = "198.51.100.1", "203.0.113.9"


@pytest.fixture(autouse=True)
def users(db: None, settings: Settings) -> None:
    # The thorough way to keep passwords takes a third of a second for each.
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    User.objects.create_user("anna", password=PASSWORD, is_staff=True)
    User.objects.create_user("boris", password=PASSWORD, is_staff=True)


def log_in(name: str = "anna", password: str = PASSWORD, address: str = HERE) -> Answer:
    return Client().post("/admin/login/", {"username": name, "password": password}, REMOTE_ADDR=address)


def guess_five_times() -> Answer:
    return [log_in(password="guessed") for _ in range(5)][-1]


def test_the_fifth_wrong_password_closes_the_account_to_its_address() -> None:
    assert guess_five_times().status_code == 429
    assert "Wait 15 minutes" in text_of(log_in())


def test_neither_other_addresses_nor_other_accounts_are_closed() -> None:
    guess_five_times()
    assert log_in(address=ELSEWHERE).status_code == 302
    assert log_in("boris").status_code == 302


def test_trying_on_does_not_make_it_longer_and_it_ends() -> None:
    guess_five_times()
    AccessAttempt.objects.update(attempt_time=F("attempt_time") - timedelta(minutes=14))
    assert log_in().status_code == 429
    AccessAttempt.objects.update(attempt_time=F("attempt_time") - timedelta(minutes=2))
    assert log_in().status_code == 302


def test_a_forged_address_does_not_open_it() -> None:
    guess_five_times()
    typed = {"username": "anna", "password": PASSWORD}
    answer = Client().post("/admin/login/", typed, REMOTE_ADDR=HERE, HTTP_X_FORWARDED_FOR=ELSEWHERE)
    assert answer.status_code == 429


def test_a_changed_password_ends_the_other_sessions_and_not_this_one() -> None:
    user = User.objects.get(username="anna")
    one, other = Client(), Client()
    one.force_login(user)
    other.force_login(user)
    new = "reads-the-text-thrice"
    one.post("/admin/password_change/", {"old_password": PASSWORD, "new_password1": new, "new_password2": new})
    assert one.get("/admin/").status_code == 200
    assert other.get("/admin/").headers["Location"] == "/admin/login/?next=/admin/"


def test_a_name_that_no_account_can_have_is_wrong_and_not_counted() -> None:
    assert "at most 150 characters" in text_of(log_in("a" * 300))
    assert AccessAttempt.objects.count() == 0
