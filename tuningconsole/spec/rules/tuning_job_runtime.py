"""A tuning job that runs for more than 30 days is more than AWS's limits page promises.

Rule L5 of domain-rules.md: the shape takes up to 182.5 days, the page "Resource limits for
automatic model tuning" says 30, so this warns. Source: that page; ResourceLimits in botocore's
model. Evidence: [D] documented, in two ways; the text is ours [E].
"""

from collections.abc import Iterable

from tuningconsole.spec.problems import Problem
from tuningconsole.spec.reading import whole
from tuningconsole.spec.rules import Context, Request

_PATH = "HyperParameterTuningJobConfig.ResourceLimits.MaxRuntimeInSeconds"
_MOST_DAYS = 30


def check(request: Request, context: Context) -> Iterable[Problem]:
    """Yield a warning for a longer limit on the whole tuning job."""
    runtime = whole(request, *_PATH.split("."))
    if runtime is not None and runtime > _MOST_DAYS * 24 * 3600:
        yield Problem(
            _PATH,
            f"Enter at most {_MOST_DAYS} days to be sure: AWS's limits page allows no more.",
            f"MaxRuntimeInSeconds [{runtime}] is more than {_MOST_DAYS} days.",
            value=runtime,
            severity="warning",
        )
