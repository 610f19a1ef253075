from django.apps import AppConfig


class ApiConfig(AppConfig):
    name = "tuningconsole.api"
    label = "api"
