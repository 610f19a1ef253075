"""A tag as a person enters it: the service model's constraints, and room for it."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tuningconsole.jobs.models import TuningJob
from tuningconsole.spec import constraints, shapes
from tuningconsole.spec.described import SUBMISSION_TAG

_TAG = shapes.shape("Tag")
_MOST = int(shapes.resolve("Tags").shape.metadata["max"])
_RESERVED = "aws:"
"""AWS's own keys begin so, in any case. Source: "Tag naming limits and requirements" of AWS."""


class TagForm(forms.Form):
    """Key and value of one tag, for several jobs."""

    key = forms.CharField(
        label=gettext_lazy("Key"),
        help_text=gettext_lazy("A tag that a job has under the same key gets the new value."),
        widget=forms.TextInput(attrs={"class": "form-control", "autocomplete": "off"}),
    )
    value = forms.CharField(
        label=gettext_lazy("Value"),
        required=False,
        widget=forms.TextInput(attrs={"class": "form-control", "autocomplete": "off"}),
    )

    def __init__(self, *args: Any, jobs: Sequence[TuningJob], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._jobs = jobs

    def clean_key(self) -> str:
        """Return a key that SageMaker takes for each of the jobs."""
        key = _checked("Key", self.cleaned_data["key"])
        if key.lower().startswith(_RESERVED) or key == SUBMISSION_TAG:
            raise forms.ValidationError(_("Enter another key: this one is reserved."))
        full = [job.name for job in self._jobs if len({**_tags(job), key: ""}) > _MOST]
        if full:
            said = _("{name} has {most} tags already, which is the most.")
            raise forms.ValidationError(said.format(name=full[0], most=_MOST))
        return key

    def clean_value(self) -> str:
        """Return a value that SageMaker takes."""
        return _checked("Value", self.cleaned_data["value"])


def _tags(job: TuningJob) -> dict[str, str]:
    return {**(job.tags or {}), **job.tags_wanted}


def _checked(member: str, value: str) -> str:
    shape = _TAG.members[member]  # type: ignore[attr-defined]  # a structure's
    for problem in constraints.violations(shape, value, member):
        raise forms.ValidationError(problem.message)
    return value
