from django.apps import AppConfig


class CatalogConfig(AppConfig):
    name = "tuningconsole.catalog"
    label = "catalog"
