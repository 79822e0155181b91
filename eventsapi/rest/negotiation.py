"""Which format is sent: the parameter `format`, else the Accept header, else the view's first."""

from collections.abc import Iterable, Sequence
from typing import Any

from rest_framework.exceptions import NotAcceptable
from rest_framework.negotiation import DefaultContentNegotiation
from rest_framework.renderers import BaseRenderer
from rest_framework.request import Request

FORMAT_HELP = "Format of the answer; goes before the Accept header."


class StrictNegotiation(DefaultContentNegotiation):
    """Sends a media type as it was declared, never with parameters that a client put into Accept."""

    def select_renderer(
        self, request: Request, renderers: Iterable[BaseRenderer], format_suffix: str | None = None
    ) -> tuple[BaseRenderer, str]:
        choices = list(renderers)
        wanted = request.parser_context["view"].query.values.get("format")
        renderer = _by_format(choices, wanted) if wanted else self._by_accept(request, choices)
        return renderer, renderer.media_type

    def _by_accept(self, request: Request, choices: Sequence[BaseRenderer]) -> BaseRenderer:
        if not request.headers.get("Accept"):
            return choices[0]
        accepted: tuple[BaseRenderer, str] = super().select_renderer(request, choices)
        return accepted[0]


def _by_format(choices: Sequence[Any], wanted: str) -> BaseRenderer:
    found: list[BaseRenderer] = [renderer for renderer in choices if renderer.format == wanted]
    if not found:
        raise NotAcceptable
    return found[0]
