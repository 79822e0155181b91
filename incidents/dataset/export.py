"""Writing the dataset back into the files it is loaded from, byte for byte the same where nothing has changed."""

import re
from collections import defaultdict
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.db import transaction
from django.db.models import Model

from incidents.dataset.documents import NoText, path_of
from incidents.dataset.files import called
from incidents.dataset.quotes import starts_of
from incidents.dataset.schema import QUOTES, SPEC_OF, Spec
from incidents.dataset.stored import Stored, Values, stored
from incidents.dataset.yaml_writer import document
from incidents.models import (
    RECORD_MODELS,
    Actor,
    ActorName,
    Affiliation,
    Article,
    ArticleCitation,
    ArticlePassage,
    Claim,
    ClaimAttribution,
    ClaimRelation,
    Event,
    EventParticipant,
    EventPlace,
    EventRelation,
    Evidence,
    Place,
    Source,
)
from incidents.publication.ledger import take_lock
from incidents.querysets import RecordQuerySet

# Records of a model with their parts; relations of claims come last, since either claim may stand in any file.
FILES = {
    "1_sources": (Source,),
    "2_places": (Place,),
    "3_actors": (Actor, ActorName, Affiliation),
    "4_articles": (Article, ArticleCitation, ArticlePassage),
    "5_events": (Event, EventPlace, EventParticipant, EventRelation),
    "6_claims": (Claim, ClaimAttribution, Evidence),
    "7_relations": (ClaimRelation,),
}
CLAIMS = "6_claims"
_OURS = re.compile(rf"({'|'.join(FILES)})(_.*)?\.yaml")
_NUMBER = re.compile(r"[0-9]+(?=_)")

Item = tuple[Spec, Values]


class TextsDiffer(Exception):
    """Articles whose text is not that of their file in seeds/, so that an export would lose it."""


@dataclass
class Exported:
    """Files by what became of them, as reports call them."""

    written: list[str] = field(default_factory=list)
    unchanged: list[str] = field(default_factory=list)
    removed: list[str] = field(default_factory=list)
    # Published records that the files hold with edits that the public does not see yet.
    unpublished: list[str] = field(default_factory=list)


def export(folder: Path) -> Exported:
    """Write the files into the folder; those of an earlier export that now would hold nothing are removed.

    A text that has no file in seeds/ is written there. Raises TextsDiffer where it has another one; then no file is
    written.
    """
    with transaction.atomic():
        # Nobody loads or publishes meanwhile.
        take_lock()
        files = contents()
        done = Exported(written=_export_texts(), unpublished=_unpublished())
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in files.items():
        _write(folder / name, content.encode(), done)
    for path in sorted(folder.glob("*.yaml")):
        if path.name not in files and _OURS.fullmatch(path.name):
            path.unlink()
            done.removed.append(called(path))
    return done


def contents() -> dict[str, str]:
    """What the files hold, by their names."""
    return {f"{name}.yaml": document(items) for name, items in _contents().items()}


def _write(path: Path, content: bytes, done: Exported) -> None:
    if path.exists() and path.read_bytes() == content:
        done.unchanged.append(called(path))
        return
    unfinished = path.with_name(path.name + ".new")
    unfinished.write_bytes(content)
    unfinished.replace(path)
    done.written.append(called(path))


def _export_texts() -> list[str]:
    """Articles entered by hand bring their texts; a file that is there is never overwritten."""
    texts = dict(Article.objects.order_by("document").values_list("document", "text"))
    missing = [name for name in texts if not _path(name).exists()]
    differing = [name for name in texts if name not in missing and _path(name).read_bytes() != texts[name].encode()]
    if differing:
        raise TextsDiffer(f"seeds/ holds another text than the database: {', '.join(differing)}. Make them the same.")
    for name in missing:
        _path(name).write_bytes(texts[name].encode())
    return [called(_path(name)) for name in missing]


def _unpublished() -> list[str]:
    return [
        f"{model._meta.model_name} {slug}"
        for model in RECORD_MODELS
        for slug in RecordQuerySet(model).changed_since_publication().order_by("slug").values_list("slug", flat=True)
    ]


def _path(name: str) -> Path:
    try:
        return path_of(name)
    except NoText as error:
        raise TextsDiffer(f"document {name!r} {error}") from error


def _contents() -> dict[str, list[Item]]:
    """The rows of each file by its name. What refers is read before what it refers to, which is then there as well."""
    found = {model: stored(SPEC_OF[model], model._default_manager.all()) for model in reversed(SPEC_OF)}
    starts = _starts_to_tell([item for spec in QUOTES for item in found[spec.model]])
    contents: dict[str, list[Item]] = defaultdict(list)
    numbers = _numbers_of_claims()
    for name, models in FILES.items():
        for item in _in_order(models, found):
            file = f"{CLAIMS}_{numbers[str(item.key[0])]}" if name == CLAIMS else name
            told = {"start": item.values["start"] if item in starts else None} if "start" in item.values else {}
            contents[file].append((item.spec, item.values | told))
    return contents


def _in_order(models: tuple[type[Model], ...], found: dict[type[Model], list[Stored]]) -> list[Stored]:
    """Records by slug, each followed by its parts: quotes in the order of the text, sources in that of the chain."""

    def place(item: Stored) -> tuple[Any, ...]:
        number = item.values.get("start") or item.values.get("position") or 0
        return item.key[0], models.index(item.spec.model), number, [str(part) for part in item.key]

    return sorted((item for model in models for item in found[model]), key=place)


def _starts_to_tell(quotes: list[Stored]) -> set[Stored]:
    """The rows whose quote alone does not tell its position, which therefore is written."""
    texts = {
        SPEC_OF[Article]: dict(Article.objects.values_list("slug", "text")),
        SPEC_OF[Claim]: dict(Claim.objects.values_list("slug", "article__text")),
    }
    return {
        item
        for item in quotes
        if starts_of(str(item.values["quote"]), texts[item.spec.owner][str(item.key[0])]) != [item.values["start"]]
    }


def _numbers_of_claims() -> dict[str, str]:
    """The number that each claim's document begins with, or its article's id where it begins with none."""
    found = Claim.objects.values_list("slug", "article__slug", "article__document")
    return {slug: match[0] if (match := _NUMBER.match(name)) else article for slug, article, name in found}
