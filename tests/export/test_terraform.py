"""The Terraform resource: what it says, read by another parser, is the request."""

from typing import Any

import pytest
from hypothesis import given

from tests.export import hcl
from tests.export.requests import FRAGMENTS, HOSTILE, texts, texts_replaced, whole
from tests.export.terraform_schema import SCHEMA, Schema
from tests.spec.requests import REQUEST, changed
from tuningconsole import export
from tuningconsole.export.writing.rest import leaves
from tuningconsole.spec import canonical

FORMS = ["TrainingJobDefinition", "TrainingJobDefinitions"]
STATIC = "TrainingJobDefinition.StaticHyperParameters"
NO_ARGUMENT = "The Terraform resource has no argument for it."


def outside(body: dict[str, Any], schema: Schema, path: str = "") -> list[str]:
    """Return the arguments and blocks that the schema has not, by path."""
    attributes, blocks = schema
    found = []
    for name, value in body.items():
        here = f"{path}.{name}"
        if name in blocks:
            found += [miss for item in value for miss in outside(item, blocks[name], here)]
        elif name not in attributes.split():
            found.append(here)
    return found


@pytest.mark.parametrize("form", FORMS)
def test_every_member_is_an_argument_of_the_resource_or_left_out(form: str) -> None:
    request = whole(form)
    found = export.render("terraform", request)
    assert outside(hcl.resource(found.text), SCHEMA) == []
    said = set(leaves(hcl.request(found.text), ""))
    left = {one.path for one in found.left_out}
    assert said | left == set(leaves(request, ""))
    assert not said & left
    assert {one.reason for one in found.left_out} == {NO_ARGUMENT}


@pytest.mark.parametrize("form", FORMS)
def test_the_members_left_out_are_these(form: str) -> None:
    request = whole(form)
    start = form if form == FORMS[0] else f"{form}.0"
    found = [one.path for one in export.render("terraform", request).left_out]
    assert [path.removeprefix(f"{start}.") for path in found if path.startswith(start)] == [
        "InputDataConfig.0.DataSource.DatasetSource.DatasetArn",
        "InputDataConfig.1.DataSource.DatasetSource.DatasetArn",
        "ResourceConfig.InstancePreferences.0.InstanceType",
        "ResourceConfig.InstancePreferences.0.InstanceCount",
        "ResourceConfig.InstancePreferences.0.TrainingPlanArns",
        "ResourceConfig.InstancePreferences.1.InstanceType",
        "ResourceConfig.InstancePreferences.1.InstanceCount",
        "ResourceConfig.InstancePreferences.1.TrainingPlanArns",
        "ResourceConfig.SelectedInstanceType",
        "ResourceConfig.SelectedInstanceCount",
    ]


@pytest.mark.parametrize("request_", [REQUEST, canonical.expand(REQUEST)], ids=FORMS)
def test_the_resource_is_the_request(request_: dict[str, Any]) -> None:
    found = export.render("terraform", request_)
    assert hcl.request(found.text) == request_
    assert found.left_out == ()


@pytest.mark.parametrize("text", [*FRAGMENTS, HOSTILE])
def test_no_text_opens_a_template_or_ends_a_string(text: str) -> None:
    request = texts_replaced(REQUEST, text)
    assert hcl.request(export.render("terraform", request).text) == request


@given(name=texts, value=texts)
def test_any_text_comes_back_as_it_was(name: str, value: str) -> None:
    request = changed(REQUEST, {"Tags": [{"Key": name, "Value": value}]})
    request["TrainingJobDefinition"]["StaticHyperParameters"] = {name: value}
    assert hcl.request(export.render("terraform", request).text) == request


def test_a_text_that_terraform_would_compose_is_named() -> None:
    request = changed(REQUEST, {f"{STATIC}.note": "e\u0301"})
    found = export.render("terraform", request).left_out
    assert [(one.path, one.reason) for one in found] == [
        (STATIC, "Terraform writes the text in another Unicode form (NFC).")
    ]


@pytest.mark.parametrize(
    ("path", "value", "reason"),
    [
        (
            "InputDataConfig.0.DataSource.S3DataSource.ModelAccessConfig.AcceptEula",
            False,
            "The provider takes true only.",
        ),
        (
            "StoppingCondition.MaxPendingTimeInSeconds",
            1800,
            "The provider takes 7,200 seconds or more.",
        ),
    ],
)
def test_what_the_provider_refuses_is_left_out(path: str, value: Any, reason: str) -> None:
    request = changed(REQUEST, {f"TrainingJobDefinition.{path}": value})
    found = export.render("terraform", request)
    [left] = found.left_out
    assert (left.path, left.reason) == (f"TrainingJobDefinition.{path}", reason)
    assert "accept_eula" not in found.text
    assert "max_pending" not in found.text


def test_a_member_that_nobody_knows_is_left_out() -> None:
    request = changed(REQUEST, {"TrainingJobDefinition.Novelty.Level": 3, "} evil {": {"a": 1}})
    found = export.render("terraform", request)
    assert [one.path for one in found.left_out] == [
        "TrainingJobDefinition.Novelty.Level",
        "} evil {.a",
    ]
    assert hcl.request(found.text) == REQUEST


def test_a_label_is_an_identifier_whatever_the_name() -> None:
    for name in ("7-days", 'a" {}', ""):
        request = changed(REQUEST, {"HyperParameterTuningJobName": name})
        assert hcl.resource(export.render("terraform", request).text)["name"] == name


def test_lines_stand_as_terraform_fmt_lays_them_out() -> None:
    request = {
        "HyperParameterTuningJobName": "a",
        "HyperParameterTuningJobConfig": {
            "ResourceLimits": {"MaxNumberOfTrainingJobs": 6, "MaxParallelTrainingJobs": 2},
            "ParameterRanges": {},
        },
        "TrainingJobDefinition": {
            "StaticHyperParameters": {"a": "1", "long name": "2"},
            "Environment": {},
            "RetryStrategy": {"MaximumRetryAttempts": 3},
            "EnableNetworkIsolation": True,
        },
    }
    assert export.render("terraform", request).text == (
        'resource "aws_sagemaker_hyper_parameter_tuning_job" "a" {\n'
        '  name = "a"\n'
        "\n"
        "  config {\n"
        "    resource_limits {\n"
        "      max_number_of_training_jobs = 6\n"
        "      max_parallel_training_jobs  = 2\n"
        "    }\n"
        "\n"
        "    parameter_ranges {}\n"
        "  }\n"
        "\n"
        "  training_job_definition {\n"
        "    enable_network_isolation = true\n"
        "    environment              = {}\n"
        "\n"
        "    static_hyper_parameters = {\n"
        '      "a"         = "1"\n'
        '      "long name" = "2"\n'
        "    }\n"
        "\n"
        "    retry_strategy = [{\n"
        "      maximum_retry_attempts = 3\n"
        "    }]\n"
        "  }\n"
        "}\n"
    )
