"""The statuses that are written out are those of the service model."""

from enum import StrEnum

import pytest

from tuningconsole.spec import shapes, states


@pytest.mark.parametrize(
    ("ours", "shape"),
    [
        (states.TuningJobStatus, "HyperParameterTuningJobStatus"),
        (states.TrainingJobStatus, "TrainingJobStatus"),
        (states.SecondaryStatus, "SecondaryStatus"),
        (states.ObjectiveStatus, "ObjectiveStatus"),
        (states.AlgorithmStatus, "AlgorithmStatus"),
    ],
)
def test_an_enumeration_has_the_members_of_the_service_model(
    ours: type[StrEnum], shape: str
) -> None:
    assert {member.name: member.value for member in ours} == {
        value.upper(): value for value in shapes.enum(shape)
    }
