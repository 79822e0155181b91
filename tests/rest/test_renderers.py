import orjson
import pytest
from rest_framework.serializers import Serializer

from eventsapi.rest.renderers import ListRenderer, OrjsonRenderer, PageRenderer, StreamRenderer


class PlainRenderer(ListRenderer):
    media_type = "text/plain"
    format = "txt"
    charset: str | None = "utf-8"


class BareRenderer(PlainRenderer):
    charset = None


def test_stored_texts_are_joined_as_they_are() -> None:
    assert OrjsonRenderer().render({"a": orjson.Fragment('{"n": 1.10}')}) == b'{"a":{"n": 1.10}}'


@pytest.mark.parametrize("renderer", [OrjsonRenderer(), PlainRenderer()])
def test_nothing_has_no_body(renderer: OrjsonRenderer | PlainRenderer) -> None:
    assert renderer.render(None) == b""


def test_a_charset_is_named_where_there_is_one() -> None:
    assert PlainRenderer().content_type == "text/plain; charset=utf-8"
    assert BareRenderer().content_type == "text/plain"


def test_a_text_has_no_component() -> None:
    assert PageRenderer().component({}, {}) is None


def test_a_format_of_pages_that_lacks_them_is_named() -> None:
    with pytest.raises(NotImplementedError, match="PageRenderer needs a page"):
        PageRenderer().page(None)  # type: ignore[arg-type]  # it is not looked at


def test_a_stream_that_lacks_its_lines_is_named() -> None:
    with pytest.raises(NotImplementedError, match="StreamRenderer needs lines"):
        StreamRenderer().lines([], serializer=Serializer, keys=())
