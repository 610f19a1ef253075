from django.urls import path

from tuningconsole.api import service, views

app_name = "api"
urlpatterns = [
    *service.addresses("api/v1/"),
    path("account/tokens/", views.tokens, name="tokens"),
    path("account/tokens/create/", views.create, name="create-token"),
    path("account/tokens/<int:pk>/revoke/", views.revoke, name="revoke-token"),
    path("account/api/", views.reference, name="reference"),
]
