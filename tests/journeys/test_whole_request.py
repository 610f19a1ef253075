"""Requests entered on the pages: the engine holds what was entered, and runs it."""

import pytest
from playwright.sync_api import expect

from tests.export.test_same_job import NAME
from tests.journeys.wizard import (
    COMMON,
    CONFIG,
    IRIS,
    OBJECTIVE,
    S3_URI,
    SMALL,
    SPECIFICATION,
    TITLES,
    D,
    Wizard,
    bounds,
    specification,
    through_data,
    through_ranges,
)
from tests.stack import EmbeddedStack
from tuningconsole.spec.canonical import collapse, expand
from tuningconsole.spec.described import request_of, without_defaults

pytestmark = [pytest.mark.journey, pytest.mark.stack, pytest.mark.slow]

REGEX = r"validation:accuracy=(\S+)"


def test_an_own_image_with_metrics_and_hyperparameters_of_its_own_trains(
    wizard: Wizard, stack: EmbeddedStack
) -> None:
    image = stack.client("sagemaker").describe_algorithm(AlgorithmName="linear-sgd")
    wizard.start("Your own training image")
    name = wizard.name
    wizard.enter({f"{CONFIG}.Strategy": "Random"})
    wizard.next(TITLES["hyperparameters"])
    wizard.enter(
        {f"{SPECIFICATION}.TrainingImage": image["TrainingSpecification"]["TrainingImage"]}
    )
    metrics = f"{SPECIFICATION}.MetricDefinitions"
    wizard.add(metrics)
    wizard.enter({f"{metrics}.0.Name": "accuracy", f"{metrics}.0.Regex": REGEX})
    own = f"{D}.OwnHyperParameters"
    for _ in range(2):
        wizard.add(f"{D}.HyperParameters")
    wizard.enter(
        {
            f"{own}.0:name": "epochs",
            f"{own}.0:value": "3",
            f"{own}.1:name": "alpha",
            f"{own}.1:kind": "Continuous",
            f"{own}.1:min": "0.0001",
            f"{own}.1:max": "0.1",
            f"{OBJECTIVE}.MetricName": "accuracy",
            f"{OBJECTIVE}.Type": "Maximize",
        }
    )
    wizard.next(TITLES["data"])
    channel = f"{D}.InputDataConfig"
    wizard.enter({f"{channel}.0.ChannelName": "training", S3_URI: IRIS})
    wizard.next(TITLES["resources"])
    wizard.enter({f"{D}.ResourceConfig.InstanceType": "ml.m5.large"})
    wizard.next(TITLES["limits"])
    wizard.enter(SMALL)
    wizard.next(TITLES["review"])
    wizard.create(name)
    wizard.finished()
    expect(wizard.page.get_by_text("/output/model.tar.gz").first).to_be_visible(timeout=30_000)
    shown = wizard.described(name)
    definition = shown["TrainingJobDefinition"]
    assert definition["AlgorithmSpecification"] == {
        "TrainingImage": "linear-sgd:1",
        "TrainingInputMode": "File",
        # The service adds the second.
        "MetricDefinitions": [
            {"Name": "accuracy", "Regex": REGEX},
            {"Name": "ObjectiveMetric", "Regex": REGEX},
        ],
    }
    assert definition["StaticHyperParameters"] == {
        "epochs": "3",
        "_tuning_objective_metric": "accuracy",
    }
    assert shown[CONFIG]["ParameterRanges"]["ContinuousParameterRanges"] == [
        bounds("alpha", "0.0001", "0.1")
    ]


def network(wizard: Wizard) -> dict[str, list[str]]:
    """Choose a VPC, a subnet of it and a security group."""
    ec2 = wizard.stack.client("ec2")
    vpc = ec2.describe_vpcs()["Vpcs"][0]["VpcId"]
    its = [{"Name": "vpc-id", "Values": [vpc]}]
    subnet = ec2.describe_subnets(Filters=its)["Subnets"][0]["SubnetId"]
    group = ec2.describe_security_groups(Filters=its)["SecurityGroups"][0]["GroupId"]
    found = {"Subnets": [subnet], "SecurityGroupIds": [group]}
    wizard.enter({f"{D}.VpcConfig": vpc})
    wizard.enter({f"{D}.VpcConfig.{member}": ids for member, ids in found.items()})
    return found


def test_advanced_members_are_held_as_entered(wizard: Wizard) -> None:
    wizard.start("hist-gradient-boosting")
    name = wizard.name
    wizard.enter({f"{CONFIG}.Strategy": "Random", f"{CONFIG}.RandomSeed": "7"})
    vpc = network(wizard)
    through_ranges(wizard)
    environment = f"{D}.Environment"
    wizard.add(environment)
    wizard.enter({f"{environment}.0:name": "NOTE", f"{environment}.0:value": "ü / 1"})
    encryption = f"{D}.EnableInterContainerTrafficEncryption"
    wizard.enter({encryption: "true", f"{D}.EnableNetworkIsolation": "true"})
    through_data(wizard)
    stopping = f"{D}.StoppingCondition"
    wizard.enter({f"{stopping}.MaxRuntimeInSeconds:unit": "hours"})
    wizard.enter({f"{D}.EnableManagedSpotTraining": "true"})
    wizard.enter({f"{stopping}.MaxWaitTimeInSeconds": "2"})
    wizard.enter({f"{stopping}.MaxWaitTimeInSeconds:unit": "hours"})
    wizard.enter({f"{D}.RetryStrategy.MaximumRetryAttempts": "3"})
    wizard.next(TITLES["limits"])
    limits = f"{CONFIG}.ResourceLimits"
    wizard.enter(
        SMALL | {f"{limits}.MaxRuntimeInSeconds": "1", f"{limits}.MaxRuntimeInSeconds:unit": "days"}
    )
    wizard.add("Tags")
    wizard.enter({"Tags.0.Key": "team", "Tags.0.Value": "Förster / 1"})
    wizard.next(TITLES["review"])
    asked = wizard.asked()
    assert asked == {
        NAME: name,
        CONFIG: {
            "Strategy": "Random",
            "RandomSeed": 7,
            "TrainingJobEarlyStoppingType": "Off",
            "ResourceLimits": {
                "MaxNumberOfTrainingJobs": 2,
                "MaxParallelTrainingJobs": 2,
                "MaxRuntimeInSeconds": 86400,
            },
            "HyperParameterTuningJobObjective": {
                "Type": "Minimize",
                "MetricName": "validation:log_loss",
            },
            "ParameterRanges": {
                "ContinuousParameterRanges": [bounds("learning_rate", "0.01", "0.5")]
            },
        },
        "TrainingJobDefinition": {
            **COMMON,
            "AlgorithmSpecification": specification("hist-gradient-boosting"),
            "StaticHyperParameters": {
                "epochs": "2",
                "max_leaf_nodes": "31",
                "min_samples_leaf": "20",
                "l2_regularization": "0.0",
                "validation_fraction": "0.25",
                "seed": "0",
            },
            "VpcConfig": vpc,
            "StoppingCondition": {"MaxRuntimeInSeconds": 3600, "MaxWaitTimeInSeconds": 7200},
            "Environment": {"NOTE": "ü / 1"},
            "EnableNetworkIsolation": True,
            "EnableInterContainerTrafficEncryption": True,
            "EnableManagedSpotTraining": True,
            "RetryStrategy": {"MaximumRetryAttempts": 3},
        },
        "Tags": [{"Key": "team", "Value": "Förster / 1"}],
    }
    wizard.create(name)
    wizard.finished()
    assert request_of(*wizard.held(name)) == collapse(without_defaults(expand(asked)))
