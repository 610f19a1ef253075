"""What a page can work out of what is entered, shown beside the inputs while they change."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from tuningconsole.spec import ranges, reading
from tuningconsole.spec.hyperband import inferred_max_resource, max_resource_name
from tuningconsole.spec.warm_start import MOST_CHANGES, Differences, differences
from tuningconsole.wizard.binding.values import Answers, several
from tuningconsole.wizard.flow import Page
from tuningconsole.wizard.offers import PARENTS, Offers
from tuningconsole.wizard.request import Built
from tuningconsole.wizard.steps import ALGORITHM, JOB
from tuningconsole.wizard.steps.job import CONFIG, STRATEGY
from tuningconsole.wizard.steps.limits import LIMIT, LIMITS

MAX_JOBS = f"{LIMIT}.MaxNumberOfTrainingJobs"
MAX_PARALLEL = f"{LIMIT}.MaxParallelTrainingJobs"
MAX_RESOURCE = f"{CONFIG}.StrategyConfig.HyperbandStrategyConfig.MaxResource"
LASTING = {"status", "age", "definitions", "objective", "names", "types"}
"""Reasons against a parent that grey it out."""
USAGE = "{} for training job usage"
"""The quota's name in Service Quotas."""


@dataclass(frozen=True, slots=True)
class Notes:
    """What is worked out for a page.

    Attributes:
        beside: key of an input -> what to say there; "" keeps its place for what may come.
        parents: the new job beside each of its warm-start parents.
    """

    beside: Mapping[str, str] = field(default_factory=dict)
    parents: list[Differences] = field(default_factory=list)

    @property
    def most_changes(self) -> int:
        """How many changes a warm start may have."""
        return MOST_CHANGES


def of(page: Page, built: Built, answers: Answers, offers: Offers) -> Notes:
    """Return the notes of a page that has some; the answers are all that there are."""
    request = built.request
    if page.step == LIMITS:
        return Notes({MAX_JOBS: _combinations(request), MAX_PARALLEL: _quota(request, offers)})
    beside = {MAX_RESOURCE: _max_resource(request, answers)} if page.step == JOB else {}
    return Notes(beside, list(_parents(request, answers, offers)))


def is_for(page: Page, answers: Answers) -> bool:
    """Tell whether anything is worked out for the page."""
    is_compared = page.step == ALGORITHM and bool(answers.get("WarmStartConfig"))
    return page.step in (JOB, LIMITS) or is_compared


def _combinations(request: Mapping[str, Any]) -> str:
    """Say how many configurations there are to try (R13 of domain-rules.md)."""
    counts = [_count(found) for found in reading.definitions(request)]
    if not counts or 0 in counts:
        return ""
    finite = [count for count in counts if count is not None]
    if len(finite) < len(counts):
        return _("The ranges have endless combinations: one of them is continuous.")
    total = sum(finite)
    said = ngettext(
        "The ranges have {number} combination.", "The ranges have {number} combinations.", total
    )
    return said.format(number=f"{total:,}")


def _count(definition: reading.Definition) -> int | None:
    """Return the combinations of a definition, None for endless, 0 while a range is unclear."""
    if not definition.ranges:
        return 0
    try:
        return ranges.combinations(reading.structure(definition.body, "HyperParameterRanges"))
    except ranges.NotANumberError:
        return 0


def _quota(request: Mapping[str, Any], offers: Offers) -> str:
    """Say how many instances run at once, and how many the account may have."""
    parallel = reading.whole(request, *MAX_PARALLEL.split(".")) or 0
    used: dict[str, int] = {}
    for found in reading.definitions(request):
        resources = reading.structure(found.body, "ResourceConfig")
        kind = reading.text(resources, "InstanceType")
        count = reading.whole(resources, "InstanceCount") or 0
        used[kind] = max(used.get(kind, 0), parallel * count)
    known = {kind: offers.limits.instances.get(USAGE.format(kind)) for kind in used}
    return " ".join(
        _("{number} of your quota of {limit} {instance_type} at once.").format(
            number=used[kind], limit=limit, instance_type=kind
        )
        for kind, limit in known.items()
        if limit is not None and used[kind]
    )


def _max_resource(request: Mapping[str, Any], answers: Answers) -> str:
    """Say what Hyperband takes where Maximum resource is empty."""
    is_needed = answers.get(STRATEGY) == "Hyperband" and not answers.get(MAX_RESOURCE)
    found = reading.definitions(request)[:1] if is_needed else []
    for definition in found:
        if inferred := inferred_max_resource(definition.body):
            return _("Left empty, it is {value}: the static {hyperparameter}.").format(
                value=inferred, hyperparameter=max_resource_name(definition.body)
            )
    return ""


def _parents(request: Mapping[str, Any], answers: Answers, offers: Offers) -> Iterator[Differences]:
    if answers.get("WarmStartConfig"):
        for name in several(answers, PARENTS):
            if parent := offers.parents.get(name):
                yield differences(request, parent, offers.algorithms)


def unfit(built: Built, offers: Offers) -> dict[str, str]:
    """Return why jobs are no parents for this draft, by their names.

    Only what the parent is: what differs and can be entered otherwise is in the table of `of`.
    """
    found: dict[str, str] = {}
    for name, parent in offers.parents.items():
        reasons = differences(built.request, parent, offers.algorithms).reasons
        if lasting := [reason.short for reason in reasons if reason.kind in LASTING]:
            found[name] = "; ".join(lasting)
    return found
