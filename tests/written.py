"""Files of the documentation that are made from the dataset, compared with the ones that are committed."""

import os
from itertools import zip_longest
from pathlib import Path

REWRITE = "WRITE_DOCS"
CURE = f"Run: {REWRITE}=1 python3 dev.py test tests/test_dataset_doc.py tests/test_plots.py"


def out_of_date(committed: Path, fresh: bytes) -> list[str]:
    """The lines that differ, by number; with WRITE_DOCS set, none any more, since the file is written anew."""
    if os.environ.get(REWRITE):
        committed.write_bytes(fresh)
    old, new = (content.decode().splitlines(keepends=True) for content in (committed.read_bytes(), fresh))
    pairs = enumerate(zip_longest(old, new, fillvalue=""), start=1)
    return [
        f"{committed.name}, line {number}: {is_!r} must be {must!r}" for number, (is_, must) in pairs if is_ != must
    ]
