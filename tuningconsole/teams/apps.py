from django.apps import AppConfig


class TeamsConfig(AppConfig):
    name = "tuningconsole.teams"
    label = "teams"
