"""Create a model of a training job: what is proposed, what is wrong with it, the request."""

from typing import Any

from django import forms
from django.db.models import Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from tuningconsole.aws.sagemaker_models import ARTIFACT, CREATE, IMAGE, NAME, ROLE
from tuningconsole.catalog.models import Algorithm
from tuningconsole.jobs import outcome
from tuningconsole.jobs.models import TrainingJob
from tuningconsole.spec import shapes
from tuningconsole.spec.constraints import violations
from tuningconsole.spec.reading import member, structure, structures, text

FIELDS = {"name": NAME, "role": ROLE, "image": IMAGE, "artifact": ARTIFACT}
"""The form's field -> its path in CreateModel's request."""


class ModelForm(forms.Form):
    """What AWS's own page asks for."""

    name = forms.CharField(
        label=_("Model name"),
        max_length=int(shapes.shape("ModelName").metadata["max"]),
        help_text=_("Unique in the account and Region. Letters, digits and hyphens."),
        error_messages={"required": _("Enter a name.")},
    )
    role = forms.CharField(
        label=_("IAM role"),
        help_text=_(
            "SageMaker reads the artifact and the image with this role when it serves them."
        ),
        error_messages={"required": _("Enter the ARN of a role.")},
    )
    image = forms.CharField(
        label=_("Location of inference code image"),
        help_text=_(
            "Of the training job's algorithm, where that says one; else the training image."
            " Algorithms of AWS Marketplace may not tell theirs."
        ),
        error_messages={"required": _("Enter the location of an image.")},
    )
    artifact = forms.CharField(
        label=_("Location of model artifacts"),
        help_text=_("What the training job has written to S3."),
        error_messages={"required": _("Enter the location of the artifact.")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.widget.attrs |= {
                "class": "form-control",
                "autocomplete": "off",
                "spellcheck": "false",
            }

    def clean(self) -> dict[str, Any]:
        """Put what breaks the API's constraints at its field."""
        if not self.errors:
            for problem in violations(shapes.shape(CREATE), self.request()):
                self.add_problem(problem.path, gettext(problem.message))
        return self.cleaned_data

    def request(self) -> dict[str, Any]:
        """Return the request of CreateModel."""
        values = self.cleaned_data
        container = {"Image": values["image"], "ModelDataUrl": values["artifact"]}
        role, name = values["role"], values["name"]
        return {"ModelName": name, "ExecutionRoleArn": role, "PrimaryContainer": container}

    def add_problem(self, path: str, message: str) -> None:
        """Put a problem at the field of its path; what has none stands above all."""
        field = next((name for name, known in FIELDS.items() if known == path), None)
        self.add_error(field, message)


def proposed(job: TrainingJob) -> dict[str, str]:
    """Return the form's first values: as AWS described the training job, else as was asked."""
    described = job.description or {}
    used = outcome.definition_of(job.tuning_job, job)
    body = used.body if used else {}
    return {
        "name": job.name,
        "role": text(described, "RoleArn") or text(body, "RoleArn"),
        "image": _image(job, described) or _image(job, body),
        "artifact": text(described, "ModelArtifacts", "S3ModelArtifacts")
        or outcome.artifact(used, job.name),
    }


def _image(job: TrainingJob, said: Any) -> str:
    """Return the image that serves: the algorithm's own for it, else the one that trained."""
    name = text(said, "AlgorithmSpecification", "AlgorithmName")
    if name:
        own = Algorithm.objects.filter(connection=job.tuning_job.connection_id)
        known = own.filter(Q(arn=name) | Q(name=name)).first()
        inference = structure(member(known.description, "InferenceSpecification") if known else {})
        for _, container in structures(inference, "Containers"):
            return text(container, "Image")
    return text(said, "AlgorithmSpecification", "TrainingImage")
