"""The pictures of the desk are all shown, and quickly loaded. tests/e2e/pictures.py takes them."""

import re
from pathlib import Path

DOCS = Path(__file__).parents[1] / "docs"
NAMES = ["comparing", "conflict", "dashboard", "publishing", "reading"]


def test_every_picture_is_shown_and_small() -> None:
    assert sorted(re.findall(r"\(images/(\w+)\.png\)", (DOCS / "curation.md").read_text())) == NAMES
    sizes = {path.stem: path.stat().st_size for path in (DOCS / "images").glob("*.png")}
    assert sorted(sizes) == NAMES
    assert max(sizes.values()) < 150_000
