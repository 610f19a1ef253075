"""One training job definition <-> a list of them.

CreateHyperParameterTuningJob takes either `TrainingJobDefinition`, with the objective and the
ranges in `HyperParameterTuningJobConfig`, or `TrainingJobDefinitions`, each with its own
(documentation of CreateHyperParameterTuningJobRequest). All our code handles the list.
"""

from copy import deepcopy
from typing import Any

HOISTED = {
    "HyperParameterTuningJobObjective": "TuningObjective",
    "ParameterRanges": "HyperParameterRanges",
}
"""Member of the job's configuration in the singular form -> member of a definition."""


def expand(request: dict[str, Any]) -> dict[str, Any]:
    """Return the request in the form with `TrainingJobDefinitions`; the argument stays as it is."""
    result = deepcopy(request)
    if "TrainingJobDefinition" not in result:
        return result
    definition = result.pop("TrainingJobDefinition")
    config = result.get("HyperParameterTuningJobConfig", {})
    for job_member, definition_member in HOISTED.items():
        if job_member in config:
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
