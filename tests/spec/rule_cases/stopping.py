"""Ways to break the rules of spot training, of isolation, and of when a training job ends."""

from tests.spec.rule_cases.case import LIMITS, QUOTA_END, SUBSCRIBED, Case, D
from tuningconsole.spec.limits import Limits

STOP = f"{D}.StoppingCondition"
WAIT = f"{STOP}.MaxWaitTimeInSeconds"
SPOT = f"{D}.EnableManagedSpotTraining"
TOO_SHORT = "MaxWaitTimeInSeconds must be equal to or greater than MaxRuntimeInSeconds."

CASES = [
    Case(
        "wait_needs_spot",
        {WAIT: 60},
        WAIT,
        (
            "Invalid MaxWaitTimeInSeconds. It is only supported when EnableManagedSpotTraining is"
            " set to true"
        ),
    ),
    Case("spot_wait", {SPOT: True}, WAIT, TOO_SHORT),
    Case("spot_wait", {SPOT: True, WAIT: 59}, WAIT, TOO_SHORT),
    Case(
        "spot_checkpoints",
        {SPOT: True, WAIT: 3601},
        WAIT,
        (
            "MaxWaitTimeInSeconds must not exceed 3600 for an AWS Marketplace algorithm without"
            " CheckpointConfig."
        ),
        {"algorithms": SUBSCRIBED},
    ),
    Case(
        "network_isolation",
        {f"{D}.EnableNetworkIsolation": False},
        f"{D}.EnableNetworkIsolation",
        "EnableNetworkIsolation must be true for AWS Marketplace algorithms.",
        {"algorithms": SUBSCRIBED},
    ),
    Case(
        "network_isolation",
        {},
        f"{D}.EnableNetworkIsolation",
        "EnableNetworkIsolation must be true for AWS Marketplace algorithms.",
        {"algorithms": SUBSCRIBED},
    ),
    Case(
        "training_job_runtime",
        {f"{STOP}.MaxRuntimeInSeconds": 28 * 24 * 3600 + 1},
        f"{STOP}.MaxRuntimeInSeconds",
        "MaxRuntimeInSeconds [2419201] must not exceed 2419200.",
    ),
    Case(
        "tuning_job_runtime",
        {f"{LIMITS}.MaxRuntimeInSeconds": 30 * 24 * 3600 + 1},
        f"{LIMITS}.MaxRuntimeInSeconds",
        "MaxRuntimeInSeconds [2592001] is more than 30 days.",
        severity="warning",
    ),
    Case(
        "pending_time",
        {f"{STOP}.MaxPendingTimeInSeconds": 1800},
        f"{STOP}.MaxPendingTimeInSeconds",
        "MaxPendingTimeInSeconds has no effect on CPU-only instance types.",
        severity="warning",
    ),
    Case(
        "training_job_limits",
        {f"{LIMITS}.MaxParallelTrainingJobs": 101, f"{LIMITS}.MaxNumberOfTrainingJobs": 200},
        f"{LIMITS}.MaxParallelTrainingJobs",
        (
            "The account-level service limit 'Number of concurrent training jobs per"
            " hyperparameter tuning job' is 100 Jobs, with current utilization of 0 Jobs and a"
            " request delta of 101 Jobs."
        )
        + QUOTA_END,
        {"limits": Limits(max_parallel_training_jobs=500)},
        "ResourceLimitExceeded",
    ),
]
