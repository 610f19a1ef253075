"""Messages that SageMaker really sent, seen in public issues; ours are the same."""

import json
from pathlib import Path
from typing import Any

import pytest

from tuningconsole.spec import constraints, paths, shapes

VECTORS = json.loads(
    (Path(__file__).parents[1] / "vectors/shape_messages.json").read_text(encoding="utf-8")
)


def nested(path: str, value: Any) -> dict[str, Any]:
    """Return the request with only this member; items of lists before it are empty."""
    for part in reversed(path.split(".")):
        value = [{}] * int(part) + [value] if part.isdigit() else {part: value}
    return dict(value)


def value_of(vector: dict[str, Any]) -> Any:
    value = vector["value"]
    if repeat := vector.get("repeat"):
        return dict.fromkeys(value, "x" * repeat)
    return value or {f"p{number}": "1" for number in range(vector["entries"])}


@pytest.mark.parametrize("vector", VECTORS, ids=lambda vector: vector["source"])
def test_a_broken_constraint_is_worded_as_sagemaker_words_it(vector: dict[str, Any]) -> None:
    model = shapes.operation(vector["operation"]).input_shape
    request = nested(vector["path"], value_of(vector))
    messages = [
        f"Value 'X' at '{paths.to_aws(problem.path, model.name)}' failed to satisfy constraint:"
        f" {problem.aws}"
        for problem in constraints.violations(model, request)
    ]
    assert vector["message"] in messages
