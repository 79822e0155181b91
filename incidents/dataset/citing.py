"""Whether the articles really name the sources that their claims are said to have come through."""

from collections.abc import Iterator

from incidents.dataset.faults import Fault
from incidents.dataset.files import Files
from incidents.dataset.quotes import starts_of
from incidents.dataset.rows import Row
from incidents.dataset.schema import SPEC_OF
from incidents.models import Article, ArticleCitation, ArticlePassage, Claim, ClaimAttribution


def uncited(files: Files) -> Iterator[Fault]:
    """Mentions that are not in the text, and attributions to sources that the article does not cite, or only lists.

    A source is only listed where every mention of it lies in a passage: what is only listed is the source of nothing.
    Articles that the files do not hold are not looked at. For checked files.
    """
    texts = {row.owner: str(row.values["text"]) for row in files.sound(SPEC_OF[Article])}
    citations = [row for row in files.sound(SPEC_OF[ArticleCitation]) if row.owner in texts]
    for row in citations:
        if not starts_of(str(row.values["mention"]), texts[row.owner]):
            yield row.fault("mention", "does not stand in the article's text, code point for code point.")
    cited = {(row.owner, str(row.values["source"])): row for row in citations}
    articles = {row.owner: str(row.values["article"]) for row in files.sound(SPEC_OF[Claim])}
    for row in files.sound(SPEC_OF[ClaimAttribution]):
        article = articles.get(row.owner, "")
        if article in texts:
            citation = cited.get((article, str(row.values["source"])))
            yield from _faults(row, citation, texts[article], files)


def _faults(attribution: Row, citation: Row | None, text: str, files: Files) -> Iterator[Fault]:
    if citation is None:
        yield attribution.fault("source", "is not among the sources that the article cites.")
    elif _only_listed(citation, text, files):
        yield attribution.fault("source", "is only listed by the article, in words marked as no evidence.")


def _only_listed(citation: Row, text: str, files: Files) -> bool:
    mention = str(citation.values["mention"])
    starts = starts_of(mention, text)
    passages = [row for row in files.sound(SPEC_OF[ArticlePassage]) if row.owner == citation.owner]
    spans = [(start, start + len(str(row.values["quote"]))) for row in passages if (start := _start(row)) is not None]
    return bool(starts) and all(
        any(begin <= start and start + len(mention) <= end for begin, end in spans) for start in starts
    )


def _start(passage: Row) -> int | None:
    start = passage.values["start"]
    return start if isinstance(start, int) else None
