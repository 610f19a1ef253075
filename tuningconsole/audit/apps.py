from django.apps import AppConfig


class AuditConfig(AppConfig):
    name = "tuningconsole.audit"
    label = "audit"
