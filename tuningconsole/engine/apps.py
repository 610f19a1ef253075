from django.apps import AppConfig


class EngineConfig(AppConfig):
    name = "tuningconsole.engine"
    label = "engine"
