"""What to change after a failure: by AWS's words, the cause, an advice and the field in question.

Nothing is changed by itself. A draft is opened where the field is, and says what to do there.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext, pgettext
from django.utils.translation import gettext_noop as _

from tuningconsole.jobs import definition, outcome
from tuningconsole.jobs.models import TuningJob
from tuningconsole.spec import shapes
from tuningconsole.spec.instance_types import family
from tuningconsole.spec.reading import Structure, text, whole
from tuningconsole.ui import wording

_OF_DEFINITION = "TrainingJobDefinitions.0."
INSTANCE_TYPE = f"{_OF_DEFINITION}ResourceConfig.InstanceType"
VOLUME = f"{_OF_DEFINITION}ResourceConfig.VolumeSizeInGB"
RUNTIME = f"{_OF_DEFINITION}StoppingCondition.MaxRuntimeInSeconds"
ROLE = f"{_OF_DEFINITION}RoleArn"
PARALLEL = "HyperParameterTuningJobConfig.ResourceLimits.MaxParallelTrainingJobs"
LOG = ""
"""No field: the log says more."""
_NAMED = re.compile(r"\{(\w+)\}")


@dataclass(frozen=True, slots=True)
class Row:
    """A kind of failure.

    Attributes:
        pattern: what AWS's words hold, in any case.
        cause: what happened to the job of the `name`; in English.
        advice: what to change, the sentence that says most first; in braces, what the definition
            asks for now. The first counts of which all is known; in English.
        path: the field in question, or LOG.
        source: where the words are from.
    """

    pattern: str
    cause: str
    advice: Sequence[str]
    path: str
    source: str

    @property
    def what_to_do(self) -> str:
        """Cause and advice, where the definition is not looked at."""
        return self.said(pgettext("the training job that failed", "It"), {})

    def said(self, name: str, asked: Structure) -> str:
        """Return cause and advice for the job of the name, by what its definition asks for."""
        now = _now(asked)
        apt = (each for each in self.advice if all(now[it] for it in _NAMED.findall(each)))
        return f"{gettext(self.cause).format(name=name)} {gettext(next(apt)).format(**now)}"


ROWS: Sequence[Row] = (
    Row(
        r"instance type with more memory|out of ?memory|more memory than|MemoryError"
        r"|cannot allocate memory|bad_alloc|exit code: 137\b",
        _("{name} ran out of memory."),
        (
            _("Choose a larger instance type than {kind}, such as {larger}."),
            _("Choose a larger instance type than {kind}."),
            _("Choose a larger instance type."),
        ),
        INSTANCE_TYPE,
        "DIAGNijmegen/rse-grand-challenge handles SageMaker's `Please use an instance type with"
        " more memory` and `Out of Memory. Please use a larger instance`; 137 is SIGKILL, by which"
        " Linux ends what takes too much memory; the engine has words of its own (trainer.py).",
    ),
    Row(
        r"no space left on device|insufficient disk space|more than its volume holds",
        _("{name} ran out of disk space."),
        (
            _(
                "Enter a larger volume than {volume} GB, or choose an instance type with disks of"
                " its own."
            ),
            _("Enter a larger volume, or choose an instance type with disks of its own."),
        ),
        VOLUME,
        "aws/sagemaker-python-sdk#128 (`Data download failed:Insufficient disk space`),"
        " huggingface/blog#114 (`Artifact upload failed:Insufficient disk space`); errno's ENOSPC.",
    ),
    Row(
        r"MaxRuntimeExceeded|MaxRuntimeInSeconds|maximum runtime|MaxWaitTimeExceeded",
        _("{name} ran longer than it may."),
        (
            _("Enter a longer maximum duration than {runtime}."),
            _("Enter a longer maximum duration."),
        ),
        RUNTIME,
        "SecondaryStatus of DescribeTrainingJob in botocore's model.",
    ),
    Row(
        r"account-level service limit|ResourceLimitExceeded",
        _("{name} was refused, since a quota of the account is used up."),
        (_("Enter fewer parallel training jobs, or have AWS raise the quota in Service Quotas."),),
        PARALLEL,
        "aws/amazon-sagemaker-examples#1543, syne-tune#250 (domain-rules.md P15).",
    ),
    Row(
        r"CapacityError|insufficient ?capacity|not enough capacity",
        _("{name} found no free instance."),
        (
            _("Choose another instance type than {kind}, or try again later."),
            _("Choose another instance type, or try again later."),
        ),
        INSTANCE_TYPE,
        "DIAGNijmegen/rse-grand-challenge#2631 (`CapacityError: Unable to provision requested ML"
        " compute capacity. Please retry using a different ML instance type.`); SageMaker SDK 2"
        " session.py knows CapacityError by its name.",
    ),
    Row(
        r"no identity-based policy allows|not authorized to perform|access ?denied|\(403\)",
        _("{name} was not allowed what it needs."),
        (_("Choose a role that may do it, or add the permission to this role."),),
        ROLE,
        "domain-rules.md C14 and 3.7: `ClientError: … no identity-based policy allows the"
        " s3:ListBucket action` as FailureReason, in public logs.",
    ),
    Row(
        r"^AlgorithmError",
        _("{name} ended with an error of its own."),
        (_("Open its log to see why, and correct the program, its data or its hyperparameters."),),
        LOG,
        "AWS SDK troubleshooting guide: `AlgorithmError: …, exit code: 1`; the program's"
        " /opt/ml/output/failure is quoted (DG:your-algorithms-training-algo-output).",
    ),
)
"""The first row whose pattern is found counts: an AlgorithmError may tell of memory."""


@dataclass(frozen=True, slots=True)
class Remedy:
    """What failed and what to change.

    Attributes:
        said: both in words.
        path: the field in question as the page of any definition calls it, or LOG.
        definition: the number of the training job definition that it is of, from 0.
    """

    said: str
    path: str
    definition: int


def row_of(reason: str) -> Row | None:
    """Return the row for AWS's words, None where none is known."""
    found = (row for row in ROWS if re.search(row.pattern, reason, re.IGNORECASE | re.ASCII))
    return next(found, None)


def of(job: TuningJob) -> Remedy | None:
    """Return what to change of a job that failed or is held, None where the reason is not known.

    The reason is that of the training job that failed first, which says more than the tuning job's.
    """
    first = outcome.first_failure(job)
    row = row_of((first.failure_reason if first else "") or job.failure_reason or job.message)
    if row is None:
        return None
    found = definition.of(outcome.asked(job))
    names = [text(item.body, "DefinitionName") for item in found]
    name = first.definition_name if first else ""
    number = names.index(name) if name in names else 0
    said = row.said(first.name if first else job.name, found[number].body if found else {})
    return Remedy(said, row.path, number)


def _now(asked: Structure) -> dict[str, str]:
    """Return what advices say of a definition, "" for what it does not ask for."""
    kind = text(asked, "ResourceConfig", "InstanceType")
    volume = whole(asked, "ResourceConfig", "VolumeSizeInGB")
    runtime = whole(asked, "StoppingCondition", "MaxRuntimeInSeconds")
    return {
        "kind": kind,
        "larger": _larger(kind),
        "volume": str(volume or ""),
        "runtime": wording.duration(runtime) if runtime else "",
    }


def _larger(kind: str) -> str:
    """Return the next larger type of the same family, "" where there is none.

    >>> _larger("ml.m5.4xlarge")
    'ml.m5.12xlarge'
    """
    own = [it for it in shapes.enum("TrainingInstanceType") if family(it) == family(kind)]
    larger = sorted((_size(it), it) for it in own if _size(it) > _size(kind))
    return larger[0][1] if larger else ""


def _size(kind: str) -> float:
    """Return the size of an instance type in xlarges; 0 for one that is measured otherwise.

    Each size of a family has twice the memory of half of it (Amazon EC2, instance types).
    """
    size = kind.rpartition(".")[2]
    if size in _SMALL:
        return _SMALL[size]
    times = size.removesuffix("xlarge")
    return float(times) if times.isdecimal() else 0.0


_SMALL = {"medium": 0.25, "large": 0.5, "xlarge": 1.0}
