"""Hyperband's least resource is at most its most, which is within the quota.

Table 1.10 of domain-rules.md. Source: HyperbandStrategyConfig in botocore's model ("The maximum
value is 20,000 epochs"). Evidence: [D] documented maximum; that the least is at most the most is
our decision, and so are the texts [E].
"""

from collections.abc import Iterable, Iterator

from tuningconsole.spec.hyperband import inferred_max_resource, max_resource_name
from tuningconsole.spec.problems import Problem
from tuningconsole.spec.reading import definitions, text, whole
from tuningconsole.spec.rules import Context, Request

_CONFIG = "HyperParameterTuningJobConfig"
_RESOURCES = (_CONFIG, "StrategyConfig", "HyperbandStrategyConfig")


def check(request: Request, context: Context) -> Iterable[Problem]:
    """Yield a problem for every most resource, given or inferred, that is too high or too low."""
    if text(request, _CONFIG, "Strategy") != "Hyperband":
        return
    limit = context.limits.max_hyperband_resource
    least = whole(request, *_RESOURCES, "MinResource")
    for path, most in _most(request):
        if most > limit:
            yield Problem(
                path,
                f"Enter at most {limit}.",
                f"MaxResource [{most}] must not exceed {limit}.",
                value=most,
            )
        if least is not None and least > most:
            yield Problem(
                f"{'.'.join(_RESOURCES)}.MinResource",
                f"Enter at most {most}, the most resource of a training job.",
                f"MinResource [{least}] must not exceed MaxResource [{most}].",
                value=least,
            )


def _most(request: Request) -> Iterator[tuple[str, int]]:
    """Yield where a most resource is said, and how much it is."""
    given = whole(request, *_RESOURCES, "MaxResource")
    if given is not None:
        yield f"{'.'.join(_RESOURCES)}.MaxResource", given
        return
    for definition in definitions(request):
        inferred = inferred_max_resource(definition.body)
        if inferred is not None:
            name = max_resource_name(definition.body)
            yield f"{definition.path}.StaticHyperParameters.{name}", inferred
