"""The console's addresses: a line a package."""

from django.urls import include, path

from tuningconsole.jobs.views import dashboard

handler400 = "tuningconsole.ui.refusals.bad_request"
urlpatterns = [
    path("", dashboard.home, name="home"),
    path("wall/", dashboard.wall, name="wall"),
    path("", include("tuningconsole.teams.urls")),
    path("", include("tuningconsole.teams.allauth_urls")),
    path("", include("tuningconsole.ui.urls")),
    path("algorithms/", include("tuningconsole.catalog.urls")),
    path("connections/", include("tuningconsole.catalog.connections.urls")),
    path("audit/", include("tuningconsole.history.urls")),
    path("jobs/", include("tuningconsole.jobs.urls")),
    path("create/", include("tuningconsole.wizard.urls")),
    path("", include("tuningconsole.api.urls")),
    path("", include("tuningconsole.operations.urls")),
    path("notices/", include("tuningconsole.notices.urls")),
]
