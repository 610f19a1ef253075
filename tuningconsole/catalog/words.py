"""What the pages of an algorithm declare that people read, for translators."""

from tuningconsole.catalog.authoring.pages import STEPS

DECLARED = STEPS
