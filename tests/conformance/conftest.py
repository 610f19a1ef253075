"""The clients of the embedded stack, and the jobs that they made."""

from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any

import pytest

from tests.conformance.clients import Clients
from tests.conformance.console import Console
from tests.conformance.readme import python_of_the_readme
from tests.conformance.requests import SUBSCRIBED, tuning_job
from tests.stack import EmbeddedStack


@pytest.fixture(scope="session")
def clients(stack: EmbeddedStack, tmp_path_factory: pytest.TempPathFactory) -> Clients:
    return Clients(stack.client_variables, tmp_path_factory.mktemp("clients"))


@pytest.fixture(scope="session")
def console(stack: EmbeddedStack) -> Console:
    return Console(stack.url, "admin", stack.password)


@pytest.fixture(scope="session")
def account(clients: Clients) -> dict[str, str]:
    """Give the role's ARN and the name of the account's default bucket, as the CLI finds them."""
    role = clients.aws("iam", "get-role", "--role-name", "SageMakerRole")["Role"]["Arn"]
    number = clients.aws("sts", "get-caller-identity")["Account"]
    return {"role": role, "bucket": f"sagemaker-us-east-2-{number}"}


@pytest.fixture(scope="session")
def of_the_sdk(clients: Clients) -> Any:
    """Give what came of the guide's lines, run as the README shows them."""
    return clients.sdk("seed_sdk.py", stdin=python_of_the_readme())


@pytest.fixture(scope="session")
def sdk_programs(clients: Clients, account: dict[str, str]) -> Iterator[dict[str, Future[Any]]]:
    """Run some of the SDK's programs beside each other: most of their time they wait."""
    data = f"s3://{account['bucket']}/samples/iris"
    names = ("fit.py", "stop.py", "sdk_strategies.py", "sdk_definitions.py")
    with ThreadPoolExecutor(len(names)) as pool:
        yield {name: pool.submit(clients.sdk, name, data) for name in names}


@pytest.fixture(scope="session")
def by_arn(clients: Clients, account: dict[str, str]) -> Any:
    return run(clients, tuning_job("by-arn", SUBSCRIBED, **account))


@pytest.fixture(scope="session")
def by_name(clients: Clients, account: dict[str, str]) -> Iterator[Any]:
    """Give the same job by name: a name is that of one of the account's own algorithms."""
    subscribed = clients.aws("sagemaker", "describe-algorithm", "--algorithm-name", SUBSCRIBED)
    own = {
        "AlgorithmName": "decision-trees-of-ours",
        "TrainingSpecification": subscribed["TrainingSpecification"],
    }
    clients.aws("sagemaker", "create-algorithm", "--cli-input-json", clients.input(own))
    yield run(clients, tuning_job("by-name", own["AlgorithmName"], **account))
    clients.aws("sagemaker", "delete-algorithm", "--algorithm-name", own["AlgorithmName"])


def run(clients: Clients, request: dict[str, Any]) -> Any:
    """Create a tuning job by the CLI and return its description once it has ended."""
    given = ("--cli-input-json", clients.input(request))
    clients.aws("sagemaker", "create-hyper-parameter-tuning-job", *given)
    return clients.ended(request["HyperParameterTuningJobName"])
