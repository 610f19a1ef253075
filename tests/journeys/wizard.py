"""The wizard in a browser: inputs are entered by their names, folds opened, buttons pressed."""

from typing import Any

from playwright.sync_api import Locator, Page, expect

from tests.export.test_same_job import NAME, OF_THE_RUN
from tests.stack import EmbeddedStack
from tuningconsole.spec.described import SUBMISSION_TAG

D = "TrainingJobDefinitions.0"
CONFIG = "HyperParameterTuningJobConfig"
S3_URI = f"{D}.InputDataConfig.0.DataSource.S3DataSource.S3Uri"
BUCKET = "sagemaker-us-east-2-123456789012"
IRIS = f"s3://{BUCKET}/samples/iris/"
ROLE = "arn:aws:iam::123456789012:role/SageMakerRole"
OBJECTIVE = f"{D}.TuningObjective"
SPECIFICATION = f"{D}.AlgorithmSpecification"
ACCOUNT = "arn:aws:sagemaker:us-east-2:123456789012:algorithm"
SMALL = {
    f"{CONFIG}.ResourceLimits.MaxNumberOfTrainingJobs": "2",
    f"{CONFIG}.ResourceLimits.MaxParallelTrainingJobs": "2",
}
FINISHED_WITHIN_MS = 90_000
FOUND_WITHIN_MS = 30_000
CHANNEL = {
    "ChannelName": "training",
    "ContentType": "text/csv",
    "CompressionType": "None",
    "RecordWrapperType": "None",
    "DataSource": {
        "S3DataSource": {
            "S3DataType": "S3Prefix",
            "S3Uri": IRIS,
            "S3DataDistributionType": "FullyReplicated",
        }
    },
}
"""What the wizard makes of a channel of which only the location is entered."""


TITLES = {
    "hyperparameters": "Configure algorithm and hyperparameters",
    "data": "Define data input and output",
    "resources": "Configure training job resources",
    "access": "Choose role and network",
    "limits": "Configure tuning job resources",
    "review": "Review and create",
}
COMMON = {
    "RoleArn": ROLE,
    "InputDataConfig": [CHANNEL],
    "OutputDataConfig": {"S3OutputPath": f"s3://{BUCKET}/output/"},
    "ResourceConfig": {"InstanceType": "ml.c4.xlarge", "InstanceCount": 1, "VolumeSizeInGB": 30},
    "StoppingCondition": {"MaxRuntimeInSeconds": 3600},
}
"""What the wizard makes of a definition of which only the input's location is entered."""


class Wizard:
    """A draft's pages; a button pressed here leads to a page that has been drawn."""

    def __init__(self, page: Page, stack: EmbeddedStack) -> None:
        self.page = page
        self.stack = stack

    def start(self, choice: str) -> None:
        """Begin with an algorithm, or with an own image."""
        self.page.goto(f"{self.stack.url}/create/")
        self.page.get_by_role("radio", name=choice).check()
        self.page.get_by_role("button", name="Start", exact=True).click()
        self.page.wait_for_url("**/job/")
        # Filled in where there is one role only; another journey may have made a second.
        self.enter({f"{D}.RoleArn": ROLE})

    def enter(self, given: dict[str, str | list[str]]) -> None:
        """Enter values by the inputs' names; a list is what is to be ticked."""
        for name, value in given.items():
            for item in value if isinstance(value, list) else [value]:
                self._enter(self.page.locator(f"#wizard [name='{name}']"), item)

    def _enter(self, found: Locator, value: str) -> None:
        kind = found.first.evaluate("element => element.type")
        if value != "on" and kind in {"radio", "checkbox"}:
            found = found.and_(self.page.locator(f"[value='{value}']"))
        self._unfold(found)
        if kind in {"radio", "checkbox"}:
            found.check()
        elif kind == "select-one":
            found.select_option(value)
        else:
            found.fill(value)

    def _unfold(self, found: Locator) -> None:
        folds = found.locator("xpath=ancestor::details[not(@open)]/summary")
        if folds.count():
            folds.first.click()

    def choose(self, name: str, value: str) -> None:
        """Choose what has the page drawn anew, and wait until it is."""
        with self.page.expect_navigation():
            self.enter({name: value})

    def add(self, path: str) -> None:
        """Add a row to a list."""
        button = self.page.locator(f"button[name='_add'][value='{path}']")
        self._unfold(button)
        with self.page.expect_navigation():
            button.click()

    def tune(self, name: str, kind: str, low: str, high: str, scaling: str = "Auto") -> None:
        """Search a declared hyperparameter between two numbers."""
        slot = f"{D}.HyperParameters.{name}"
        self.enter({f"{slot}:kind": kind})
        self.enter({f"{slot}:min": low, f"{slot}:max": high, f"{slot}:scaling": scaling})

    def next(self, title: str) -> None:
        """Press Next; the page of that title comes."""
        self.page.get_by_role("button", name="Next", exact=True).last.click()
        self.expect(title)

    def go(self, step: str, title: str, definition: int = 1) -> None:
        """Go to a page by the list of pages."""
        page_id = step if definition == 1 else f"{step}-{definition}"
        button = self.page.locator(f"button[name='_go'][value='{page_id}']")
        self._unfold(button)
        button.click()
        self.expect(title)

    def expect(self, title: str) -> None:
        expect(self.page.get_by_role("heading", level=1)).to_contain_text(title)

    @property
    def name(self) -> str:
        """The tuning job's name, on the first page."""
        return self.page.get_by_label("Hyperparameter tuning job name").input_value()

    def create(self, name: str) -> None:
        """Create the job on a review that has nothing to say against it."""
        self.expect("Review and create")
        expect(self.page.locator(".error-summary")).to_have_count(0)
        self.page.get_by_role("button", name="Create jobs").click()
        self.expect(name)

    def finished(self) -> None:
        """Wait on the job's page until it has ended well."""
        # The page's own status: its best training job has one too.
        status = self.page.locator(".page-header").get_by_role("status")
        expect(status).to_have_text("Completed", timeout=FINISHED_WITHIN_MS)

    def outside(self, name: str) -> None:
        """Go to the page of a job that another client made, once the console has found it."""
        link = self.page.get_by_role("link", name=name, exact=True)
        newer = self.page.get_by_role("link", name="1 new job")
        self.page.goto(f"{self.stack.url}/jobs/?q={name}")
        # The list asks for itself what there is, and offers it.
        expect(link.or_(newer)).to_be_visible(timeout=FOUND_WITHIN_MS)
        if newer.is_visible():
            newer.click()
        link.click()
        self.expect(name)

    def asked(self) -> dict[str, Any]:
        """Return the request as the review has it as JSON."""
        answer = self.page.request.get(f"{self.page.url}?format=request_json&download=")
        return dict(answer.json())

    def held(self, name: str) -> tuple[dict[str, Any], list[dict[str, str]]]:
        """Return DescribeHyperParameterTuningJob's answer and the job's tags."""
        sagemaker = self.stack.client("sagemaker")
        found = sagemaker.describe_hyper_parameter_tuning_job(**{NAME: name})
        tags = sagemaker.list_tags(ResourceArn=found["HyperParameterTuningJobArn"])["Tags"]
        return found, [tag for tag in tags if tag["Key"] != SUBMISSION_TAG]

    def children(self, name: str) -> list[dict[str, Any]]:
        """Return the summaries of a tuning job's training jobs."""
        sagemaker = self.stack.client("sagemaker")
        asked = {NAME: name, "MaxResults": 100}
        listed = sagemaker.list_training_jobs_for_hyper_parameter_tuning_job(**asked)
        return list(listed["TrainingJobSummaries"])

    def described(self, name: str) -> dict[str, Any]:
        """Return what Describe shows of a job that an equal job of another name would show too."""
        found, _ = self.held(name)
        return {member: value for member, value in found.items() if member not in OF_THE_RUN}


def bounds(name: str, low: str, high: str, scaling: str = "Auto") -> dict[str, str]:
    return {"Name": name, "MinValue": low, "MaxValue": high, "ScalingType": scaling}


def specification(algorithm: str) -> dict[str, str]:
    return {"AlgorithmName": f"{ACCOUNT}/{algorithm}", "TrainingInputMode": "File"}


def through_data(wizard: Wizard) -> None:
    """Enter the sample data; the page of the resources comes."""
    wizard.next(TITLES["data"])
    wizard.enter({S3_URI: IRIS})
    wizard.next(TITLES["resources"])


def through_ranges(wizard: Wizard) -> None:
    """Have boosting's learning rate searched, in short training jobs."""
    wizard.next(TITLES["hyperparameters"])
    wizard.enter({f"{D}.HyperParameters.epochs:value": "2"})
    wizard.tune("learning_rate", "Continuous", "0.01", "0.5")
