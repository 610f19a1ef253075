from django.contrib.auth.views import LogoutView
from django.urls import path

from tuningconsole.teams import views

app_name = "teams"
urlpatterns = [
    path("sign-in/", views.SignIn.as_view(), name="sign-in"),
    path("sign-out/", LogoutView.as_view(), name="sign-out"),
    path("teams/<int:pk>/switch/", views.switch, name="switch"),
]
