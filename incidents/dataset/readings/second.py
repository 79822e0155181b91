"""Reading the files of a second reading. docs/second-reading/README.md describes them.

The program needs claims, events and relations; the rest of a file is for people. Names are turned into the dataset's
slugs where it knows them, so that what is compared are records and not spellings.
"""

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NoReturn

from django.conf import settings

from incidents import dates
from incidents.dataset.files import PATTERN, called
from incidents.dataset.quotes import QuoteRefused, locate
from incidents.dataset.readings.first import Dataset, chain_label
from incidents.dataset.readings.naming import bearers, named_within
from incidents.dataset.readings.reading import Claim, Event, Reading, Relation, Words
from incidents.dataset.sentences import Span
from incidents.dataset.yaml_reader import BadYaml, Items, Mapping, Node, Scalar, read, shown
from incidents.vocabularies import Aspect, ClaimRelation, EventType, Modality, Realis, SpeechAct, SpeechMode, Vocabulary

_WORDS: dict[str, type[Vocabulary]] = {
    "speech_act": SpeechAct,
    "speech_mode": SpeechMode,
    "modality": Modality,
    "aspect": Aspect,
}


class BadReading(ValueError):
    """A file that is no reading of an article of the dataset. The message names file, line, value and fix."""


def default_folder() -> Path:
    return Path(settings.BASE_DIR) / "docs" / "second-reading"


def read_readings(paths: Iterable[str | Path], dataset: Dataset) -> list[Reading]:
    """The readings in the files, and in the *.yaml of the folders; of docs/second-reading/ where none is named."""
    files = [file for path in map(Path, paths or [default_folder()]) for file in _yaml_files(path)]
    return [_File(file, dataset).reading() for file in files]


def _yaml_files(path: Path) -> list[Path]:
    found = sorted(path.glob(PATTERN)) if path.is_dir() else [path]
    if not found:
        raise BadReading(f"{called(path)} holds no {PATTERN}: name a folder that does.")
    return found


class _File:
    """One file while it is read."""

    def __init__(self, path: Path, dataset: Dataset) -> None:
        self._name = called(path)
        self._dataset = dataset
        try:
            root = read(path.read_bytes())
        except OSError as error:
            raise BadReading(f"{self._name} cannot be read: {error.strerror}.") from error
        except BadYaml as error:
            raise BadReading(f"{self._name}:{error.line}: {error.rule}") from error
        self._root = self._mapping(root or Scalar(1, ""))
        self._article = self._text(self._root, "article")
        if self._article not in dataset.texts:
            self._refuse(self._root, f"there is no article {self._article!r} in the dataset.")

    def reading(self) -> Reading:
        events = {event.name: event for event in map(self._event, self._list(self._root, "events"))}
        claims = [self._claim(parts, events) for parts in self._list(self._root, "claims")]
        names = {claim.name for claim in claims}
        if len(names) < len(claims):
            self._refuse(self._root, "two claims have the same id: give each its own.")
        relations = [self._relation(parts, names) for parts in self._list(self._root, "relations")]
        return Reading(article=self._article, claims=claims, events=events, relations=relations)

    def _claim(self, parts: Mapping, events: dict[str, Event]) -> Claim:
        titles = tuple(self._texts(parts, "events"))
        for title in titles:
            if title not in events:
                self._refuse(parts, f"there is no event {title!r} in the file.")
        labels = {name: frozenset({self._word(parts, name, words)}) for name, words in _WORDS.items()}
        labels["speaker"] = bearers(self._text(parts, "speaker", default=""), self._dataset.actors)
        chain = [self._source(name) for name in self._texts(parts, "via")]
        labels["attribution"] = frozenset({chain_label(chain)})
        return Claim(
            name=self._text(parts, "id"),
            article=self._article,
            statement=self._text(parts, "statement"),
            spans=(self._span(parts, self._article),),
            events=titles,
            labels=labels,
        )

    def _source(self, name: str) -> str:
        """The slug of the source by its name, else by the words with which the article cites it, else the name."""
        found = bearers(name, self._dataset.sources) - {name}
        return min(found or named_within(name, self._dataset.mentions.get(self._article, {})), default=name)

    def _event(self, parts: Mapping) -> Event:
        date = self._text(parts, "date", default="")
        try:
            dates.parse_optional(date)
        except dates.InvalidDate as error:
            self._refuse(parts, str(error))
        return Event(
            name=self._text(parts, "title"),
            event_type=self._word(parts, "event_type", EventType) if "event_type" in parts.items else "",
            realis=self._word(parts, "realis", Realis),
            date=date,
        )

    def _relation(self, parts: Mapping, claims: set[str]) -> Relation:
        one, other = (self._end(parts, name, claims) for name in ("from", "to"))
        return Relation(one=one, kind=self._word(parts, "relation", ClaimRelation), other=other)

    def _end(self, parts: Mapping, name: str, claims: set[str]) -> str | Words:
        node = parts.items.get(name)
        if isinstance(node, Mapping):
            article = self._text(node, "article")
            if article not in self._dataset.texts:
                self._refuse(node, f"there is no article {article!r} in the dataset.")
            return Words(article, self._span(node, article))
        claim = self._text(parts, name)
        return claim if claim in claims else self._refuse(parts, f"there is no claim {claim!r} in the file.")

    def _span(self, parts: Mapping, article: str) -> Span:
        quote = self._text(parts, "quote")
        try:
            start = locate(quote, start=None, text=self._dataset.texts[article])
        except QuoteRefused as error:
            self._refuse(parts, f"quote {quote!r} {error}")
        return Span(start, start + len(quote))

    def _word(self, parts: Mapping, name: str, words: type[Vocabulary]) -> str:
        word = self._text(parts, name)
        if word not in words.values:
            self._refuse(parts, f"{name} = {word!r} must be one of: {', '.join(words.values)}.")
        return word

    def _text(self, parts: Mapping, name: str, *, default: str | None = None) -> str:
        node = parts.items.get(name, Scalar(parts.line, default) if default is not None else None)
        return node.text if isinstance(node, Scalar) else self._refuse(parts, f"{name} must be given, as a text.")

    def _texts(self, parts: Mapping, name: str) -> Iterator[str]:
        for node in self._items(parts, name):
            yield node.text if isinstance(node, Scalar) else self._refuse(parts, f"{name} must be a list of texts.")

    def _list(self, parts: Mapping, name: str) -> Iterator[Mapping]:
        return map(self._mapping, self._items(parts, name))

    def _items(self, parts: Mapping, name: str) -> list[Node]:
        node = parts.items.get(name, Items(parts.line, []))
        return node.items if isinstance(node, Items) else self._refuse(parts, f"{name} must be a list.")

    def _mapping(self, node: Node) -> Mapping:
        return node if isinstance(node, Mapping) else self._refuse(node, f"{shown(node)!r} must be a mapping.")

    def _refuse(self, node: Node, rule: str) -> NoReturn:
        raise BadReading(f"{self._name}:{node.line}: {rule}")
