"""Give AWS the tags that people have asked for, and ask again until it has taken them.

As a stop, a tag is a wish kept in the row: a message that is lost costs seconds only, and AddTags
sent twice does no harm.
"""

import logging
from datetime import datetime
from typing import Any

from django.db import transaction

from tuningconsole.audit.log import record
from tuningconsole.aws import errors, tuning_jobs
from tuningconsole.aws.errors import AwsError
from tuningconsole.jobs import mirror
from tuningconsole.jobs.backoff import backoff
from tuningconsole.jobs.models import LEASE, TuningJob

log = logging.getLogger(__name__)
_PATIENCE = 3
"""As if so many delays in a row had been: 8 to 16 s until the next attempt."""


def step(pk: int, now: datetime) -> TuningJob | None:
    """Send the tags that wait; return the job's row if it was due and nobody else had it."""
    job = _claim(pk, now)
    if job is None:
        return None
    _send(job, now)
    job.refresh_from_db()
    return job


def _send(job: TuningJob, now: datetime) -> None:
    try:
        tuning_jobs.add_tags(job.connection, job.arn, job.tags_wanted)
        mirror.take_tags(job, tuning_jobs.tags(job.connection, job.arn))
    except (errors.Denied, errors.Rejected, errors.NotFound, errors.LimitExceeded) as error:
        _give_up(job, str(error))
    except AwsError as error:
        log.warning("Tagging %s: %s: %s", job.uuid, type(error).__name__, error)
        _mine(job).update(tags_due_at=now + backoff(_PATIENCE))
    else:
        _settle(job)


def _claim(pk: int, now: datetime) -> TuningJob | None:
    due = TuningJob.objects.to_tag(now).filter(pk=pk)
    job = due.select_related("connection", "team").first()
    if job is None or not due.filter(tags_due_at=job.tags_due_at).update(tags_due_at=now + LEASE):
        return None
    job.tags_due_at = now + LEASE
    return job


@transaction.atomic
def _settle(job: TuningJob) -> None:
    """Take what was sent out of the wishes; those that have come meanwhile stay."""
    row = TuningJob.objects.select_for_update().get(pk=job.pk)
    left = {
        key: value for key, value in row.tags_wanted.items() if job.tags_wanted.get(key) != value
    }
    row.tags_wanted = left
    if not left:
        row.tags_due_at = None
    row.tags_error = ""
    row.save(update_fields=["tags_wanted", "tags_due_at", "tags_error"])


@transaction.atomic
def _give_up(job: TuningJob, message: str) -> None:
    """Take the wish back and tell why: sent again it would be refused again."""
    if _mine(job).update(tags_wanted={}, tags_due_at=None, tags_error=message):
        record(None, "could not tag", job, team_name=job.team.name, message=message)


def _mine(job: TuningJob) -> Any:
    """Return the row while the claim is ours."""
    return TuningJob.objects.filter(pk=job.pk, tags_due_at=job.tags_due_at)
