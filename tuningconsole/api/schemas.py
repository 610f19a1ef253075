"""What the API answers, as ninja checks and documents it."""

from datetime import datetime
from typing import Any
from uuid import UUID

from ninja import Schema
from pydantic import Field


class ProblemOut(Schema):
    """One thing that is wrong."""

    path: str = Field(description='The member or parameter, "" for the whole request.')
    message: str


class RefusalOut(Schema):
    """Why nothing was done."""

    code: str
    message: str
    problems: list[ProblemOut]


class MeOut(Schema):
    """Whom the token stands for."""

    user: str
    team: str
    role: str
    token: str
    scope: str
    expires_at: datetime


class ConnectionOut(Schema):
    """An account and Region that the team reaches."""

    id: int
    name: str
    kind: str
    region: str
    account_id: str


class HoldOut(Schema):
    """Why a submission waits for a person."""

    reason: str
    message: str
    problems: list[ProblemOut]


class JobOut(Schema):
    """A hyperparameter tuning job, as AWS last told of it."""

    uuid: UUID
    name: str
    status: str = Field(description="AWS's status, or Queued, Submitting, Held, Deleted, Cancelled")
    is_final: bool = Field(description="Nothing changes any more by itself.")
    connection: int
    arn: str
    creator: str | None = Field(description="None: made outside the console")
    strategy: str
    created_at: datetime
    ended_at: datetime | None
    seen_at: datetime | None = Field(description="When AWS last told of it")
    stop_requested_at: datetime | None
    training_jobs_wanted: int | None
    training_job_counters: dict[str, int]
    best_training_job: str
    best_objective_value: float | None
    failure_reason: str
    hold: HoldOut | None


class JobsOut(Schema):
    """A page of tuning jobs; `newer` and `older` are the `page` of its neighbours, "" for none."""

    jobs: list[JobOut]
    newer: str
    older: str


class TrainingJobOut(Schema):
    """A training job of a tuning job."""

    name: str
    arn: str
    status: str
    objective_value: float | None
    objective_status: str
    hyperparameters: dict[str, str]
    created_at: datetime
    started_at: datetime | None
    ended_at: datetime | None
    failure_reason: str


class TrainingJobsOut(Schema):
    """A page of training jobs; `newer` and `older` as with tuning jobs."""

    training_jobs: list[TrainingJobOut]
    newer: str
    older: str


class CheckOut(Schema):
    """What is wrong with a request, and what is unwise; without problems it can be created."""

    problems: list[ProblemOut]
    warnings: list[ProblemOut]


class FormatOut(Schema):
    """A format that a request can be exported to."""

    name: str
    label: str
    media_type: str


class LeftOutOut(Schema):
    """A member that a format does not say."""

    path: str
    reason: str


class ExportOut(Schema):
    """A request as text for elsewhere."""

    file_name: str
    media_type: str
    text: str
    left_out: list[LeftOutOut]


RequestOut = dict[str, Any]
"""CreateHyperParameterTuningJob's request."""
