from django.http import Http404, HttpRequest, HttpResponse
from django.urls import path


def _not_yet(request: HttpRequest, **kwargs: object) -> HttpResponse:
    """Hold the names until the views have landed."""
    raise Http404


app_name = "jobs"
urlpatterns = [
    path("", _not_yet, name="list"),
    path("<uuid:uuid>/", _not_yet, name="detail"),
    path("<uuid:uuid>/stop/", _not_yet, name="stop"),
    path("<uuid:uuid>/training-jobs/<str:name>/", _not_yet, name="training-job"),
]
