import re
from pathlib import Path

import pytest

from bootstrap import pins
from bootstrap.clone import HERE, Clone
from bootstrap.console import Refusal

NAMES = [name for name, _options, _source in pins.FILES]
PIP_COMPILE = r"""#!/bin/sh
echo "$@" >> asked
while [ "$1" != --output-file ]; do shift; done
printf '%s\n' '--index-url http://example.org/' '# by pip-compile' 'django==5.2.19' > "$2"
exit {code}
"""


def pinned(name: str) -> set[str]:
    return set(re.findall(r"^\S+==\S+", (HERE.root / name).read_text(), re.MULTILINE))


def python(tmp_path: Path, *, code: int = 0) -> Path:
    """A stand-in for Python and pip-compile."""
    made = tmp_path / "python"
    made.write_text(PIP_COMPILE.replace("{code}", str(code)))
    made.chmod(0o755)
    return made


def test_a_file_of_pins_holds_no_address_and_no_option(tmp_path: Path) -> None:
    pins.lock(clone=Clone(tmp_path), python=python(tmp_path), arguments=[])
    header = pins.HEADER.format(source="pyproject.toml").strip()
    assert (tmp_path / "requirements-dev.txt").read_text().splitlines() == [header, "django==5.2.19"]


def test_the_smaller_files_agree_with_the_largest(tmp_path: Path) -> None:
    pins.lock(clone=Clone(tmp_path), python=python(tmp_path), arguments=["--upgrade"])
    largest, *smaller = (tmp_path / "asked").read_text().splitlines()
    assert "--upgrade" in largest
    assert ["--constraint requirements-dev.txt" in asked for asked in smaller] == [True, True, False, False, False]


def test_what_cannot_be_pinned_is_told(tmp_path: Path) -> None:
    with pytest.raises(Refusal, match=r"requirements-dev\.txt could not be pinned"):
        pins.lock(clone=Clone(tmp_path), python=python(tmp_path, code=1), arguments=[])


@pytest.mark.parametrize("name", NAMES)
def test_every_committed_pin_has_hashes_and_none_an_address(name: str) -> None:
    text = (HERE.root / name).read_text()
    assert "://" not in text
    assert len(re.findall(r"^\S+==\S+ \\\n    --hash=sha256:", text, re.MULTILINE)) == len(pinned(name)) > 0


def test_what_is_served_is_what_was_tested() -> None:
    assert pinned("requirements.txt") < pinned("requirements-local.txt") < pinned("requirements-dev.txt")
