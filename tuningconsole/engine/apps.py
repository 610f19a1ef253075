from importlib import import_module

from django.apps import AppConfig


class EngineConfig(AppConfig):
    name = "tuningconsole.engine"
    label = "engine"

    def ready(self) -> None:
        """Load the models that are in modules of their own."""
        import_module("tuningconsole.engine.artifacts")
