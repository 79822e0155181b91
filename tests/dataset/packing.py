"""Bundles made in memory."""

import zipfile
from collections.abc import Mapping
from io import BytesIO

SOURCE = """\
- model: incidents.source
  fields:
    slug: new-herald
    status: published
    name: The New Herald
    kind: newspaper
"""


def packed(files: Mapping[str, str], *, compression: int = zipfile.ZIP_DEFLATED) -> bytes:
    made = BytesIO()
    with zipfile.ZipFile(made, "w", compression) as archive:
        for name, content in files.items():
            # Without the time of now, so that a test that is called by its bytes always has the same name.
            archive.writestr(zipfile.ZipInfo(name), content, compression)
    return made.getvalue()
