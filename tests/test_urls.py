import pytest
from django.test import Client


def test_the_front_door_leads_to_the_api() -> None:
    response = Client().get("/")

    assert (response.status_code, response.headers["Location"]) == (302, "/api/v1/")


def test_nothing_can_be_sent_to_the_front_door() -> None:
    response = Client().post("/")

    assert (response.status_code, response.headers["Allow"]) == (405, "GET, HEAD, OPTIONS")
    assert response.headers["Content-Type"] == "application/problem+json"


def test_browsers_find_the_icon_of_the_site() -> None:
    response = Client().get("/favicon.ico")
    assert (response.status_code, response.headers["Location"]) == (302, "/static/rest/icon.svg")

    icon = Client().get(response.headers["Location"])
    assert icon.headers["Content-Type"] == "image/svg+xml"
    assert icon.getvalue().startswith(b"<svg ")


@pytest.mark.parametrize(
    "path", ["/metrics", "/.env", "/admin.php", "/api/v1/users/", "/static/../eventsapi/settings.py"]
)
def test_nothing_interesting_is_served_elsewhere(path: str) -> None:
    response = Client().get(path)

    assert response.status_code == 404
    assert response.headers["Content-Type"] == "application/problem+json"


@pytest.mark.django_db
def test_the_admin_answers_in_html_under_the_strict_policy_and_to_no_other_site() -> None:
    response = Client().get("/admin/login/", headers={"Origin": "https://evil.example"})

    assert response.status_code == 200
    assert "unsafe" not in response.headers["Content-Security-Policy"]
    assert response.headers["X-Frame-Options"] == "DENY"
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert response.headers["Referrer-Policy"] == "same-origin"
    assert "Access-Control-Allow-Origin" not in response.headers


@pytest.mark.django_db
def test_wrong_passwords_close_an_account_to_their_address_only(django_user_model: type) -> None:
    django_user_model.objects.create_superuser("editor", password="the right one")  # type: ignore[attr-defined]  # a user model
    wrong = {"username": "editor", "password": "wrong"}
    right = {"username": "editor", "password": "the right one"}

    statuses = [Client().post("/admin/login/", wrong, REMOTE_ADDR="192.0.2.1").status_code for _ in range(5)]

    assert statuses == [200, 200, 200, 200, 429]
    assert Client().post("/admin/login/", right, REMOTE_ADDR="192.0.2.1").status_code == 429
    assert Client().post("/admin/login/", right, REMOTE_ADDR="192.0.2.2").status_code == 302


@pytest.mark.parametrize("host", ["testserver", "evil.example"])
def test_what_clients_do_wrong_fills_no_log(host: str, caplog: pytest.LogCaptureFixture) -> None:
    assert Client().get("/api/v1/none-such/", headers={"Host": host}).status_code in (400, 404)
    assert caplog.records == []
