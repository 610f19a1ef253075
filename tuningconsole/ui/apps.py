from django.apps import AppConfig


class UiConfig(AppConfig):
    name = "tuningconsole.ui"
    label = "ui"
