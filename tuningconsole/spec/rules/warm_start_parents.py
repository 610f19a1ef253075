"""The parents of a warm start have ended, are named once, and have the same objective.

Rules W2, W3 of domain-rules.md. Source: the guide's page automatic-model-tuning-warm-start;
sagemaker-python-sdk's integration test asserts the refusal. Evidence: [D] documented; the texts
are ours [E] (domain-rules.md 1.13).
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from tuningconsole.spec import canonical, states
from tuningconsole.spec.problems import Problem
from tuningconsole.spec.reading import definitions, repeated, structure, structures, text
from tuningconsole.spec.rules import Context, Request

_PARENTS = ("WarmStartConfig", "ParentHyperParameterTuningJobs")
_NAME = "HyperParameterTuningJobName"


def check(request: Request, context: Context) -> Iterable[Problem]:
    """Yield a problem for every parent that cannot be one."""
    named = [
        (f"{'.'.join(_PARENTS)}.{number}.{_NAME}", text(parent, _NAME))
        for number, parent in structures(request, *_PARENTS)
    ]
    for path, name in repeated(named):
        yield Problem(
            path,
            f"Choose another parent: {name} is chosen above.",
            f"Duplicate parent tuning job: {name}.",
            value=name,
        )
    for path, name in named:
        if name in context.parents:
            yield from _check(request, path, name, context.parents[name])


def _check(request: Request, path: str, name: str, parent: Mapping[str, Any]) -> Iterator[Problem]:
    status = text(parent, "HyperParameterTuningJobStatus")
    if not states.is_final(status):
        yield Problem(
            path,
            f"Wait until {name} has ended, or choose another parent.",
            f"Parent tuning job {name} is not in a terminal state.",
            value=name,
        )
    ours, theirs = _objective(request), _objective(canonical.expand(dict(parent)))
    if ours and theirs and ours != theirs:
        yield Problem(
            path,
            f"Choose a parent with the objective {' '.join(ours)}; this one has"
            f" {' '.join(theirs)}.",
            f"The objective metric of parent tuning job {name} differs:"
            f" [{', '.join(theirs)}] instead of [{', '.join(ours)}].",
            value=name,
        )


def _objective(request: Mapping[str, Any]) -> tuple[str, str] | None:
    for definition in definitions(request)[:1]:
        found = structure(definition.body, "TuningObjective")
        if text(found, "MetricName"):
            return text(found, "Type"), text(found, "MetricName")
    return None
