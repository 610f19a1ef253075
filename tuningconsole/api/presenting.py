"""Rows as the API shows them."""

from typing import Any

from tuningconsole.jobs.models import State, TrainingJob, TuningJob


def job(row: TuningJob) -> dict[str, Any]:
    """Return a tuning job, as `schemas.JobOut`."""
    return {
        "uuid": row.uuid,
        "name": row.name,
        "status": row.shown_status,
        "is_final": row.is_settled,
        "connection": row.connection_id,
        "arn": row.arn,
        "creator": row.creator.get_username() if row.creator else None,
        "strategy": row.strategy,
        "created_at": row.created_at,
        "ended_at": row.ended_at,
        "seen_at": row.seen_at,
        "stop_requested_at": row.stop_requested_at,
        "training_jobs_wanted": row.training_jobs_wanted,
        "training_job_counters": row.counters,
        "best_training_job": row.best_name,
        "best_objective_value": row.best_value,
        "failure_reason": row.failure_reason,
        "hold": _hold(row),
    }


def _hold(row: TuningJob) -> dict[str, Any] | None:
    if row.state != State.HELD:
        return None
    return {"reason": row.reason, "message": row.message, "problems": row.problems}


def training_job(row: TrainingJob) -> dict[str, Any]:
    """Return a training job, as `schemas.TrainingJobOut`."""
    return {
        "name": row.name,
        "arn": row.arn,
        "status": row.status,
        "objective_value": row.objective_value,
        "objective_status": row.objective_status,
        "hyperparameters": row.hyperparameters,
        "created_at": row.created_at,
        "started_at": row.started_at,
        "ended_at": row.ended_at,
        "failure_reason": row.failure_reason,
    }
