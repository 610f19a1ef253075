"""Jobs of jobs, of documents and of exports: each is the same job as the one that it came from."""

import json
from pathlib import Path
from typing import Any

import pytest
import yaml
from playwright.sync_api import expect

from tests.conformance.clients import BIN, Clients
from tests.conformance.requests import tuning_job
from tests.export.test_same_job import EXECUTED, NAME, Account
from tests.journeys.wizard import (
    BUCKET,
    CONFIG,
    FINISHED_WITHIN_MS,
    ROLE,
    SMALL,
    TITLES,
    D,
    Wizard,
    through_data,
)
from tests.spec.requests import changed
from tests.stack import EmbeddedStack

pytestmark = [pytest.mark.journey, pytest.mark.stack, pytest.mark.slow]

ALGORITHM = "linear-sgd"
OUTSIDE = "from-outside"
START = "TrainingJobDefinition"


class Programs(Account):
    """An account in which exported programs run, and nothing is made beforehand."""

    def __init__(self, variables: dict[str, str]) -> None:
        self.variables = variables


def request_named(name: str) -> dict[str, Any]:
    """Return a request for a small job, with members that are easily lost."""
    alpha = {"Name": "alpha", "MinValue": "0.0001", "MaxValue": "0.1", "ScalingType": "Logarithmic"}
    changes = {
        f"{CONFIG}.Strategy": "Random",
        f"{CONFIG}.RandomSeed": 5,
        f"{CONFIG}.ParameterRanges": {
            "ContinuousParameterRanges": [alpha],
            "CategoricalParameterRanges": [{"Name": "penalty", "Values": ["l2", "l1"]}],
        },
        f"{START}.StaticHyperParameters": {"epochs": "3"},
        f"{START}.Environment": {"NOTE": "a b"},
        f"{START}.RetryStrategy": {"MaximumRetryAttempts": 2},
        "Tags": [{"Key": "team", "Value": "Förster / 1"}],
    }
    return changed(tuning_job(name, ALGORITHM, role=ROLE, bucket=BUCKET), changes)


@pytest.fixture(scope="module")
def outside(stack: EmbeddedStack) -> str:
    """Make a job as another client does; return its name."""
    stack.client("sagemaker").create_hyper_parameter_tuning_job(**request_named(OUTSIDE))
    return OUTSIDE


def test_a_clone_is_the_same_job_and_so_is_a_clone_of_the_clone(
    wizard: Wizard, outside: str
) -> None:
    wizard.outside(outside)
    for _ in range(2):
        wizard.page.get_by_role("button", name="Clone", exact=True).click()
        wizard.expect(TITLES["review"])
        name = wizard.asked()[NAME]
        wizard.create(name)
        wizard.finished()
        assert wizard.described(name) == wizard.described(outside)
        assert wizard.held(name)[1] == wizard.held(outside)[1]
        assert name != outside


def test_a_warm_start_counts_its_changes_and_learns_from_its_parent(
    wizard: Wizard, outside: str
) -> None:
    wizard.outside(outside)
    wizard.finished()
    wizard.page.get_by_role("button", name="Warm start from this job").click()
    wizard.expect("Define job settings")
    name = wizard.name
    wizard.next(TITLES["hyperparameters"])
    changes = wizard.page.locator("#parents .changes")
    expect(changes).to_contain_text("0 of at most 10 changes")
    wizard.enter({f"{D}.HyperParameters.epochs:value": "4"})
    expect(changes).to_contain_text("2 of at most 10 changes")
    wizard.go("review", TITLES["review"])
    wizard.create(name)
    wizard.finished()
    shown = wizard.described(name)
    assert shown["WarmStartConfig"] == {
        "WarmStartType": "IdenticalDataAndAlgorithm",
        "ParentHyperParameterTuningJobs": [{NAME: outside}],
    }
    assert shown[START]["StaticHyperParameters"]["epochs"] == "4"


@pytest.fixture(scope="module")
def clients(stack: EmbeddedStack, tmp_path_factory: pytest.TempPathFactory) -> Clients:
    return Clients(stack.client_variables, tmp_path_factory.mktemp("clients"))


def from_skeleton(clients: Clients, wizard: Wizard, request: dict[str, Any]) -> str:
    """Fill in what ``aws … --generate-cli-skeleton`` prints, except what the job does not use."""
    skeleton = clients.aws(
        "sagemaker", "create-hyper-parameter-tuning-job", "--generate-cli-skeleton"
    )
    del skeleton["Autotune"]
    return json.dumps({**skeleton, **request}, indent=4)


def from_yaml(clients: Clients, wizard: Wizard, request: dict[str, Any]) -> str:
    skeleton = json.loads(from_skeleton(clients, wizard, request))
    return str(yaml.safe_dump(skeleton, sort_keys=False, allow_unicode=True))


def from_describe(clients: Clients, wizard: Wizard, request: dict[str, Any]) -> str:
    """Return what the AWS CLI shows of the job that another client made, under the new name."""
    option = ("--hyper-parameter-tuning-job-name", OUTSIDE)
    shown = clients.aws("sagemaker", "describe-hyper-parameter-tuning-job", *option)
    return json.dumps({**shown, NAME: request[NAME]})


@pytest.mark.parametrize("document", [from_skeleton, from_yaml, from_describe])
def test_an_imported_document_becomes_the_same_job(
    document: Any, wizard: Wizard, outside: str, clients: Clients, tmp_path: Path
) -> None:
    name = document.__name__.replace("_", "-")
    text = document(clients, wizard, request_named(name))
    wizard.page.goto(f"{wizard.stack.url}/create/import/")
    if document is from_yaml:
        (tmp_path / "request.yaml").write_text(text)
        wizard.page.get_by_label("File").set_input_files(tmp_path / "request.yaml")
    else:
        wizard.page.get_by_label("Text").fill(text)
    wizard.page.get_by_role("button", name="Import", exact=True).click()
    # What was left out, or read otherwise, is told first; nothing is wrong.
    expect(wizard.page.get_by_role("alert")).to_have_count(0)
    wizard.page.get_by_role("button", name="Create draft").click()
    wizard.create(name)
    wizard.finished()
    assert wizard.described(name) == wizard.described(outside)


def test_exports_of_a_review_make_the_job_that_create_makes(
    wizard: Wizard, stack: EmbeddedStack, tmp_path: Path
) -> None:
    wizard.start(ALGORITHM)
    name = "of-the-review"
    wizard.enter({NAME: name, f"{CONFIG}.Strategy": "Random", f"{CONFIG}.RandomSeed": "3"})
    wizard.next(TITLES["hyperparameters"])
    wizard.enter({f"{D}.HyperParameters.epochs:value": "2"})
    wizard.tune("eta0", "Continuous", "0.001", "0.1", "Logarithmic")
    through_data(wizard)
    wizard.next(TITLES["limits"])
    wizard.enter(SMALL)
    wizard.next(TITLES["review"])
    account = Programs(stack.client_variables | {"HOME": str(tmp_path)})
    assert (BIN / "aws").exists(), "The clients are not installed: run bin/test once."
    made = []
    for one in ("request_json", "aws_cli", "boto3_code"):
        answer = wizard.page.request.get(f"{wizard.page.url}?format={one}&download=")
        again = f"{name}-{one.replace('_', '-')}"
        EXECUTED[one](account, answer.text().replace(name, again))
        made.append(again)
    wizard.create(name)
    expect(wizard.page.locator("main")).to_contain_text("2 of 2", timeout=FINISHED_WITHIN_MS)
    shown = wizard.described(name)
    assert [wizard.described(again) for again in made] == [shown] * len(made)
