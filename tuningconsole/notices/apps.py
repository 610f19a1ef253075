from django.apps import AppConfig


class NoticesConfig(AppConfig):
    name = "tuningconsole.notices"
    label = "notices"

    def ready(self) -> None:
        from tuningconsole.jobs.signals import held, moved
        from tuningconsole.notices import recording

        held.connect(recording.held, dispatch_uid="notices.held")
        moved.connect(recording.moved, dispatch_uid="notices.moved")
