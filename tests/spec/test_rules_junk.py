"""Whatever stands wherever in a request, no rule raises."""

from typing import Any

import pytest

from tests.spec.requests import changed, expanded
from tests.spec.rule_cases.case import CHANNEL, PARENTS, SUBSCRIBED, D
from tests.spec.rule_cases.channels import FILE_SYSTEM, S3
from tests.spec.rule_cases.instances import LIST, QUOTA, R, T, group, preferences
from tests.spec.rule_cases.stopping import SPOT, WAIT
from tuningconsole.spec import rules
from tuningconsole.spec.limits import Limits

JUNK: list[Any] = [
    *(None, True, False, 0, -1, 10**30, 1.5, float("nan"), float("inf"), "", "x", "nan"),
    *([], [None], [[]], [{}], [""], ["x", "x"], [0]),
    *({}, {"": None}, {"x": {"x": []}}, {"Name": "x"}, {"InstanceType": ["x"]}),
]
FULL = expanded(
    **{
        f"{R}.InstanceGroups": [group("a"), group("a")],
        f"{R}.InstancePreferences": preferences(None, 1),
        f"{R}.InstancePlacementConfig": {"PlacementSpecifications": [{"InstanceCount": 0}]},
        T: {"InstanceConfigs": [LIST], "AllocationStrategy": "Prioritized"},
        f"{S3}.S3DataType": "AugmentedManifestFile",
        f"{S3}.InstanceGroupNames": ["b"],
        f"{CHANNEL}.DataSource.FileSystemDataSource": FILE_SYSTEM,
        f"{CHANNEL}.CompressionType": "Gzip",
        f"{D}.Environment": {"A": "1"},
        PARENTS: [{"HyperParameterTuningJobName": "trees"}],
        SPOT: True,
        WAIT: 9999,
    }
)
"""A request with so much in it, and so much wrong, that rules have something to read."""


def places(value: Any, path: str = "") -> list[str]:
    """Return the path of everything that a request has, its structures and lists included."""
    match value:
        case dict():
            items = [(str(key), item) for key, item in value.items()]
        case list():
            items = [(str(key), item) for key, item in enumerate(value)]
        case _:
            items = []
    found = [(f"{path}.{key}".removeprefix("."), item) for key, item in items]
    return [at for start, item in found for at in (start, *places(item, start))]


@pytest.mark.parametrize("path", places(FULL))
def test_junk_anywhere_raises_nothing(path: str) -> None:
    for junk in JUNK:
        request = changed(FULL, {path: junk})
        for algorithm in (request, SUBSCRIBED["trees"]):
            rules.findings(
                request,
                rules.Context(
                    {"trees": algorithm}, {"trees": request}, Limits(instances={QUOTA: 0})
                ),
            )


def test_junk_of_an_algorithm_raises_nothing() -> None:
    request = expanded(**{SPOT: True, WAIT: 9999})
    algorithm = SUBSCRIBED["trees"]
    for path in places(algorithm):
        for junk in JUNK:
            rules.findings(request, rules.Context({"trees": changed(algorithm, {path: junk})}))


def test_the_places_are_all_there() -> None:
    found = places(FULL)
    assert {f"{R}.InstancePreferences.1.InstanceCount", f"{S3}.InstanceGroupNames.0"} <= {*found}
    assert {"TrainingJobDefinitions", D, R} <= {*found}
