"""Grid's number of training jobs, if given, is the number of combinations.

Table 1.10 of domain-rules.md. Source: the guide's page automatic-model-tuning-how-it-works, "Grid
search". Evidence: [D] documented; the text, and that the combinations of several definitions add
up, are ours [E] (domain-rules.md 1.13). training_job_limits holds it against the quota.
"""

from collections.abc import Iterable

from tuningconsole.spec.problems import Problem
from tuningconsole.spec.ranges import grid_size
from tuningconsole.spec.reading import has_autotune, text, whole
from tuningconsole.spec.rules import Context, Request

_CONFIG = "HyperParameterTuningJobConfig"
_WANTED = (_CONFIG, "ResourceLimits", "MaxNumberOfTrainingJobs")


def check(request: Request, context: Context) -> Iterable[Problem]:
    """Yield a problem if another number is given."""
    if text(request, _CONFIG, "Strategy") != "Grid" or has_autotune(request):
        return
    wanted, count = whole(request, *_WANTED), grid_size(request)
    if wanted is not None and count is not None and wanted != count:
        yield Problem(
            ".".join(_WANTED),
            f"Enter {count}, which is how many combinations the values have, or leave it empty.",
            f"MaxNumberOfTrainingJobs [{wanted}] must equal the number of combinations [{count}].",
            value=wanted,
        )
