"""What stands against the parents that a request names, as problems of the rules."""

from collections.abc import Iterator

from tuningconsole.spec.problems import Problem
from tuningconsole.spec.reading import structures, text
from tuningconsole.spec.remembering import once
from tuningconsole.spec.rules import Context, Request
from tuningconsole.spec.warm_start import PARENT_NAME, PARENTS, Kind, Reason, differences


def named_parents(request: Request) -> list[tuple[str, str]]:
    """Return the path and the name of each parent."""
    return [
        (f"{'.'.join(PARENTS)}.{number}.{PARENT_NAME}", text(parent, PARENT_NAME))
        for number, parent in structures(request, *PARENTS)
    ]


def of_kinds(request: Request, context: Context, *kinds: Kind) -> Iterator[Problem]:
    """Yield the reasons of these kinds, of every parent that the context knows."""
    for path, name in named_parents(request):
        for reason in _reasons(request, context, name):
            if reason.kind in kinds:
                yield Problem(
                    reason.path or path,
                    reason.message,
                    reason.aws,
                    value=name,
                    severity=reason.severity,
                )


def _reasons(request: Request, context: Context, name: str) -> tuple[Reason, ...]:
    parent = context.parents.get(name)
    if parent is None:
        return ()
    return once(
        request,
        ("warm start", name),
        lambda: differences(request, parent, context.algorithms).reasons,
    )
