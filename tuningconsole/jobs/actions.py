"""What people do with a job: stop it, tag it, have it sent again, let go of it.

Each writes down what is wanted, with who wanted it, and wakes a worker. Nothing is sent here.
"""

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_noop

from tuningconsole.audit.log import record
from tuningconsole.jobs import wakeup
from tuningconsole.jobs.models import Reason, State, TuningJob

CANCELLED = gettext_noop("Cancelled before anything was sent to AWS.")


@transaction.atomic
def request_stop(job: TuningJob, user: User) -> bool:
    """Have the job stopped; return False, with nothing changed, when that means nothing any more.

    The wish is kept until AWS is seen to stop, or a person is told why it cannot be.
    """
    row = _locked(job)
    if not row.may_stop:
        return False
    now = timezone.now()
    row.stop_requested_at = row.stop_due_at = now
    row.save(update_fields=["stop_requested_at", "stop_due_at"])
    record(user, "asked to stop", row, team_name=row.team.name, state=row.state)
    wakeup.on_commit(wakeup.STOP, row.pk)
    return True


@transaction.atomic
def retry(job: TuningJob, user: User) -> bool:
    """Have a held submission go on; return False, with nothing changed, when it cannot.

    What may exist at AWS is looked up there first; everything else is sent again.
    """
    row = _locked(job)
    if not row.may_retry:
        return False
    now = timezone.now()
    row.state = State.UNSURE if Reason(row.reason).may_exist else State.READY
    row.reason = row.message = ""
    row.delays = row.losses = 0
    row.submitted_at = row.due_at = now
    row.save(
        update_fields=["state", "reason", "message", "delays", "losses", "submitted_at", "due_at"]
    )
    record(user, "retried", row, team_name=row.team.name)
    wakeup.on_commit(wakeup.SEND, row.pk)
    return True


@transaction.atomic
def discard(job: TuningJob, user: User) -> bool:
    """Let go of a held submission; return False, with nothing changed, when it is not held.

    One that may exist at AWS is let go of too: if it does, the next sweep lists it as found there.
    """
    row = _locked(job)
    if not row.may_discard:
        return False
    row.state = State.CANCELLED
    row.message = row.message if Reason(row.reason).may_exist else CANCELLED
    row.save(update_fields=["state", "message"])
    record(user, "discarded", row, team_name=row.team.name, reason=row.reason)
    return True


@transaction.atomic
def request_tags(job: TuningJob, user: User, tags: dict[str, str]) -> bool:
    """Have AWS given the tags; return False, with nothing changed, where it has no such job.

    What is wished for is kept until AWS has taken it, or a person is told why it cannot be.
    """
    row = _locked(job)
    if not row.may_tag:
        return False
    row.tags_wanted = {**row.tags_wanted, **tags}
    row.tags_due_at = timezone.now()
    row.save(update_fields=["tags_wanted", "tags_due_at"])
    record(user, "asked to tag", row, team_name=row.team.name, tags=tags)
    wakeup.on_commit(wakeup.TAG, row.pk)
    return True


def _locked(job: TuningJob) -> TuningJob:
    return TuningJob.objects.select_for_update(of=("self",)).select_related("team").get(pk=job.pk)
