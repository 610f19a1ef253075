from django.urls import path

from tuningconsole.history import views

app_name = "history"
urlpatterns = [
    path("", views.log, name="log"),
    path("export/<str:form>/", views.export, name="export"),
]
