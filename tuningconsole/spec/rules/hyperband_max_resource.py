"""Hyperband knows the most resource of a training job: it is given or can be inferred.

Table 1.10 of domain-rules.md. Source: HyperbandStrategyConfig in botocore's model; the text:
awslabs/graphstorm#1243. Evidence: [L] literal.
"""

from collections.abc import Iterable

from tuningconsole.spec.hyperband import MAX_RESOURCE_NAMES, inferred_max_resource
from tuningconsole.spec.problems import Problem
from tuningconsole.spec.reading import definitions, member, text, written
from tuningconsole.spec.rules import Context, Request

_CONFIG = "HyperParameterTuningJobConfig"
_MOST = (_CONFIG, "StrategyConfig", "HyperbandStrategyConfig", "MaxResource")


def check(request: Request, context: Context) -> Iterable[Problem]:
    """Yield a problem if there is no figure and a definition does not let it be inferred."""
    if text(request, _CONFIG, "Strategy") != "Hyperband" or member(request, *_MOST) is not None:
        return
    if any(inferred_max_resource(found.body) is None for found in definitions(request)):
        yield Problem(
            ".".join(_MOST),
            "Enter the most epochs of a training job, or give one of these hyperparameters a"
            f" static whole number: {written([*MAX_RESOURCE_NAMES])}.",
            "MaxResource parameter is not provided and could not be inferred from provided static"
            " hyperparameters of TrainingJobDefinition.",
        )
