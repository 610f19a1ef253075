from django.apps import AppConfig
from django.db.models.signals import post_save


class JobsConfig(AppConfig):
    name = "tuningconsole.jobs"
    label = "jobs"

    def ready(self) -> None:
        from tuningconsole.aws.models import Connection
        from tuningconsole.jobs import polling

        post_save.connect(polling.look_anew, sender=Connection, dispatch_uid="jobs.look_anew")
