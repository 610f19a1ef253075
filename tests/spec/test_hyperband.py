from typing import Any

import pytest

from tuningconsole.spec.hyperband import inferred_max_resource, max_resource_name


@pytest.mark.parametrize(
    ("static", "inferred"),
    [
        ({"epochs": "10"}, 10),
        ({"numepochs": "10"}, 10),
        ({"n-epochs": "10"}, 10),
        ({"n_epochs": "10"}, 10),
        ({"num_epochs": '"10"'}, 10),
        ({"epochs": "many", "num_epochs": "7"}, 7),
        ({"num_epochs": "7", "epochs": "10"}, 10),
        ({"epochs": "0"}, None),
        ({"epochs": "1.5"}, None),
        ({"epochs": 10}, None),
        ({"Epochs": "10"}, None),
        ({}, None),
        ([], None),
    ],
)
def test_the_most_resource_is_inferred_from_static_epochs(
    static: Any, inferred: int | None
) -> None:
    definition = {"StaticHyperParameters": static}
    assert inferred_max_resource(definition) == inferred
    assert bool(max_resource_name(definition)) is (inferred is not None)


def test_nothing_is_inferred_from_what_is_tuned() -> None:
    tuned = {"IntegerParameterRanges": [{"Name": "epochs", "MinValue": "1", "MaxValue": "9"}]}
    assert inferred_max_resource({"HyperParameterRanges": tuned}) is None
