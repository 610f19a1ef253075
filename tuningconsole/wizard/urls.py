from django.http import Http404, HttpRequest, HttpResponse
from django.urls import path


def _not_yet(request: HttpRequest, **kwargs: object) -> HttpResponse:
    """Hold the names until what the views import has landed."""
    raise Http404


app_name = "wizard"
urlpatterns = [
    path("", _not_yet, name="start"),
    path("reopen/<uuid:job>/", _not_yet, name="reopen"),
    path("<uuid:uuid>/review/", _not_yet, name="review"),
    path("<uuid:uuid>/create/", _not_yet, name="create"),
    path("<uuid:uuid>/cancel/", _not_yet, name="cancel"),
    path("<uuid:uuid>/<slug:step_id>/", _not_yet, name="step"),
]
