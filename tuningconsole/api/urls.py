from django.urls import path

from tuningconsole.api import service, team_views, views

app_name = "api"
urlpatterns = [
    *service.addresses("api/v1/"),
    path("account/tokens/", views.tokens, name="tokens"),
    path("account/tokens/create/", views.create, name="create-token"),
    path("account/tokens/<int:pk>/revoke/", views.revoke, name="revoke-token"),
    path("team/tokens/", team_views.tokens, name="team-tokens"),
    path("team/tokens/<int:pk>/revoke/", team_views.revoke, name="revoke-team-token"),
    path("account/api/", views.reference, name="reference"),
]
