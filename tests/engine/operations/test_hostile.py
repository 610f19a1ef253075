"""Whatever a client sends to an operation, shaped as its requests are, is refused or answered."""

import json
from typing import Any

import pytest
from botocore.model import ListShape, MapShape, Shape, StructureShape
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.engine.calls import Calls
from tests.engine.stack import BUCKET, ROLE, EngineStack
from tests.engine.test_wire import asked
from tests.hostile import tally
from tuningconsole.spec import shapes

OPERATIONS = [
    *("CreateTrainingJob", "DeleteTrainingJob", "StopTrainingJob", "DescribeTrainingJob"),
    *("DeleteHyperParameterTuningJob", "ListTrainingJobs", "ListHyperParameterTuningJobs"),
    *("CreateModel", "DescribeModel", "DeleteModel", "ListModels"),
    *("CreateModelPackage", "DescribeModelPackage", "ListTags", "AddTags"),
]
TEXTS = st.sampled_from(
    [
        *("a", "", "x" * 300, "é\u2028", "-", "linear-sgd", "ml.m5.large", "File", "Name"),
        *(ROLE, f"s3://{BUCKET}/samples/iris", "s3://", "https://b/k", "s3://no such/%2e%2e"),
        *("arn:aws:sagemaker:us-east-2:123456789012:model/a", "arn:", "None", "0", "1e999"),
    ]
)
SCALARS = {
    "boolean": st.booleans(),
    **dict.fromkeys(("integer", "long"), st.sampled_from([0, 1, -1, 2**31 - 1, 101])),
    **dict.fromkeys(("float", "double"), st.sampled_from([0.0, -1e308, 0.5])),
    "timestamp": st.sampled_from([0, 1.5, -1e10, 253402300799.0]),
}
DEEPEST = 5
EACH = tally.each("engine", 2 * len(OPERATIONS), at_least=40)


def values(shape: Shape, depth: int = 0) -> st.SearchStrategy[Any]:
    """Return values of the shape's type; required members are most often there."""
    if isinstance(shape, StructureShape):
        if depth > DEEPEST:
            return st.just({})
        members = {name: values(member, depth + 1) for name, member in shape.members.items()}
        required = {name: members.pop(name) for name in shape.required_members if name in members}
        few = dict(list(members.items())[:12])
        return st.fixed_dictionaries(required, optional=few)
    if isinstance(shape, ListShape):
        return st.lists(values(shape.member, depth + 1), max_size=2)
    if isinstance(shape, MapShape):
        return st.dictionaries(TEXTS, values(shape.value, depth + 1), max_size=2)
    if enum := getattr(shape, "enum", None):
        return st.sampled_from([*enum, "Bogus"])
    return SCALARS.get(shape.type_name, TEXTS)


@pytest.mark.parametrize("operation", OPERATIONS)
def test_a_request_of_the_right_shape_never_breaks_the_engine(
    engine: EngineStack, calls: Calls, operation: str
) -> None:
    shape = shapes.operation(operation).input_shape
    assert shape is not None

    @given(values(shape))
    @settings(max_examples=EACH, deadline=None, suppress_health_check=[*HealthCheck], database=None)
    def never_breaks(request: dict[str, Any]) -> None:
        status, answer = asked(engine, json.dumps(request).encode(), f"SageMaker.{operation}")
        tally.count("the engine's API", status)
        assert status < 500, answer

    never_breaks()
