from django.apps import AppConfig


class OperationsConfig(AppConfig):
    name = "tuningconsole.operations"
    label = "operations"

    def ready(self) -> None:
        from tuningconsole.operations import counting, heartbeats, reporting
        from tuningconsole.tracing import tasks

        tasks.install()
        counting.install()
        heartbeats.install()
        reporting.start()
