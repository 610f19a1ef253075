from django.apps import AppConfig


class JobsConfig(AppConfig):
    name = "tuningconsole.jobs"
    label = "jobs"
