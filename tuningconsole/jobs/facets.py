"""What a list of jobs is narrowed by, beside its columns: words that are indexed together.

A facet is `<kind>:<value>`; a job has those of `of`. Their index keeps how frequent each is, so
that PostgreSQL knows whether to look them up or to walk the list.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from tuningconsole.spec import canonical, reading
from tuningconsole.spec.described import SUBMISSION_TAG
from tuningconsole.spec.reading import text

ALGORITHM, METRIC, TAG, MADE = "algorithm", "metric", "tag", "made"
HERE, ELSEWHERE = "here", "elsewhere"


def of(asked: Mapping[str, Any], tags: Mapping[str, str], *, is_ours: bool) -> list[str]:
    """Return the facets of a job, sorted.

    Args:
        asked: its request or its description.
        tags: its tags; each gives one facet of its key, and one of `key=value`.
        is_ours: it was submitted here.
    """
    found = {facet(MADE, HERE if is_ours else ELSEWHERE), *_tagged(tags)}
    expanded = canonical.view(asked)
    for definition in reading.definitions(expanded):
        found |= _defined(definition.body)
    objective = text(
        asked, "HyperParameterTuningJobConfig", "HyperParameterTuningJobObjective", "MetricName"
    )
    return sorted(found | ({facet(METRIC, objective)} if objective else set()))


def facet(kind: str, value: str) -> str:
    """Return the facet of a kind and a value."""
    return f"{kind}:{value}"


def values(facets: list[str], kind: str) -> list[str]:
    """Return the values of a kind among the facets."""
    start = f"{kind}:"
    return [each.removeprefix(start) for each in facets if each.startswith(start)]


def _tagged(tags: Mapping[str, str]) -> Iterator[str]:
    for key, value in tags.items():
        if key != SUBMISSION_TAG:
            yield facet(TAG, key)
            yield facet(TAG, f"{key}={value}")


def _defined(definition: Mapping[str, Any]) -> set[str]:
    specification = reading.structure(definition, "AlgorithmSpecification")
    algorithm = text(specification, "AlgorithmName") or text(specification, "TrainingImage")
    metric = text(definition, "TuningObjective", "MetricName")
    found = set()
    if algorithm:
        found.add(facet(ALGORITHM, algorithm.rpartition("/")[2]))
    if metric:
        found.add(facet(METRIC, metric))
    return found
