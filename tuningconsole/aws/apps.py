from django.apps import AppConfig


class AwsConfig(AppConfig):
    name = "tuningconsole.aws"
    label = "aws"
