"""Submit a tuning job: write the row that a worker sends. Nothing is sent here."""

from copy import deepcopy
from typing import Any
from uuid import UUID, uuid4

from django.contrib.auth.models import User
from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_noop

from tuningconsole.audit.log import record
from tuningconsole.aws.models import Connection
from tuningconsole.jobs import facets, wakeup
from tuningconsole.jobs.models import FREES_NAME, State, TuningJob, account_of
from tuningconsole.spec import shapes
from tuningconsole.spec.described import SUBMISSION_TAG
from tuningconsole.teams.models import Team
from tuningconsole.tracing import context

TAG = SUBMISSION_TAG
"""The tag by which a job at AWS is known to be ours."""


TAKEN = gettext_noop(
    "A hyperparameter tuning job with this name already exists. Enter another name."
)


class NameTaken(Exception):  # noqa: N818  It is an outcome, not a fault.
    """The account has, or had, a tuning job of this name in the Region."""


@transaction.atomic
def submit(
    *, user: User, team: Team, connection: Connection, request: dict[str, Any], key: UUID
) -> TuningJob:
    """Write the job down and wake a worker; return the job already there for the same key.

    Args:
        user: who submits; the key is theirs.
        team: whose job it is.
        connection: where it is to run.
        request: CreateHyperParameterTuningJob's, checked.
        key: the submission's; a second submission with it is the same one.

    Raises:
        NameTaken: another submission, or a job found at AWS, has the name.
    """
    if earlier := _earlier(user, key):
        return earlier
    name = str(request["HyperParameterTuningJobName"])
    _supersede(user, connection, name)
    try:
        with transaction.atomic():
            if _is_taken(connection, name):
                raise NameTaken(name)
            job = _written(user, team, connection, request, key)
    except (IntegrityError, NameTaken):
        # Perhaps taken by the same submission, sent twice, which was faster.
        if earlier := _earlier(user, key):
            return earlier
        raise NameTaken(name) from None
    record(user, "submitted", job, team_name=team.name, uuid=str(job.uuid))
    context.note(submission=str(job.uuid))
    wakeup.on_commit(wakeup.SEND, job.pk)
    return job


def _earlier(user: User, key: UUID) -> TuningJob | None:
    return TuningJob.objects.filter(creator=user, key=key).first()


def _supersede(user: User, connection: Connection, name: str) -> None:
    """Take the person's earlier attempts, which AWS refused, out of the way."""
    refused = TuningJob.objects.held_as_invalid().filter(
        creator=user, connection=connection, name_key=name.lower()
    )
    refused.update(state=State.CANCELLED)


def _is_taken(connection: Connection, name: str) -> bool:
    same = TuningJob.objects.named(account_of(connection), connection.region, name)
    found_and_gone = Q(key__isnull=True, state=State.GONE)
    return same.exclude(FREES_NAME).exclude(found_and_gone).exists()


def _written(
    user: User, team: Team, connection: Connection, request: dict[str, Any], key: UUID
) -> TuningJob:
    now = timezone.now()
    uuid = uuid4()
    name = str(request["HyperParameterTuningJobName"])
    config = request.get("HyperParameterTuningJobConfig", {})
    limits = config.get("ResourceLimits", {})
    return TuningJob.objects.create(
        uuid=uuid,
        team=team,
        connection=connection,
        creator=user,
        key=key,
        name=name,
        name_key=name.lower(),
        account=account_of(connection),
        region=connection.region,
        request=tagged(request, uuid),
        strategy=config.get("Strategy", ""),
        training_jobs_wanted=limits.get("MaxNumberOfTrainingJobs"),
        facets=facets.of(request, _tags(request), is_ours=True),
        created_at=now,
        submitted_at=now,
        due_at=now,
    )


def _tags(request: dict[str, Any]) -> dict[str, str]:
    return {tag["Key"]: tag["Value"] for tag in request.get("Tags", [])}


def tagged(request: dict[str, Any], uuid: UUID) -> dict[str, Any]:
    """Return the request with the tag that proves whose the job is.

    A request that has as many tags as AWS allows stays as it is: after an outcome that nobody
    knows, such a job is held for a person to look at.
    """
    result = deepcopy(request)
    tags = result.get("Tags", [])
    if len(tags) < int(shapes.resolve("Tags").shape.metadata["max"]):
        result["Tags"] = [*tags, {"Key": TAG, "Value": str(uuid)}]
    return result
