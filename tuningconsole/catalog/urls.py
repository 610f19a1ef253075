from django.urls import path

from tuningconsole.catalog.views import (
    algorithms,
    authoring,
    creation,
    deletion,
    roles,
    s3,
    subscriptions,
)

app_name = "catalog"
urlpatterns = [
    path("", algorithms.own, name="algorithms"),
    path("refresh/", algorithms.read_again, name="read-again"),
    path("subscriptions/", subscriptions.subscriptions, name="subscriptions"),
    path("subscriptions/<int:pk>/remove/", subscriptions.remove, name="remove"),
    path("s3/", s3.browse, name="s3"),
    path("create-role/", roles.create_role, name="create-role"),
    path("create/", creation.begin, name="begin"),
    path("create/<uuid:uuid>/review/", creation.review, name="review"),
    path("create/<uuid:uuid>/submit/", creation.create, name="create"),
    path("create/<uuid:uuid>/leave/", creation.discard, name="discard"),
    path("create/<uuid:uuid>/<slug:step_id>/", authoring.author, name="author"),
    path("connection/<int:pk>/", algorithms.choose_connection, name="connection"),
    path("<int:pk>/copy/", creation.copy, name="copy"),
    path("<int:pk>/delete/", deletion.delete, name="delete"),
    path("<int:pk>/", algorithms.summary, name="algorithm"),
]
