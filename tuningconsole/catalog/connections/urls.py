from django.urls import path

from tuningconsole.catalog.views import connections

app_name = "connections"
urlpatterns = [
    path("", connections.listing, name="list"),
    path("add/", connections.add, name="add"),
    path("<int:pk>/", connections.detail, name="detail"),
    path("<int:pk>/edit/", connections.edit, name="edit"),
    path("<int:pk>/test/", connections.test, name="test"),
    path("<int:pk>/remove/", connections.remove, name="remove"),
]
