"""The addresses of the pages."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.urls import path


def alive(request: HttpRequest) -> HttpResponse:
    """For whoever watches the service: it answers."""
    return HttpResponse("ok", content_type="text/plain")


urlpatterns = [path("healthz", alive, name="alive")]
