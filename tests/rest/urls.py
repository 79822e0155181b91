"""The site's own addresses with the toy resource in the place of the domain, and views that fail on purpose."""

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.urls import path

from eventsapi.rest.health import livez
from eventsapi.urls import handler400, handler404, handler500
from tests.rest.things import ThingDetail, ThingList

__all__ = ["handler400", "handler404", "handler500", "urlpatterns"]


def crash(request: HttpRequest) -> HttpResponse:
    raise RuntimeError("secret words of the inside")


def away(request: HttpRequest) -> HttpResponse:
    raise OperationalError("connection to server at 10.0.0.1 failed")


def cut(request: HttpRequest) -> HttpResponse:
    raise InterfaceError("the connection is closed")


urlpatterns = [
    path("api/v1/things/", ThingList.as_view(), name="things"),
    path("api/v1/things/<slug:id>/", ThingDetail.as_view(), name="thing"),
    path("api/v1/crash/", crash),
    path("api/v1/away/", away),
    path("api/v1/cut/", cut),
    path("livez", livez),
    path("admin/crash/", crash),
    path("admin/away/", away),
]
