"""Exactly one of TrainingJobDefinition and TrainingJobDefinitions is given.

Rules T2, T3 of domain-rules.md. Source: CreateHyperParameterTuningJobRequest in botocore's model
and the guide's page multiple-algorithm-hpo-create-tuning-jobs. Evidence: [D] documented; the texts
are ours [E].
"""

from collections.abc import Iterable

from tuningconsole.spec.canonical import HOISTED
from tuningconsole.spec.problems import Problem
from tuningconsole.spec.reading import definitions, member
from tuningconsole.spec.rules import Context, Request


def check(request: Request, context: Context) -> Iterable[Problem]:
    """Yield a problem if there is none, if there are both, or if members are at both places."""
    if "TrainingJobDefinition" in request and "TrainingJobDefinitions" not in request:
        return  # It is no structure, which its shape says.
    if "TrainingJobDefinition" in request:
        yield Problem(
            "TrainingJobDefinition",
            "Give either one training job definition or a list of them.",
            "Specify either TrainingJobDefinition or TrainingJobDefinitions, but not both.",
        )
    elif not definitions(request):
        yield Problem(
            "TrainingJobDefinitions",
            "Add a training job definition.",
            "Specify either TrainingJobDefinition or TrainingJobDefinitions.",
        )
    else:
        for name in HOISTED:
            if member(request, "HyperParameterTuningJobConfig", name) is not None:
                yield Problem(
                    f"HyperParameterTuningJobConfig.{name}",
                    "Set this in each training job definition.",
                    f"{name} is not supported in HyperParameterTuningJobConfig when the training"
                    " job definitions say it.",
                )
