"""Which format is sent: the parameter `format`, else the Accept header (RFC 9110), else the view's first."""

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, NamedTuple

from rest_framework.exceptions import NotAcceptable
from rest_framework.negotiation import BaseContentNegotiation
from rest_framework.renderers import BaseRenderer
from rest_framework.request import Request

FORMAT_HELP = "Format of the answer; goes before the Accept header."
WEIGHT = re.compile(r"0(\.[0-9]{0,3})?|1(\.0{0,3})?", re.ASCII)


class Range(NamedTuple):
    """What a client accepts: how narrowly it names it (2 a type, 1 its family, 0 anything) and how much it wants it."""

    narrowness: int
    weight: float


class StrictNegotiation(BaseContentNegotiation):
    """Sends a media type as it was declared, never with parameters that a client put into Accept."""

    def select_renderer(
        self, request: Request, renderers: Iterable[BaseRenderer], format_suffix: str | None = None
    ) -> tuple[BaseRenderer, str]:
        choices = list(renderers)
        wanted = request.parser_context["view"].query.values.get("format")
        renderer = _by_format(choices, wanted) if wanted else _by_accept(choices, request.headers.get("Accept", ""))
        return renderer, str(renderer.media_type)


def _by_format(choices: Sequence[Any], wanted: str) -> BaseRenderer:
    found: list[BaseRenderer] = [renderer for renderer in choices if renderer.format == wanted]
    if not found:
        raise NotAcceptable
    return found[0]


def _by_accept(choices: Sequence[Any], accept: str) -> BaseRenderer:
    """The choice that is wanted most; among equals the one that was named most narrowly, then the view's first."""
    if accept.strip() in ("", "*/*"):
        first: BaseRenderer = choices[0]
        return first
    ranges = dict(_read(accept))
    wanted = [(_range_for(str(choice.media_type), ranges), choice) for choice in choices]
    acceptable = [(found, choice) for found, choice in wanted if found.weight > 0]
    if not acceptable:
        raise NotAcceptable
    best: BaseRenderer = max(acceptable, key=lambda pair: (pair[0].weight, pair[0].narrowness))[1]
    return best


def _range_for(media_type: str, ranges: dict[str, float]) -> Range:
    """The narrowest range that the media type is in decides, so that q=0 excludes it from a wider one."""
    family = f"{media_type.partition('/')[0]}/*"
    for narrowness, name in ((2, media_type), (1, family), (0, "*/*")):
        if name in ranges:
            return Range(narrowness, ranges[name])
    return Range(0, 0.0)


def _read(accept: str) -> Iterator[tuple[str, float]]:
    """Media ranges with their weights. Other parameters do not count; a range with an unreadable weight is no range."""
    for part in accept.split(","):
        name, *parameters = (piece.strip().lower() for piece in part.split(";"))
        weights = [value.strip() for key, _, value in (one.partition("=") for one in parameters) if key.strip() == "q"]
        if all(WEIGHT.fullmatch(weight) for weight in weights[:1]):
            yield name, float(weights[0]) if weights else 1.0
