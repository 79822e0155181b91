"""Which files are meant, and how reports call them."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext as _

from incidents.dataset.documents import NoText, decoded, path_of, read_document
from incidents.dataset.faults import Fault
from incidents.dataset.rows import Row, read_rows
from incidents.dataset.schema import SPECS, Spec

PATTERN = "*.yaml"


def default_folder() -> Path:
    return Path(settings.BASE_DIR) / "fixtures"


def called(path: Path) -> str:
    """The path as reports show it: below the project's folder, relative to it."""
    root, full = Path(settings.BASE_DIR).resolve(), path.resolve()
    return str(full.relative_to(root)) if full.is_relative_to(root) else str(path)


@dataclass
class Files:
    """What the files say. `whole` tells whether a folder was given, and so all there is rather than a part.

    `texts` are documents that came with the files, by name; all others lie in seeds/.
    """

    rows: list[Row] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    whole: bool = False
    texts: dict[str, bytes] = field(default_factory=dict)

    def of(self, spec: Spec) -> list[Row]:
        return [row for row in self.rows if row.spec is spec]

    def sound(self, spec: Spec) -> list[Row]:
        return [row for row in self.of(spec) if not row.spoiled]

    def text_of(self, document: str) -> str:
        """The text of a document that came along, or of the one in seeds/; raises NoText, also where they differ."""
        if document not in self.texts:
            return read_document(document)
        came = decoded(document, self.texts[document])
        if path_of(document).exists() and read_document(document) != came:
            told = _("seeds/%(name)s holds another text than the one that came along: give it another name.")
            raise NoText(told % {"name": document})
        return came

    @property
    def scope(self) -> list[Spec]:
        """The models of which the files would hold every row."""
        present = {row.spec for row in self.rows}
        return [spec for spec in SPECS if self.whole or spec in present]


def read_files(paths: Sequence[str | Path]) -> Files:
    """Every row of the files, and of the *.yaml in the folders; of fixtures/ where none is named."""
    files = Files()
    for given in paths or [default_folder()]:
        path = Path(given)
        files.whole = files.whole or path.is_dir()
        found = _yaml_files(path)
        if not found:
            files.faults.append(Fault(file=called(path), line=1, rule=f"holds no {PATTERN}: name a folder that does."))
        for file in found:
            rows, faults = _read(file)
            files.rows += rows
            files.faults += faults
    return files


def _yaml_files(path: Path) -> list[Path]:
    return sorted(path.glob(PATTERN)) if path.is_dir() else [path]


def _read(path: Path) -> tuple[list[Row], list[Fault]]:
    try:
        content = path.read_bytes()
    except OSError as error:
        return [], [Fault(file=called(path), line=1, rule=f"cannot be read: {error.strerror}.")]
    return read_rows(called(path), content)
