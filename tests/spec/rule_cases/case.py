"""What the tables of broken rules share."""

from dataclasses import dataclass, field
from typing import Any

from tests.spec.requests import ALGORITHM, changed

D = "TrainingJobDefinitions.0"
RANGES = f"{D}.HyperParameterRanges"
INTEGER = f"{RANGES}.IntegerParameterRanges.0"
CONTINUOUS = f"{RANGES}.ContinuousParameterRanges.0"
CATEGORICAL = f"{RANGES}.CategoricalParameterRanges.0"
STATIC = f"{D}.StaticHyperParameters"
CHANNEL = f"{D}.InputDataConfig.0"
CONFIG = "HyperParameterTuningJobConfig"
LIMITS = f"{CONFIG}.ResourceLimits"
PARENTS = "WarmStartConfig.ParentHyperParameterTuningJobs"
WARM = {PARENTS: [{"HyperParameterTuningJobName": "parent"}]}
PARENT_PATH = f"{PARENTS}.0.HyperParameterTuningJobName"
SECOND = {"DefinitionName": "b"}
SUBSCRIBED = {"trees": changed(ALGORITHM, {"ProductId": "prod-1"})}
SMALL_SPACE = {
    f"{RANGES}.ContinuousParameterRanges": [],
    f"{RANGES}.CategoricalParameterRanges": [],
    f"{INTEGER}.MaxValue": "4",
}
QUOTA_END = (
    " Please use AWS Service Quotas to request an increase for this quota. If AWS Service Quotas"
    " is not available, contact AWS support to request an increase for this quota."
)


@dataclass(frozen=True)
class Case:
    """A broken rule.

    Attributes:
        rule: the module's name.
        changes: path -> value, in the expanded form.
        path: where the problem is reported.
        aws: the text for a client.
        context: members of the context that differ.
        code: the error's code.
        severity: whether the request is refused or a person is warned.
    """

    rule: str
    changes: dict[str, Any]
    path: str
    aws: str
    context: dict[str, Any] = field(default_factory=dict)
    code: str = "ValidationException"
    severity: str = "error"


def number(member: str, value: str, kind: str, name: str) -> str:
    return f"{member} [{value}] of hyperparameter {name} is not a valid {kind} value."
