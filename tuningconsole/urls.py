"""The console's addresses: a line a package."""

from django.urls import include, path
from django.views.generic import RedirectView

handler400 = "tuningconsole.ui.refusals.bad_request"
urlpatterns = [
    path("", RedirectView.as_view(pattern_name="jobs:list"), name="home"),
    path("", include("tuningconsole.teams.urls")),
    path("", include("tuningconsole.ui.urls")),
    path("algorithms/", include("tuningconsole.catalog.urls")),
    path("connections/", include("tuningconsole.catalog.connections.urls")),
    path("audit/", include("tuningconsole.history.urls")),
    path("jobs/", include("tuningconsole.jobs.urls")),
    path("create/", include("tuningconsole.wizard.urls")),
    path("", include("tuningconsole.api.urls")),
    path("", include("tuningconsole.operations.urls")),
]
