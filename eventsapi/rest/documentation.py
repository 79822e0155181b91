"""The OpenAPI document, the page that shows it, llms.txt, and pages that explain errors; from this server alone."""

from functools import cache
from typing import Any

import orjson
import yaml
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.templatetags.static import static
from django.views.decorators.csrf import csrf_exempt
from django.views.generic import RedirectView
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.plumbing import get_lib_doc_excludes
from drf_spectacular.utils import extend_schema
from rest_framework.renderers import BaseRenderer
from rest_framework.request import Request
from rest_framework.response import Response

from eventsapi.rest.errors import Code, Problem, method_not_allowed
from eventsapi.rest.parameters import without_parameters
from eventsapi.rest.renderers import OrjsonRenderer
from eventsapi.rest.strict import FilteredView, StrictAPIView
from eventsapi.rest.views import StoredDetailView, StoredListView


class YamlRenderer(BaseRenderer):
    """YAML (RFC 9512) that is a text already."""

    media_type = "application/yaml"
    format = "yaml"
    charset = "utf-8"

    def render(self, data: str | None, accepted_media_type: str | None = None, renderer_context: Any = None) -> bytes:
        """What OPTIONS sends has no body."""
        return data.encode() if data else b""


class _PlainDumper(yaml.SafeDumper):
    """Repeats what occurs twice instead of naming it, for readers who are not programs."""

    def ignore_aliases(self, data: Any) -> bool:
        return True


def undocumented_classes() -> list[type]:
    """Classes whose docstrings speak to programmers and not to readers of the API."""
    of_libraries = get_lib_doc_excludes()  # type: ignore[no-untyped-call]  # it has no types
    return [*of_libraries, StrictAPIView, FilteredView, StoredListView, StoredDetailView]


@cache
def openapi_document() -> dict[str, Any]:
    """The document, made once a process: it changes only with the code."""
    document = SchemaGenerator().get_schema(request=None, public=True)  # type: ignore[no-untyped-call]  # it has no types
    # Through JSON, so that no lazy text or subclass of a builtin is left in it.
    plain: dict[str, Any] = orjson.loads(orjson.dumps(document, default=str))
    return plain


@cache
def openapi_yaml() -> str:
    text: str = yaml.dump(openapi_document(), Dumper=_PlainDumper, sort_keys=False, allow_unicode=True, width=120)
    return text


class OpenApiJsonView(StrictAPIView):
    """The OpenAPI document as JSON."""

    renderer_classes = [OrjsonRenderer]

    @extend_schema(exclude=True)
    def get(self, request: Request, *args: Any, **kwargs: Any) -> HttpResponseBase:
        return super().get(request, *args, **kwargs)

    def answer(self, request: Request, **kwargs: Any) -> HttpResponseBase:
        return Response(openapi_document())


class OpenApiYamlView(OpenApiJsonView):
    """The OpenAPI document as YAML."""

    renderer_classes = [YamlRenderer]

    def answer(self, request: Request, **kwargs: Any) -> HttpResponseBase:
        return Response(openapi_yaml())


class FrontDoor(RedirectView):
    """Leads whoever asks for the site to where it begins. Nothing can be sent to it."""

    http_method_names = ["get", "head", "options"]

    def options(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return HttpResponse(status=204, headers={"Allow": ", ".join(self.methods())})

    def http_method_not_allowed(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return method_not_allowed(request, allowed=self.methods())

    def methods(self) -> list[str]:
        return [name.upper() for name in self.http_method_names]


class Icon(FrontDoor):
    """Where browsers look for the icon of a site, whatever they show of it."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        response = super().get(request, *args, **kwargs)
        response.headers["Cache-Control"] = "public, max-age=86400"
        return response

    def get_redirect_url(self, *args: Any, **kwargs: Any) -> str:
        # Known only once the files are collected.
        return static("rest/icon.svg")


@csrf_exempt
@without_parameters
def docs_page(request: HttpRequest) -> HttpResponse:
    """Swagger UI. All scripts and styles are files of this server, so the strict content policy holds."""
    if request.method not in ("GET", "HEAD"):
        return method_not_allowed(request, allowed=("GET", "HEAD"))
    response = render(request, "rest/docs.html", {"title": settings.SPECTACULAR_SETTINGS["TITLE"]})
    response.headers["Cache-Control"] = "public, max-age=60"
    return response


@csrf_exempt
@without_parameters
def llms_txt(request: HttpRequest) -> HttpResponse:
    """What a language model needs in order to ask: a template of that name, which holds the words of the domain."""
    if request.method not in ("GET", "HEAD"):
        return method_not_allowed(request, allowed=("GET", "HEAD"))
    response = render(request, "llms.txt", content_type="text/plain; charset=utf-8")
    response.headers["Cache-Control"] = "public, max-age=60"
    return response


@csrf_exempt
@without_parameters
def problem_page(request: HttpRequest, slug: str) -> HttpResponse:
    """What an error means: the page that its `type` leads to."""
    if request.method not in ("GET", "HEAD"):
        return method_not_allowed(request, allowed=("GET", "HEAD"))
    problem = next((problem for problem in Problem if problem.slug == slug), None)
    if problem is None:
        raise Http404
    codes = list(Code) if problem is Problem.INVALID_PARAMETER else []
    response = render(request, "rest/problem.html", {"problem": problem, "codes": codes})
    response.headers["Cache-Control"] = "public, max-age=60"
    return response
