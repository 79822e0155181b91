import re

import pytest
import yaml
from django.contrib.staticfiles import finders
from django.test import Client

from eventsapi.rest.errors import Code, Problem
from tests.rest.conftest import faults


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("path", "media_type"),
    [("/api/v1/openapi.json", "application/json"), ("/api/v1/openapi.yaml", "application/yaml")],
)
def test_the_document_is_served(path: str, media_type: str) -> None:
    response = Client().get(path)

    assert response.status_code == 200
    assert response.headers["Content-Type"] == f"{media_type}; charset=utf-8"
    assert yaml.safe_load(response.content)["openapi"] == "3.1.1"


@pytest.mark.django_db
def test_both_texts_say_the_same() -> None:
    as_yaml = yaml.safe_load(Client().get("/api/v1/openapi.yaml").content)

    assert Client().get("/api/v1/openapi.json").json() == as_yaml


@pytest.mark.django_db
def test_the_document_does_not_list_itself() -> None:
    assert not [path for path in Client().get("/api/v1/openapi.json").json()["paths"] if "openapi" in path]


@pytest.mark.parametrize("query", ["lang=de", "format=yaml"])
def test_the_document_has_strict_parameters_too(query: str) -> None:
    response = Client().get(f"/api/v1/openapi.json?{query}")

    assert response.status_code == 400
    assert len(faults(response)) == 1


def test_the_page_needs_no_other_host_and_no_inline_script_or_style() -> None:
    response = Client().get("/api/docs/")
    html = response.content.decode()

    assert not re.search(r"https?://|<style|style=|\son\w+=|<script>", html)
    assert len(re.findall(r'<script src="/static/[^"]+"></script>', html)) == 2
    assert 'data-openapi="/api/v1/openapi.json"' in html


@pytest.mark.parametrize("problem", Problem)
def test_the_type_of_every_problem_is_the_address_of_its_explanation(problem: Problem) -> None:
    response = Client().get(problem.type)

    assert response.status_code == 200
    assert problem.meaning in response.content.decode()


@pytest.mark.parametrize("code", Code)
def test_every_code_is_explained(code: Code) -> None:
    page = Client().get("/problems/invalid-parameter").content.decode()

    assert f'<dt id="{code.word}"><code>{code.word}</code></dt>' in page


@pytest.mark.parametrize("problem", Problem)
def test_the_explanation_runs_nothing_and_asks_no_other_host(problem: Problem) -> None:
    response = Client().get(problem.type)
    assert "default-src 'none'" in response.headers["Content-Security-Policy"]
    assert "unsafe" not in response.headers["Content-Security-Policy"]
    assert not re.search(r"https?://|<script|<style|style=|\son\w+=", response.content.decode())


def test_an_unknown_problem_is_not_found() -> None:
    assert Client().get("/problems/nothing-like-it").json()["type"] == "/problems/not-found"


@pytest.mark.parametrize("path", ["/problems/gone", "/llms.txt"])
def test_a_page_can_only_be_read(path: str) -> None:
    assert Client().post(path).status_code == 405


def test_what_programs_that_read_prose_need_is_served_where_they_look_for_it() -> None:
    response = Client().get("/llms.txt", headers={"Origin": "https://reader.example"})
    assert response.headers["Content-Type"] == "text/plain; charset=utf-8"
    assert response.content.decode().startswith("# Contested events\n\n> ")
    assert response.headers["Access-Control-Allow-Origin"] == "*"


def test_the_page_runs_under_a_policy_without_inline_code() -> None:
    policy = Client().get("/api/docs/").headers["Content-Security-Policy"]

    assert "script-src 'self'" in policy
    assert "style-src 'self'" in policy
    assert "unsafe" not in policy
    assert "http" not in policy


def test_the_files_of_the_page_are_there() -> None:
    html = Client().get("/api/docs/").content.decode()

    assert all(finders.find(name) for name in re.findall(r'"/static/([^"]+)"', html))


def test_the_page_is_read_only_and_sets_no_cookie() -> None:
    refusal = Client(enforce_csrf_checks=True).post("/api/docs/")

    assert (refusal.status_code, refusal.headers["Allow"]) == (405, "GET, HEAD")
    assert not Client().get("/api/docs/").cookies


@pytest.mark.parametrize("name", ["openapi.json", "openapi.yaml"])
def test_options_says_what_can_be_done_with_the_document(name: str) -> None:
    response = Client().options(f"/api/v1/{name}")

    assert (response.status_code, response.content) == (204, b"")
    assert response.headers["Allow"] == "GET, HEAD, OPTIONS"


def test_the_front_door_says_what_it_takes(client: Client) -> None:
    told = client.options("/")
    assert (told.status_code, told.headers["Allow"]) == (204, "GET, HEAD, OPTIONS")
