from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase

from eventsapi.rest.head import HeadMiddleware


def answered(method: str, response: HttpResponseBase) -> HttpResponseBase:
    request = HttpRequest()
    request.method = method
    return HeadMiddleware(lambda request: response)(request)


def test_head_keeps_the_headers_and_drops_the_body() -> None:
    answer = answered("HEAD", HttpResponse(b"body", headers={"Content-Length": "4"}))
    assert (answer.getvalue(), answer.headers["Content-Length"]) == (b"", "4")


def test_get_keeps_its_body() -> None:
    assert answered("GET", HttpResponse(b"body")).getvalue() == b"body"


def test_a_stream_is_left_to_the_server() -> None:
    stream = StreamingHttpResponse([b"body"])
    assert answered("HEAD", stream) is stream
