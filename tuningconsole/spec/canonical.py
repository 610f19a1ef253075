"""One training job definition <-> a list of them.

CreateHyperParameterTuningJob takes either `TrainingJobDefinition`, with the objective and the
ranges in `HyperParameterTuningJobConfig`, or `TrainingJobDefinitions`, each with its own
(documentation of CreateHyperParameterTuningJobRequest). All our code handles the list.
"""

from collections.abc import Mapping
from copy import deepcopy
from typing import Any

HOISTED = {
    "HyperParameterTuningJobObjective": "TuningObjective",
    "ParameterRanges": "HyperParameterRanges",
}
"""Member of the job's configuration in the singular form -> member of a definition."""

_FIRST = "TrainingJobDefinitions.0"
_PATHS = {
    f"{_FIRST}.{definition_member}": f"HyperParameterTuningJobConfig.{job_member}"
    for job_member, definition_member in HOISTED.items()
} | {_FIRST: "TrainingJobDefinition"}
"""Start of a path in the expanded form -> in the singular form; the longest that fits counts."""


def expand(request: dict[str, Any]) -> dict[str, Any]:
    """Return the request in the form with `TrainingJobDefinitions`; the argument stays as it is.

    A request that has both, which is not allowed, comes back unchanged, and so does one whose
    definition is no structure. What definition and configuration both have stays in both.
    """
    return deepcopy(view(request))


def view(request: Mapping[str, Any]) -> dict[str, Any]:
    """Return what `expand` returns for readers: it shares its parts with the argument."""
    result = dict(request)
    definition = result.get("TrainingJobDefinition")
    if not isinstance(definition, Mapping) or "TrainingJobDefinitions" in result:
        return result
    del result["TrainingJobDefinition"]
    definition = dict(definition)
    config = result.get("HyperParameterTuningJobConfig")
    if isinstance(config, Mapping):
        config = result["HyperParameterTuningJobConfig"] = dict(config)
        for job_member, definition_member in HOISTED.items():
            if job_member in config and definition_member not in definition:
                definition[definition_member] = config.pop(job_member)
    result["TrainingJobDefinitions"] = [definition]
    return result


def collapse(request: dict[str, Any]) -> dict[str, Any]:
    """Return the singular form where there is exactly one definition; the inverse of `expand`."""
    result = deepcopy(request)
    if len(result.get("TrainingJobDefinitions", ())) != 1:
        return result
    [definition] = result.pop("TrainingJobDefinitions")
    for job_member, definition_member in HOISTED.items():
        if definition_member in definition:
            config = result.setdefault("HyperParameterTuningJobConfig", {})
            config[job_member] = definition.pop(definition_member)
    result["TrainingJobDefinition"] = definition
    return result


def to_singular(path: str) -> str:
    """Return the path in the singular form of a path in the expanded one.

    >>> to_singular("TrainingJobDefinitions.0.TuningObjective.MetricName")
    'HyperParameterTuningJobConfig.HyperParameterTuningJobObjective.MetricName'
    """
    return _replaced(path, _PATHS)


def to_expanded(path: str) -> str:
    """Return the path in the expanded form of a path in the singular one."""
    return _replaced(path, {singular: expanded for expanded, singular in _PATHS.items()})


def _replaced(path: str, starts: dict[str, str]) -> str:
    for before, after in starts.items():
        if path == before or path.startswith(f"{before}."):
            return after + path.removeprefix(before)
    return path
