"""Rows as the console would have written them, and SageMaker's answers about them."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

from botocore.stub import Stubber
from django.contrib.auth.models import User

from tuningconsole.aws.client import client_for
from tuningconsole.aws.models import Connection
from tuningconsole.jobs import submission
from tuningconsole.jobs.models import State, Sweep, TuningJob
from tuningconsole.teams.models import Team

NOW = datetime(2026, 1, 2, 12, tzinfo=UTC)
LATER = NOW + timedelta(minutes=10)
NAME = "trees-1"
ROLE = "arn:aws:iam::111122223333:role/SageMakerRole"
ARN = f"arn:aws:sagemaker:us-east-2:111122223333:hyper-parameter-tuning-job/{NAME}"
REQUEST: dict[str, Any] = {
    "HyperParameterTuningJobName": NAME,
    "HyperParameterTuningJobConfig": {
        "Strategy": "Random",
        "ResourceLimits": {"MaxNumberOfTrainingJobs": 4, "MaxParallelTrainingJobs": 2},
    },
    "TrainingJobDefinition": {
        "AlgorithmSpecification": {"AlgorithmName": "trees", "TrainingInputMode": "File"},
        "RoleArn": ROLE,
        "OutputDataConfig": {"S3OutputPath": "s3://samples/output"},
        "ResourceConfig": {"InstanceType": "ml.m5.large", "InstanceCount": 1, "VolumeSizeInGB": 1},
        "StoppingCondition": {"MaxRuntimeInSeconds": 60},
    },
}
NOBODY = {"Completed": 0, "InProgress": 0, "RetryableError": 0, "NonRetryableError": 0}
COUNTERS = {**NOBODY, "Stopped": 0}
OBJECTIVES = {"Succeeded": 0, "Pending": 0, "Failed": 0}


def place() -> tuple[User, Connection]:
    """Make a team, its connection and an editor."""
    team = Team.objects.create(name=f"Team {uuid4().hex[:8]}")
    connection = Connection.objects.create(
        team=team,
        name="embedded",
        kind=Connection.Kind.EMBEDDED,
        region="us-east-2",
        account_id="111122223333",
    )
    return User.objects.create_user(f"user-{uuid4().hex[:8]}"), connection


def submitted(name: str = NAME, **values: Any) -> TuningJob:
    """Submit a job at NOW; `values` are written over it."""
    user, connection = place()
    request = {**REQUEST, "HyperParameterTuningJobName": name}
    job = submission.submit(
        user=user, team=connection.team, connection=connection, request=request, key=uuid4()
    )
    times = {"due_at": NOW, "submitted_at": NOW, "created_at": NOW}
    return written(job, **{**times, **values})


def created(status: str = "InProgress", **values: Any) -> TuningJob:
    """Return a job that AWS has."""
    return submitted(
        **{"state": State.CREATED, "status": status, "arn": ARN, "due_at": None, **values}
    )


def swept(job: TuningJob, **values: Any) -> None:
    """Say that the job's connection was swept and discovered at NOW."""
    times = {"due_at": NOW, "discover_due_at": LATER, "found_until": NOW}
    Sweep.objects.create(connection=job.connection, **{**times, **values})


def written(job: TuningJob, **values: Any) -> TuningJob:
    """Write values into the row, as nobody but a test does."""
    TuningJob.objects.filter(pk=job.pk).update(**values)
    job.refresh_from_db()
    return job


@contextmanager
def aws(connection: Connection) -> Iterator["Script"]:
    """Let SageMaker answer by a script; every line of it must be asked for."""
    with ExitStack() as stack:
        stubs = [
            stack.enter_context(Stubber(client_for(connection, "sagemaker", retries=retries)))
            for retries in (False, True)
        ]
        yield Script(*stubs)
        for stub in stubs:
            stub.assert_no_pending_responses()


class Script:
    """What SageMaker is going to say: to what is sent once, and to what may be sent again."""

    def __init__(self, once: Stubber, again: Stubber) -> None:
        self._once = once
        self._again = again

    def creates(self, request: dict[str, Any] | None = None) -> None:
        answer = {"HyperParameterTuningJobArn": ARN}
        self._once.add_response("create_hyper_parameter_tuning_job", answer, request)

    def refuses(self, code: str, message: str = "Because.", status: int = 400) -> None:
        self._once.add_client_error(
            "create_hyper_parameter_tuning_job", code, message, http_status_code=status
        )

    def stops(self, name: str = NAME) -> None:
        asked = {"HyperParameterTuningJobName": name}
        self._once.add_response("stop_hyper_parameter_tuning_job", {}, asked)

    def refuses_to_stop(self, code: str, status: int = 400) -> None:
        self._once.add_client_error(
            "stop_hyper_parameter_tuning_job", code, "Because.", http_status_code=status
        )

    def describes(self, status: str = "InProgress", **members: Any) -> None:
        answer = {**description(status), **members}
        self._again.add_response("describe_hyper_parameter_tuning_job", answer)

    def describes_training_job(self, **members: Any) -> None:
        self._again.add_response("describe_training_job", members)

    def knows_no_such_job(self) -> None:
        self.fails_to("describe_hyper_parameter_tuning_job", "ResourceNotFound")

    def fails_to(self, method: str, code: str, status: int = 400) -> None:
        self._again.add_client_error(method, code, "Because.", http_status_code=status)

    def has_tags(self, **tags: str) -> None:
        given = [{"Key": key.replace("__", ":"), "Value": value} for key, value in tags.items()]
        self._again.add_response("list_tags", {"Tags": given})

    def adds_tags(self, request: dict[str, Any] | None = None) -> None:
        self._again.add_response("add_tags", {"Tags": []}, request)

    def lists(
        self, *alive: dict[str, Any], stopping: tuple[dict[str, Any], ...] | None = None
    ) -> None:
        """Answer the list of what runs, and, where it is asked for too, of what stops."""
        asked = [("InProgress", alive), *([] if stopping is None else [("Stopping", stopping)])]
        for status, found in asked:
            self._again.add_response(
                "list_hyper_parameter_tuning_jobs",
                {"HyperParameterTuningJobSummaries": list(found)},
                {"StatusEquals": status, "MaxResults": 100},
            )

    def lists_new(self, *found: dict[str, Any], **asked: Any) -> None:
        self._again.add_response(
            "list_hyper_parameter_tuning_jobs",
            {"HyperParameterTuningJobSummaries": list(found)},
            {"SortBy": "CreationTime", "SortOrder": "Descending", "MaxResults": 100, **asked},
        )

    def lists_training_jobs(self, *found: dict[str, Any], **more: Any) -> None:
        self._again.add_response(
            "list_training_jobs_for_hyper_parameter_tuning_job",
            {"TrainingJobSummaries": list(found), **more},
        )


def summary(status: str = "InProgress", name: str = NAME, **members: Any) -> dict[str, Any]:
    """Return a line of ListHyperParameterTuningJobs."""
    return {
        "HyperParameterTuningJobName": name,
        "HyperParameterTuningJobArn": ARN,
        "HyperParameterTuningJobStatus": status,
        "Strategy": "Random",
        "CreationTime": NOW,
        "LastModifiedTime": NOW,
        "TrainingJobStatusCounters": COUNTERS,
        "ObjectiveStatusCounters": OBJECTIVES,
        "ResourceLimits": {"MaxNumberOfTrainingJobs": 4, "MaxParallelTrainingJobs": 2},
        **members,
    }


def description(status: str = "InProgress") -> dict[str, Any]:
    """Return an answer of DescribeHyperParameterTuningJob."""
    answer = {**summary(status), **REQUEST}
    return {name: value for name, value in answer.items() if name in _DESCRIBED}


_DESCRIBED = {
    *(f"HyperParameterTuningJob{word}" for word in ("Name", "Arn", "Status", "Config")),
    *("CreationTime", "LastModifiedTime", "TrainingJobDefinition"),
    *("TrainingJobStatusCounters", "ObjectiveStatusCounters"),
}


def training(number: int, status: str = "Completed", **members: Any) -> dict[str, Any]:
    """Return a line of ListTrainingJobsForHyperParameterTuningJob."""
    name = f"{NAME}-{number:03}-0123abcd"
    return {
        "TrainingJobName": name,
        "TrainingJobArn": f"arn:aws:sagemaker:us-east-2:111122223333:training-job/{name}",
        "TrainingJobStatus": status,
        "CreationTime": NOW + timedelta(seconds=number),
        "TunedHyperParameters": {"depth": str(number)},
        "ObjectiveStatus": "Succeeded",
        **members,
    }
