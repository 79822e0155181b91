"""The settings are run as a file of their own, so that each test has an environment of its own."""

import runpy
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured

from eventsapi.desk.codes import SUPERUSER
from incidents.roles import ROLES

SETTINGS = Path(__file__).parent.parent / "eventsapi" / "settings.py"
OURS = [
    "ALLOWED_HOSTS",
    "DATABASE_POOL",
    "DATABASE_REPLICA_URLS",
    "DATABASE_URL",
    "DEBUG",
    "EVENTSAPI_LOCAL",
    "EVENTSAPI_SERVING",
    "EVENTSAPI_TEST",
    "LOGIN_LIMIT",
    "LOG_FORMAT",
    "LOG_LEVEL",
    "METRICS_BIND",
    "RATE_LIMIT",
    "REQUIRE_TOTP",
    "REVIEWERS_MAY_APPROVE_OWN",
    "SECRET_KEY",
    "STATIC_ROOT",
    "TRUSTED_PROXIES",
]
PRODUCTION = {
    "EVENTSAPI_SERVING": "1",
    "SECRET_KEY": "k" * 50,
    "ALLOWED_HOSTS": "events.example.org, .example.net",
    "DATABASE_URL": "postgres://reader:p%40ss@db.internal:5433/events?sslmode=require",
}
Load = Callable[[Mapping[str, str]], dict[str, Any]]


@pytest.fixture
def load(monkeypatch: pytest.MonkeyPatch) -> Load:
    for name in OURS:
        monkeypatch.delenv(name, raising=False)

    def run(environment: Mapping[str, str]) -> dict[str, Any]:
        for name, value in environment.items():
            monkeypatch.setenv(name, value)
        return runpy.run_path(str(SETTINGS))

    return run


def test_tools_run_without_any_environment(load: Load) -> None:
    settings = load({})

    assert settings["DATABASES"]["default"]["NAME"] == "eventsapi"
    assert "pool" not in settings["DATABASES"]["default"]["OPTIONS"]
    assert settings["ALLOWED_HOSTS"] == []


def test_without_a_secret_every_process_has_its_own(load: Load) -> None:
    assert load({})["SECRET_KEY"] != load({})["SECRET_KEY"]


def test_a_serving_process_is_as_safe_as_it_can_be(load: Load) -> None:
    settings = load(PRODUCTION)

    assert settings["DEBUG"] is False
    assert settings["ALLOWED_HOSTS"] == ["events.example.org", ".example.net"]
    assert settings["SESSION_COOKIE_SECURE"]
    assert settings["CSRF_COOKIE_SECURE"]
    assert settings["SECURE_SSL_REDIRECT"]
    assert settings["SECURE_HSTS_SECONDS"] == 31_536_000
    assert settings["REST_RATE_LIMIT"] == 6000
    assert settings["REST_ALLOW_DATA_LOSS"] is False
    assert settings["SECURE_PROXY_SSL_HEADER"] is None


def test_a_serving_process_has_a_pool_and_time_limits(load: Load) -> None:
    database = load(PRODUCTION | {"DATABASE_POOL": "4"})["DATABASES"]["default"]

    assert {name: database[name] for name in ("NAME", "USER", "PASSWORD", "HOST", "PORT")} == {
        "NAME": "events",
        "USER": "reader",
        "PASSWORD": "p@ss",
        "HOST": "db.internal",
        "PORT": "5433",
    }
    assert database["OPTIONS"]["sslmode"] == "require"
    assert database["OPTIONS"]["connect_timeout"] == 2
    assert database["OPTIONS"]["options"] == (
        "-c statement_timeout=3000 -c lock_timeout=500 -c random_page_cost=1.1 -c parallel_setup_cost=20000 -c jit=off"
    )
    assert database["OPTIONS"]["pool"]["max_size"] == 4
    assert database["OPTIONS"]["pool"]["timeout"] < 1


def test_replicas_are_reached_by_a_router_that_is_not_there_without_them(load: Load) -> None:
    settings = load(PRODUCTION | {"DATABASE_REPLICA_URLS": "postgres://b.internal/events"})

    assert list(settings["DATABASES"]) == ["default", "replica_1"]
    assert settings["DATABASE_ROUTERS"] == ["eventsapi.rest.routing.ReplicaRouter"]
    assert load(PRODUCTION | {"DATABASE_REPLICA_URLS": ""})["DATABASE_ROUTERS"] == []


def test_a_socket_folder_is_written_with_escaped_slashes(load: Load) -> None:
    database = load({"DATABASE_URL": "postgres://postgres@%2Ftmp%2FSockets/events"})["DATABASES"]["default"]

    assert (database["HOST"], database["NAME"]) == ("/tmp/Sockets", "events")  # noqa: S108  only read


def test_local_mode_has_this_machines_hosts_and_no_limit(load: Load) -> None:
    settings = load({"EVENTSAPI_LOCAL": "1"})

    assert settings["ALLOWED_HOSTS"] == ["localhost", "127.0.0.1", "[::1]"]
    assert settings["REST_RATE_LIMIT"] == 0
    assert not settings["SESSION_COOKIE_SECURE"]
    assert settings["DEBUG"] is False


@pytest.mark.parametrize(
    ("difference", "sentence"),
    [
        ({"SECRET_KEY": ""}, "SECRET_KEY is not set"),
        ({"SECRET_KEY": "insecure"}, "SECRET_KEY is too short"),
        ({"ALLOWED_HOSTS": " , "}, "ALLOWED_HOSTS is not set"),
        ({"ALLOWED_HOSTS": "a.example,*"}, r"ALLOWED_HOSTS holds '\*'"),
        ({"DATABASE_URL": ""}, "DATABASE_URL is not set"),
        ({"DEBUG": "1"}, "DEBUG is set"),
        ({"EVENTSAPI_LOCAL": "1", "SECRET_KEY": ""}, "SECRET_KEY is not set"),
        ({"EVENTSAPI_LOCAL": "yes"}, "EVENTSAPI_LOCAL='yes' is neither 0 nor 1"),
        ({"RATE_LIMIT": "many"}, "RATE_LIMIT='many' is not a whole number of at least 0"),
        ({"RATE_LIMIT": "-1"}, "RATE_LIMIT='-1' is not a whole number of at least 0"),
        ({"VERSION_TRUST_MS": "1001"}, "VERSION_TRUST_MS='1001' is not a whole number from 0 to 1000"),
        ({"DATABASE_POOL": "0"}, "DATABASE_POOL='0' is not a whole number of at least 1"),
        ({"REQUIRE_TOTP": "reviewer,editor"}, "REQUIRE_TOTP names editor, which it does not know: viewer, curator, "),
        ({"METRICS_BIND": "9100"}, "METRICS_BIND='9100' is not HOST:PORT"),
        ({"LOG_FORMAT": "xml"}, "LOG_FORMAT='xml' is none of: json, text"),
        ({"LOG_LEVEL": "loud"}, "LOG_LEVEL='loud' is none of: debug, info, warning, error, critical"),
        ({"DATABASE_URL": "mysql://host/name"}, "DATABASE_URL is not understood"),
        ({"DATABASE_REPLICA_URLS": "b.internal"}, "DATABASE_REPLICA_URLS, number 1, is no URL"),
    ],
)
def test_a_serving_process_refuses_what_is_missing_unsafe_or_not_understood(
    load: Load, difference: dict[str, str], sentence: str
) -> None:
    with pytest.raises(ImproperlyConfigured, match=sentence):
        load(PRODUCTION | difference)


def test_codes_can_be_required_of_each_role(load: Load) -> None:
    every = [*ROLES, SUPERUSER]

    assert load({})["REQUIRE_TOTP"] == []
    assert load({"REQUIRE_TOTP": ", ".join(every)})["REQUIRE_TOTP"] == every


def test_all_refusals_are_told_at_once(load: Load) -> None:
    with pytest.raises(ImproperlyConfigured, match=r"SECRET_KEY.*DATABASE_URL.*ALLOWED_HOSTS"):
        load({"EVENTSAPI_SERVING": "1"})


def test_trusted_proxies_say_whether_the_client_used_tls(load: Load) -> None:
    settings = load(PRODUCTION | {"TRUSTED_PROXIES": "1"})

    assert settings["SECURE_PROXY_SSL_HEADER"] == ("HTTP_X_FORWARDED_PROTO", "https")
    assert settings["REST_TRUSTED_PROXIES"] == 1


@pytest.mark.parametrize(
    ("environment", "limit"), [(PRODUCTION, 30), ({"EVENTSAPI_LOCAL": "1"}, 0), (PRODUCTION | {"LOGIN_LIMIT": "7"}, 7)]
)
def test_log_ins_are_limited_where_others_can_reach_it(load: Load, environment: dict[str, str], limit: int) -> None:
    assert load(environment)["REST_GUARDED_LIMIT"] == limit


def test_collected_files_have_names_that_never_change_their_content(load: Load) -> None:
    settings = load({"STATIC_ROOT": "/srv/static"})

    assert settings["STORAGES"]["staticfiles"]["BACKEND"].endswith("CompressedManifestStaticFilesStorage")
    assert settings["WHITENOISE_USE_FINDERS"] is False
