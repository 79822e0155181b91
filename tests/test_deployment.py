"""What is used to run this in containers, read as files: no engine is needed, and none was there to try them."""

import re
from fnmatch import fnmatch
from pathlib import Path
from typing import Any

import pytest
import yaml
from django.conf import settings

ROOT = Path(__file__).parent.parent
COMPOSE: dict[str, Any] = yaml.safe_load((ROOT / "docker-compose.yml").read_text())
SERVICES: dict[str, Any] = COMPOSE["services"]
DOCKERFILE = (ROOT / "Dockerfile").read_text()
EXACT = re.compile(r"[a-z/-]+:\d+\.\d+[\d.]*(-[a-z-]+)?$")


@pytest.mark.parametrize("service", SERVICES)
def test_no_container_can_change_itself_or_become_root(service: str) -> None:
    told = SERVICES[service]

    assert told["read_only"] is True
    assert told["cap_drop"] == ["ALL"]
    assert told["security_opt"] == ["no-new-privileges:true"]
    assert told["user"].split(":")[0] not in ("root", "0")


@pytest.mark.parametrize("service", SERVICES)
def test_no_container_can_take_the_whole_machine(service: str) -> None:
    limits = SERVICES[service]["deploy"]["resources"]["limits"]

    assert set(limits) == {"cpus", "memory", "pids"}
    assert SERVICES[service]["logging"]["options"] == {"max-size": "10m", "max-file": "5"}


@pytest.mark.parametrize("service", SERVICES)
def test_images_are_of_one_exact_version(service: str) -> None:
    assert EXACT.match(SERVICES[service]["image"])


def test_the_image_is_built_on_exact_versions() -> None:
    bases = re.findall(r"^FROM (\S+)", DOCKERFILE, re.MULTILINE)

    assert bases == ["python:3.11.14-slim-bookworm"] * 2
    assert "--require-hashes" in DOCKERFILE


def test_the_image_keeps_the_translations_of_all_languages_that_there_are() -> None:
    kept = re.findall(r'-not -path "\*/locale/(\w+)/\*"', DOCKERFILE)

    assert kept == [code for code, _ in settings.LANGUAGES]


def test_no_secret_is_written_down() -> None:
    written = (ROOT / "docker-compose.yml").read_text()

    for line in re.findall(r"^.*(?:SECRET|PASSWORD|://).*$", written, re.MULTILINE):
        assert re.search(r"\$\{(SECRET_KEY|POSTGRES_PASSWORD):\?set it in .env\}", line) or "127.0.0.1" in line, line


def test_every_setting_is_told_of_in_the_example() -> None:
    wanted = set(re.findall(r"\$\{([A-Z_]+)", (ROOT / "docker-compose.yml").read_text()))
    told = set(re.findall(r"^([A-Z_]+)=", (ROOT / ".env.example").read_text(), re.MULTILINE))

    assert wanted == told


def test_two_instances_are_alike_and_start_after_the_migrations() -> None:
    first, second = SERVICES["web1"], SERVICES["web2"]

    assert first == second
    assert first["depends_on"] == {
        "db": {"condition": "service_healthy"},
        "migrate": {"condition": "service_completed_successfully"},
    }
    assert SERVICES["migrate"]["restart"] == "no"
    assert SERVICES["migrate"]["command"][-2:] == ["migrate", "--no-input"]


def test_the_proxy_knows_both_instances_and_the_public_knows_only_the_proxy() -> None:
    configuration = (ROOT / "docker/nginx.conf").read_text()

    named = re.findall(r"^\s+server (\w+):8000( backup)?", configuration, re.MULTILINE)
    assert named == [("web1", ""), ("web2", ""), ("web1", " backup"), ("web2", " backup")]
    assert [name for name, service in SERVICES.items() if "ports" in service] == ["proxy"]
    assert "db" not in [name for name, service in SERVICES.items() if "outside" in service["networks"]]
    assert COMPOSE["networks"]["inside"] == {"internal": True}


def test_connections_of_all_processes_fit_into_the_database() -> None:
    defaults = {name: int(value) for name, value in re.findall(r"\$\{([A-Z_]+):-(\d+)\}", str(SERVICES["web1"]))}

    assert "max_connections=100" in SERVICES["db"]["command"]
    assert 2 * defaults["WEB_CONCURRENCY"] * defaults["DATABASE_POOL"] <= 90


def test_the_database_checks_its_pages_and_outlives_its_container() -> None:
    assert "--data-checksums" in SERVICES["db"]["environment"]["POSTGRES_INITDB_ARGS"]
    assert SERVICES["db"]["volumes"] == ["database:/var/lib/postgresql"]
    assert "database" in COMPOSE["volumes"]


def test_an_instance_may_finish_before_it_is_killed() -> None:
    graceful = re.search(r"^graceful_timeout = (\d+)$", (ROOT / "gunicorn.conf.py").read_text(), re.MULTILINE)

    assert graceful
    assert int(SERVICES["web1"]["stop_grace_period"].removesuffix("s")) > int(graceful[1])


def copied() -> list[str]:
    """What the image is made of, from this folder."""
    lines = re.findall(r"^COPY (?!--from)(.+) \S+$", DOCKERFILE, re.MULTILINE)
    return [source for line in lines for source in line.split()]


@pytest.mark.parametrize("source", copied())
def test_what_is_copied_into_the_image_exists_and_is_not_ignored(source: str) -> None:
    allowed = [line.removeprefix("!").rstrip("/") for line in (ROOT / ".dockerignore").read_text().splitlines()]

    assert (ROOT / source).exists()
    assert any(fnmatch(source, pattern) for pattern in allowed[1:])


@pytest.mark.parametrize("script", ["backup", "restore", "deploy"])
def test_scripts_can_be_run_and_stop_at_the_first_error(script: str) -> None:
    path = ROOT / "docker" / script

    assert path.stat().st_mode & 0o111 == 0o111
    assert "\nset -eu\n" in path.read_text()
