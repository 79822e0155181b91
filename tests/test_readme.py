"""What the documentation shows is what the server answers."""

import re

import pytest
from django.conf import settings
from django.test import Client

from examples.disagreements import lines

README = (settings.BASE_DIR / "README.md").read_text(encoding="utf-8")
COMMAND = re.compile(r"python3 examples/disagreements\.py (\S+) (.+)")
LINK = re.compile(r"\]\((?!https?://)([^)#]+)\)")
PAGES = [
    "README.md",
    "CONTRIBUTING.md",
    "CHANGELOG.md",
    *(f"docs/{page.name}" for page in (settings.BASE_DIR / "docs").glob("*.md")),
]


@pytest.mark.django_db
def test_the_answer_in_the_readme_is_the_real_one(client: Client) -> None:
    asked = COMMAND.search(README)
    assert asked is not None
    found = client.get(f"/api/v1/events/{asked[1]}/disagreements/").json()
    shown = README.split("```\n")[5]
    assert shown == "\n".join(lines(found, aspects=asked[2].split())) + "\n"


@pytest.mark.parametrize("name", PAGES)
def test_no_link_in_the_documentation_is_dead(name: str) -> None:
    path = settings.BASE_DIR / name
    links = LINK.findall(path.read_text(encoding="utf-8"))
    assert [link for link in links if not (path.parent / link).exists()] == []
