"""By what a list of jobs is sorted and found: expressions, and the index of each.

A value that a running job lacks stands for "not yet", so no sort has rows without a value, and a
page anywhere in the list is a range of its index.
"""

from datetime import UTC, datetime, timedelta
from typing import Any

from django.db import models
from django.db.models import Case, Expression, ExpressionWrapper, F, Q, Value, When
from django.db.models.functions import Coalesce

from tuningconsole.jobs.models.states import State
from tuningconsole.spec.states import TuningJobStatus

NOT_YET = datetime(9999, 1, 1, tzinfo=UTC)
"""Later than any end."""
FOR_EVER = timedelta(days=36_500)
"""Longer than any job."""
WORST = float("inf")

_IS_STOPPING = Q(
    state=State.CREATED, status=TuningJobStatus.INPROGRESS, stop_requested_at__isnull=False
)
SHOWN = Case(
    When(state=State.READY, then=Value("Queued")),
    When(state__in=[State.SENDING, State.UNSURE], then=Value("Submitting")),
    When(_IS_STOPPING, then=Value(str(TuningJobStatus.STOPPING))),
    When(state=State.GONE, then=Value("Deleted")),
    When(state=State.HELD, then=Value("Held")),
    When(state=State.CANCELLED, then=Value("Cancelled")),
    default=F("status"),
)
"""The word of `TuningJob.shown_status`."""

ENDED = Coalesce("ended_at", Value(NOT_YET, models.DateTimeField()))
DURATION = Coalesce(
    ExpressionWrapper(F("ended_at") - F("created_at"), models.DurationField()),
    Value(FOR_EVER, models.DurationField()),
)
LOWEST = Coalesce("best_value", Value(WORST, models.FloatField()))
"""Sorted from the lowest up; jobs without a value last."""
HIGHEST = Coalesce(
    ExpressionWrapper(-F("best_value"), models.FloatField()), Value(WORST, models.FloatField())
)
"""Sorted from the highest down, by ascending order: of equals the one that was made first comes
first, as from the lowest up; jobs without a value last."""


def _index(name: str, *by: str | Expression, **more: Any) -> models.Index:
    return models.Index(F("team"), *by, F("id").asc(), name=name, **more)


SORTED = (
    models.Index(fields=["team", "-created_at", "-id"], name="jobs_of_team"),
    models.Index(fields=["creator", "-created_at", "-id"], name="jobs_of_creator"),
    models.Index(fields=["team", "shown", "-created_at", "-id"], name="jobs_by_shown"),
    models.Index(
        fields=["team", "name_key", "id"], include=["connection", "created_at"], name="jobs_by_word"
    ),
    models.Index(fields=["team", "shown", "id"], name="jobs_sorted_by_status"),
    _index("jobs_by_end", ENDED),
    _index("jobs_by_duration", DURATION),
    _index("jobs_by_highest_first", HIGHEST),
    _index("jobs_by_lowest", LOWEST),
    # The last release sorts by it; it goes with the next one.
    _index("jobs_by_highest", Coalesce("best_value", Value(-WORST, models.FloatField()))),
)
