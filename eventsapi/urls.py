"""Addresses of the whole site. The domain is named by string only."""

from django.contrib import admin
from django.urls import include, path
from django.views.decorators.csrf import csrf_exempt

from eventsapi.rest.documentation import (
    FrontDoor,
    Icon,
    OpenApiJsonView,
    OpenApiYamlView,
    docs_page,
    llms_txt,
    problem_page,
)
from eventsapi.rest.health import livez, readyz
from eventsapi.rest.parameters import without_parameters

urlpatterns = [
    path("", csrf_exempt(without_parameters(FrontDoor.as_view(url="/api/v1/")))),
    path("api/v1/openapi.json", OpenApiJsonView.as_view(), name="openapi-json"),
    path("api/v1/openapi.yaml", OpenApiYamlView.as_view(), name="openapi-yaml"),
    path("api/v1/", include("incidents.api.urls")),
    path("api/docs/", docs_page, name="docs"),
    path("llms.txt", llms_txt, name="llms"),
    path("favicon.ico", csrf_exempt(without_parameters(Icon.as_view()))),
    path("problems/<slug:slug>", problem_page, name="problem"),
    path("admin/", admin.site.urls),
    path("livez", livez),
    path("readyz", readyz),
]
handler400 = "eventsapi.rest.handlers.bad_request_handler"
handler403 = "eventsapi.desk.refusing.forbidden"
handler404 = "eventsapi.rest.handlers.not_found_handler"
handler500 = "eventsapi.rest.handlers.server_error_handler"
