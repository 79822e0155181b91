"""The pieces of a text as HTML, made without a template, which takes several times as long for a long text."""

from collections.abc import Iterable, Iterator

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from incidents.admin.segments import Segment


def markup(pieces: Iterable[Segment], *, interactive: bool, here: int) -> SafeString:
    """The pieces, each in an element that says where it begins, with nothing between them that the text does not have.

    `interactive` adds what the script needs to tell what rests on them; the piece that begins at `here` is marked.
    """
    shown = ((_before(piece, here), _attributes(piece, interactive), _content(piece)) for piece in pieces)
    return format_html_join("", "{}<span{}>{}</span>", shown)


def _before(piece: Segment, here: int) -> str:
    return format_html('<span id="{}"></span>', "here") if piece.start == here else ""


def _attributes(piece: Segment, interactive: bool) -> SafeString:
    every = [*_marks(piece), *(_targets(piece) if interactive else ())]
    return format_html_join("", ' {}="{}"', [("data-start", piece.start), *every])


def _marks(piece: Segment) -> Iterator[tuple[str, str]]:
    kind = "quoted" if piece.claims else "passage" if piece.passages else "left" if piece.gap else ""
    label = piece.label or ("○" if piece.opens else "")
    if kind:
        yield "class", kind
    if label:
        yield "data-label", label


def _targets(piece: Segment) -> Iterator[tuple[str, str]]:
    if piece.opens:
        yield "id", f"left-{piece.gap}"
    if piece.claims:
        yield "data-claims", " ".join(map(str, piece.claims))
    if piece.passages:
        yield "data-passages", " ".join(map(str, piece.passages))


def _content(piece: Segment) -> str:
    """The words under a line for each event; a carriage return is spelt out, which a browser would drop otherwise."""
    first, *further = piece.pieces
    content = format_html("{}{}", first, format_html_join("", "&#13;{}", ((part,) for part in further)))
    for layer in reversed(piece.layers):
        content = format_html('<span class="{}">{}</span>', layer, content)
    return content
