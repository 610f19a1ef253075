"""What the wizard declares that people read, for translators."""

from tuningconsole.wizard.binding.declarations import Field
from tuningconsole.wizard.binding.fields import constraint_of, form_of
from tuningconsole.wizard.steps import JOB, OF_OTHERS
from tuningconsole.wizard.steps.limits import LIMITS

_FIELDS = (
    item
    for step in (JOB, *OF_OTHERS, LIMITS)
    for part in step.parts
    for item in getattr(part, "fields", ())
    if isinstance(item, Field)
)
_FORMS = {form_of(item) for item in _FIELDS if form_of(item) in constraint_of(item, "")}
DECLARED = (JOB, OF_OTHERS, LIMITS, *sorted(filter(None, _FORMS)))
