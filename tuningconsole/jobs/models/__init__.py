"""Tuning jobs and training jobs: what was asked for, and what AWS last said of it."""

from tuningconsole.jobs.models.preferences import ListPreference, SavedView
from tuningconsole.jobs.models.queries import ALIVE
from tuningconsole.jobs.models.spending import Budget, InstanceTime, PriceTable
from tuningconsole.jobs.models.states import FREES_NAME, Reason, State
from tuningconsole.jobs.models.sweep import Sweep
from tuningconsole.jobs.models.training_job import TrainingJob
from tuningconsole.jobs.models.tuning_job import LEASE, TuningJob, account_of

__all__ = [
    "ALIVE",
    "FREES_NAME",
    "LEASE",
    "Budget",
    "InstanceTime",
    "ListPreference",
    "PriceTable",
    "Reason",
    "SavedView",
    "State",
    "Sweep",
    "TrainingJob",
    "TuningJob",
    "account_of",
]
