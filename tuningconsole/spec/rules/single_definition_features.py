"""Warm start and early stopping take one training job definition only.

Rule T5 of domain-rules.md. Source: the guide's page multiple-algorithm-hpo-create-tuning-jobs;
sagemaker-python-sdk 2.257.7 tuner.py:1836. Evidence: [D] documented; the texts are ours [E].
"""

from collections.abc import Iterable

from tuningconsole.spec.problems import Problem
from tuningconsole.spec.reading import definitions, member, text
from tuningconsole.spec.rules import Context, Request

_EARLY_STOPPING = ("HyperParameterTuningJobConfig", "TrainingJobEarlyStoppingType")


def check(request: Request, context: Context) -> Iterable[Problem]:
    """Yield a problem for each of the two that is used with several definitions."""
    if len(definitions(request)) < 2:
        return
    if member(request, "WarmStartConfig") is not None:
        yield Problem(
            "WarmStartConfig",
            "Turn warm start off, or keep one training job definition.",
            "WarmStartConfig is not supported with several training job definitions.",
        )
    if text(request, *_EARLY_STOPPING) == "Auto":
        yield Problem(
            ".".join(_EARLY_STOPPING),
            "Turn early stopping off, or keep one training job definition.",
            "TrainingJobEarlyStoppingType must be Off with several training job definitions.",
            value="Auto",
        )
