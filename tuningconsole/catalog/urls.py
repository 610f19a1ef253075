from django.urls import path

from tuningconsole.catalog.views import algorithms, roles, s3, subscriptions

app_name = "catalog"
urlpatterns = [
    path("", algorithms.own, name="algorithms"),
    path("refresh/", algorithms.read_again, name="read-again"),
    path("subscriptions/", subscriptions.subscriptions, name="subscriptions"),
    path("subscriptions/<int:pk>/remove/", subscriptions.remove, name="remove"),
    path("s3/", s3.browse, name="s3"),
    path("create-role/", roles.create_role, name="create-role"),
    path("connection/<int:pk>/", algorithms.choose_connection, name="connection"),
    path("<int:pk>/", algorithms.summary, name="algorithm"),
]
