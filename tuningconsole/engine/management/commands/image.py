"""``manage.py image add FOLDER [--name NAME] | list | remove NAME``: images of one's own."""

import argparse
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from tuningconsole.engine.runner import registering


class Command(BaseCommand):
    """Registers folders with a training program as training images."""

    help = "Register, list and remove training images of your own."

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare the three actions."""
        actions = parser.add_subparsers(
            dest="action", required=True, parser_class=argparse.ArgumentParser
        )
        add = actions.add_parser("add", help="register a folder, or register it anew")
        add.add_argument("folder", type=Path, help="with a program named train")
        add.add_argument("--name", default="", help="the image's name; the folder's otherwise")
        actions.add_parser("list", help="list the images, one a line")
        actions.add_parser("remove", help="forget an image").add_argument("name")

    def handle(self, *_arguments: Any, action: str, **options: Any) -> None:
        """Do what was asked for."""
        try:
            getattr(self, f"_{action}")(options)
        except registering.RegistrationError as error:
            raise CommandError(str(error)) from error

    def _add(self, options: dict[str, Any]) -> None:
        name = registering.add(options["folder"], options["name"])
        self.stdout.write(f"Registered. Use it as TrainingImage: {name}:latest")

    def _list(self, _options: dict[str, Any]) -> None:
        for image in registering.registered():
            self.stdout.write(f"{image.name}\t{image.kind}")

    def _remove(self, options: dict[str, Any]) -> None:
        registering.remove(options["name"])
        self.stdout.write("Removed.")
