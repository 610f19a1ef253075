"""Several training job definitions have names, each its own.

Rules N4, T3 of domain-rules.md. Source: the guide's page
multiple-algorithm-hpo-create-tuning-jobs. Evidence: [D] documented; the texts are ours [E].
"""

from collections.abc import Iterable

from tuningconsole.spec.problems import Problem
from tuningconsole.spec.reading import definitions, repeated, text
from tuningconsole.spec.rules import Context, Request


def check(request: Request, context: Context) -> Iterable[Problem]:
    """Yield a problem for every definition without a name or with one that stood before."""
    found = definitions(request)
    if len(found) < 2:
        return
    names = [(f"{item.path}.DefinitionName", text(item.body, "DefinitionName")) for item in found]
    for path, name in names:
        if not name:
            yield Problem(
                path,
                "Enter a name for the training job definition.",
                "DefinitionName is required when TrainingJobDefinitions has several definitions.",
            )
    for path, name in repeated(names):
        yield Problem(
            path,
            f"Choose another name: {name} is used above.",
            f"Duplicate training job definition name: {name}.",
            value=name,
        )
