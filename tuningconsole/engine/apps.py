from importlib import import_module

from django.apps import AppConfig


class EngineConfig(AppConfig):
    name = "tuningconsole.engine"
    label = "engine"

    def ready(self) -> None:
        """Load the models that are in modules of their own, and what listens to changes."""
        import_module("tuningconsole.engine.artifacts")
        import_module("tuningconsole.engine.events.outbox")
