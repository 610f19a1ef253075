"""Tuning jobs and training jobs: what was asked for, and what AWS last said of it."""

from tuningconsole.jobs.models.states import FREES_NAME, Reason, State
from tuningconsole.jobs.models.sweep import Sweep
from tuningconsole.jobs.models.training_job import TrainingJob
from tuningconsole.jobs.models.tuning_job import ALIVE, LEASE, TuningJob, account_of

__all__ = [
    "ALIVE",
    "FREES_NAME",
    "LEASE",
    "Reason",
    "State",
    "Sweep",
    "TrainingJob",
    "TuningJob",
    "account_of",
]
