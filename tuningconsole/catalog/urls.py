from django.http import Http404, HttpRequest, HttpResponse
from django.urls import path


def _not_yet(request: HttpRequest, **kwargs: object) -> HttpResponse:
    """Hold the names until the views have landed."""
    raise Http404


app_name = "catalog"
urlpatterns = [
    path("", _not_yet, name="algorithms"),
    path("subscriptions/", _not_yet, name="subscriptions"),
    path("s3/", _not_yet, name="s3"),
    path("create-role/", _not_yet, name="create-role"),
    path("connection/<int:pk>/", _not_yet, name="connection"),
    path("<int:pk>/", _not_yet, name="algorithm"),
]
