from django.apps import AppConfig


class NoticesConfig(AppConfig):
    name = "tuningconsole.notices"
    label = "notices"

    def ready(self) -> None:
        from tuningconsole.jobs.signals import moved
        from tuningconsole.notices import recording

        moved.connect(recording.moved, dispatch_uid="notices.moved")
