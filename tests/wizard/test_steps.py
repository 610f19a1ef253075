"""The declarations against the service model."""

import pytest

from tuningconsole.spec.shapes import leaves
from tuningconsole.wizard.binding.declarations import Control, Field, Hyperparameters, Pairs
from tuningconsole.wizard.binding.fields import bound, constraint_of, help_of
from tuningconsole.wizard.offers import Offers
from tuningconsole.wizard.steps import NOT_IN_WIZARD, OF_DEFINITION, OF_JOB

PARTS = [*OF_JOB, *OF_DEFINITION]
MAPS = {part.path.replace(".0.", ".*.") for part in PARTS if isinstance(part, Pairs)}
FIELDS = [
    field
    for part in PARTS
    if not isinstance(part, Hyperparameters | Pairs)
    for field in part.fields
    if isinstance(field, Field)
]
OF_HYPERPARAMETERS = {
    f"TrainingJobDefinitions.*.HyperParameterRanges.{kind}"
    for kind in (
        "IntegerParameterRanges",
        "ContinuousParameterRanges",
        "CategoricalParameterRanges",
        "AutoParameters",
    )
} | {"TrainingJobDefinitions.*.StaticHyperParameters"}
BOUND = {field.path.replace(".0.", ".*.") for field in FIELDS} | OF_HYPERPARAMETERS | MAPS


def is_below(leaf: str, start: str) -> bool:
    return leaf == start or leaf.startswith(f"{start}.")


@pytest.mark.parametrize("field", FIELDS, ids=lambda field: field.path)
def test_a_field_names_a_member_and_says_what_it_is_for(field: Field) -> None:
    assert field.member.shape
    assert field.label
    assert isinstance(help_of(field), str)
    assert "<" not in help_of(field)


@pytest.mark.parametrize("leaf", sorted(leaves()))
def test_every_member_is_bound_once_or_left_out_with_a_reason(leaf: str) -> None:
    starts = [start for start in (*BOUND, *NOT_IN_WIZARD) if is_below(leaf, start)]
    assert len(starts) == 1, starts


@pytest.mark.parametrize("start", NOT_IN_WIZARD)
def test_what_is_left_out_exists(start: str) -> None:
    assert any(is_below(leaf, start) for leaf in leaves())
    assert NOT_IN_WIZARD[start]


def test_no_path_is_asked_for_twice() -> None:
    assert len({field.path for field in FIELDS}) == len(FIELDS)


def test_limits_are_those_of_the_service_model() -> None:
    [name] = [field for field in FIELDS if field.path == "HyperParameterTuningJobName"]
    assert constraint_of(name, "en").startswith(
        "1 to 32 characters. Use letters, digits and hyphens"
    )


@pytest.mark.parametrize(
    ("label", "limits"),
    [
        ("Instance count", "A whole number, 1 or more."),
        ("Retry attempts", "A whole number, 1 to 30."),
        ("Training image", "Up to 255 characters."),
        ("Maximum pending time", "30 minutes to 28 days."),
    ],
)
def test_limits_are_what_can_be_entered(label: str, limits: str) -> None:
    assert {constraint_of(field, "en") for field in FIELDS if field.label == label} == {limits}


@pytest.mark.parametrize("field", FIELDS, ids=lambda field: field.path)
def test_no_keyboard_of_a_phone_lacks_what_a_number_needs(field: Field) -> None:
    [(_, bound_field), *_] = bound(field, field.path, {}, Offers(), {}, "en")
    mode = bound_field.widget.attrs.get("inputmode")
    shape = field.member.shape
    if field.control is Control.DURATION:
        assert mode == "decimal", "1.5 hours are a duration."
    elif shape.type_name == "integer":
        assert mode == "numeric"
    else:
        assert mode is None, "A number may have a minus sign."
