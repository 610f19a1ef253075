"""What the wizard declares that people read, for translators."""

from tuningconsole.wizard.steps import JOB, OF_OTHERS
from tuningconsole.wizard.steps.limits import LIMITS

DECLARED = (JOB, OF_OTHERS, LIMITS)
