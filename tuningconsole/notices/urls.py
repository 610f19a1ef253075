from django.urls import path

from tuningconsole.notices import views

app_name = "notices"
urlpatterns = [
    path("", views.notices, name="list"),
    path("count/", views.count, name="count"),
    path("read/", views.read, name="read"),
    path("settings/", views.settings, name="settings"),
    path("receivers/create/", views.create, name="create-receiver"),
    path("receivers/<int:pk>/", views.change, name="change-receiver"),
    path("receivers/<int:pk>/test/", views.test, name="test-receiver"),
    path("receivers/<int:pk>/remove/", views.remove, name="remove-receiver"),
]
