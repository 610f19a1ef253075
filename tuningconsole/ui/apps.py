from django.apps import AppConfig
from django.contrib.staticfiles.apps import StaticFilesConfig


class UiConfig(AppConfig):
    default = True
    name = "tuningconsole.ui"
    label = "ui"


class ServedFiles(StaticFilesConfig):
    """Django's staticfiles, without what no page asks for."""

    # Icons are drawn into the pages; of django-htmx's files, pages use htmx 2 and no extension.
    ignore_patterns = [
        *StaticFilesConfig.ignore_patterns,
        "bootstrap-icons",
        "ext",
        "htmax*",
        "htmx-4*",
    ]
