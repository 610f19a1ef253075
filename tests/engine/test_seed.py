"""What ``seed_engine`` makes of a new engine and of one that is older than it."""

import psycopg

from tests.conformance.requests import SUBSCRIBED, tuning_job
from tests.engine.calls import Calls, refused
from tests.engine.stack import BUCKET, ROLE, EngineStack


def test_an_older_stacks_subscribed_algorithm_gets_its_product(
    engine: EngineStack, calls: Calls
) -> None:
    with psycopg.connect(engine.environment["ENGINE_DATABASE_URL"]) as connection:
        done = connection.execute(
            "UPDATE engine_algorithm SET product_id = '' WHERE arn = %s", [SUBSCRIBED]
        )
        assert done.rowcount == 1
    assert "ProductId" not in calls.sagemaker.describe_algorithm(AlgorithmName=SUBSCRIBED)
    engine.manage("seed_engine")
    found = calls.sagemaker.describe_algorithm(AlgorithmName=SUBSCRIBED)
    assert found["ProductId"] == "prod-scikit-decision-trees"
    own = calls.sagemaker.describe_algorithm(AlgorithmName="linear-sgd")
    assert "ProductId" not in own


def test_the_subscribed_algorithm_is_trained_without_a_network_only(calls: Calls) -> None:
    request = tuning_job("networked", SUBSCRIBED, role=ROLE, bucket=BUCKET)
    request["TrainingJobDefinition"]["EnableNetworkIsolation"] = False
    assert refused(calls.sagemaker.create_hyper_parameter_tuning_job, **request) == (
        "ValidationException",
        "EnableNetworkIsolation must be true for AWS Marketplace algorithms.",
    )
