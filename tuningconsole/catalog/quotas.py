"""The account's quotas: the settings, where Service Quotas does not know better."""

import re
from collections.abc import Iterable, Mapping
from typing import Any

from django.conf import settings

from tuningconsole.spec.limits import Limits

_OF_INSTANCES = re.compile(r" for (spot )?training job usage$")
_OF_TUNING_JOBS = {
    "Number of training jobs per hyperparameter tuning job": "max_training_jobs",
    "Number of parallel training jobs per hyperparameter tuning job": "max_parallel_training_jobs",
    "Number of concurrent training jobs per hyperparameter tuning job": (
        "max_parallel_training_jobs"
    ),
}
"""Names as the guide's page on tuning limits has them, old and new; others are not read."""


def limits(items: Iterable[Mapping[str, Any]]) -> Limits:
    """Return what the account may have, by the items of a `Lookup` of kind QUOTAS."""
    known = {str(item["value"]): int(item["detail"]) for item in items}
    given = dict(settings.SERVICE_LIMITS)
    given |= {
        _OF_TUNING_JOBS[name]: most for name, most in known.items() if name in _OF_TUNING_JOBS
    }
    instances = {name: most for name, most in known.items() if _OF_INSTANCES.search(name)}
    return Limits(**given, instances=instances)
