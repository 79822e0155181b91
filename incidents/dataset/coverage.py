"""How far each article is accounted for: what lies in the evidence of a claim, or in a passage that says why not."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import cast

from incidents.dataset.faults import Fault
from incidents.dataset.files import Files
from incidents.dataset.quotes import starts_of
from incidents.dataset.report import counted
from incidents.dataset.rows import Row
from incidents.dataset.schema import SPEC_OF
from incidents.dataset.sentences import Span, sentences, words
from incidents.models import Article, ArticlePassage, Claim, Evidence
from incidents.vocabularies import Status


@dataclass(frozen=True)
class Gap:
    """A sentence that is not accounted for, and those of its words that are neither in evidence nor in a passage."""

    sentence: Span
    words: tuple[Span, ...]


@dataclass(frozen=True, kw_only=True)
class Coverage:
    """Numbers of sentences and words of one text, and its gaps in the order of the text.

    `in_evidence` and `in_passages` count words that lie wholly in one of the two, `accounted_for` those in both taken
    together.
    """

    article: str
    text: str
    sentences: int
    words: int
    in_evidence: int
    in_passages: int
    accounted_for: int
    gaps: tuple[Gap, ...]


def coverage(article: str, text: str, *, language: str, evidence: Iterable[Span], passages: Iterable[Span]) -> Coverage:
    """Count what the evidence and the passages cover of the text; they may overlap one another.

    `article` is the slug, `language` a BCP 47 tag; positions are code points.
    """
    quoted, passed = _covered(text, evidence), _covered(text, passages)
    either = bytes(map(max, quoted, passed))
    found = [(sentence, words(text, sentence)) for sentence in sentences(text, language=language)]
    every = [word for _, inside in found for word in inside]
    gaps = [Gap(sentence, tuple(word for word in inside if not _is_in(either, word))) for sentence, inside in found]
    return Coverage(
        article=article,
        text=text,
        sentences=len(found),
        words=len(every),
        in_evidence=sum(_is_in(quoted, word) for word in every),
        in_passages=sum(_is_in(passed, word) for word in every),
        accounted_for=sum(_is_in(either, word) for word in every),
        gaps=tuple(gap for gap in gaps if gap.words),
    )


def coverage_of(files: Files) -> list[Coverage]:
    """The coverage of each article in the files by what the files hold: its passages, and claims that are published.

    In the order of slugs. The files must have been checked, which finds texts and positions. Withdrawn articles are
    left out, and so are articles, claims and passages with a fault in their text or position.
    """
    return [
        coverage(
            marked.article.owner,
            marked.text,
            language=str(marked.article.values["language"]),
            evidence=map(_span, marked.evidence),
            passages=map(_span, marked.passages),
        )
        for marked in _marked(files)
    ]


def contradictions(files: Files) -> Iterator[Fault]:
    """Passages with words that a published claim rests on, although no claim is said to. For checked files."""
    for marked in _marked(files):
        for row in marked.passages:
            claims = {other.owner for other in marked.evidence if _share_words(row, other, marked.text)}
            if claims:
                rule = f"lies in the evidence of {', '.join(sorted(claims))}: take the words out of one of them."
                yield row.fault("quote", rule)


def coverage_lines(found: list[Coverage]) -> Iterator[str]:
    """The numbers of each article, each followed by its gaps, and those of all together, for people."""
    for item in found:
        yield f"{item.article}: {_numbers([item])}"
        yield from (_gap_line(gap, item.text) for gap in item.gaps)
    yield f"{counted(len(found), 'article')}: {_numbers(found)}"


def _covered(text: str, spans: Iterable[Span]) -> bytes:
    """One byte for each code point of the text: 1 where it lies in any of the spans."""
    mask = bytearray(len(text))
    for start, end in spans:
        mask[start:end] = b"\1" * (end - start)
    return bytes(mask)


def _is_in(mask: bytes, word: Span) -> bool:
    return 0 not in mask[word.start : word.end]


# Files


@dataclass
class _Marked:
    """An article with the rows that quote it where they say."""

    article: Row
    text: str
    evidence: list[Row] = field(default_factory=list)
    passages: list[Row] = field(default_factory=list)


def _marked(files: Files) -> list[_Marked]:
    rows = [row for row in files.of(SPEC_OF[Article]) if row.values["status"] != Status.RETRACTED]
    found = {row.owner: _Marked(row, str(row.values["text"])) for row in sorted(rows, key=lambda row: row.owner)}
    for row in files.of(SPEC_OF[ArticlePassage]):
        if row.owner in found and _stands(row, found[row.owner].text):
            found[row.owner].passages.append(row)
    articles = _articles_of_published_claims(files)
    for row in files.of(SPEC_OF[Evidence]):
        article = articles.get(row.owner)
        if article in found and _stands(row, found[article].text):
            found[article].evidence.append(row)
    return [marked for marked in found.values() if marked.text]


def _articles_of_published_claims(files: Files) -> dict[str, str]:
    """The article of each claim that is public, or will be once the files are loaded."""
    claims = files.of(SPEC_OF[Claim])
    return {row.owner: str(row.values["article"]) for row in claims if row.values["status"] == Status.PUBLISHED}


def _stands(row: Row, text: str) -> bool:
    """Whether the position was found; a row without one is a fault already."""
    return row.values["start"] in starts_of(str(row.values["quote"]), text)


def _span(row: Row) -> Span:
    start = cast(int, row.values["start"])
    return Span(start, start + len(str(row.values["quote"])))


def _share_words(one: Row, other: Row, text: str) -> bool:
    (start, end), (other_start, other_end) = _span(one), _span(other)
    return bool(words(text, Span(max(start, other_start), min(end, other_end))))


# Lines


def _numbers(found: list[Coverage]) -> str:
    every = sum(item.words for item in found)
    if not every:
        return "nothing to account for."
    shares = {
        "in evidence": sum(item.in_evidence for item in found),
        "in passages": sum(item.in_passages for item in found),
        "accounted for": sum(item.accounted_for for item in found),
    }
    length = f"{counted(sum(item.sentences for item in found), 'sentence')}, {counted(every, 'word')}"
    return f"{length}; " + ", ".join(f"{_share(part, every)} {name}" for name, part in shares.items()) + "."


def _share(part: int, whole: int) -> str:
    """In per cent, rounded down, so that 100 means all."""
    tenths = 1000 * part // whole
    return f"{tenths // 10}.{tenths % 10} %"


def _gap_line(gap: Gap, text: str) -> str:
    start, end = gap.sentence
    line = text.count("\n", 0, start) + 1
    whole = len(gap.words) == len(words(text, gap.sentence))
    missing = "all of it" if whole else ", ".join(text[begin:stop] for begin, stop in gap.words)
    return f"  at {start}–{end} (line {line}), not covered: {missing}: {text[start:end]!r}"
