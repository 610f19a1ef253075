from django.apps import AppConfig


class WizardConfig(AppConfig):
    name = "tuningconsole.wizard"
    label = "wizard"
