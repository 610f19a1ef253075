"""Training jobs of their own, by CreateTrainingJob: what the runner's tests look at."""

import json
from typing import Any

from tests.engine.calls import FINAL, Calls, python
from tests.engine.stack import BUCKET, ROLE, until
from tests.spec.requests import changed

REQUEST: dict[str, Any] = {
    "AlgorithmSpecification": {"TrainingImage": "", "TrainingInputMode": "File"},
    "RoleArn": ROLE,
    "OutputDataConfig": {"S3OutputPath": f"s3://{BUCKET}/out"},
    "ResourceConfig": {"InstanceType": "ml.m5.large", "InstanceCount": 1, "VolumeSizeInGB": 1},
    "StoppingCondition": {"MaxRuntimeInSeconds": 60},
}
HOSTS = "ResourceConfig.InstanceCount"
MODE = "AlgorithmSpecification.TrainingInputMode"
SAYS = """
def say(name, value): print(name, json.dumps(value), flush=True)
host = json.loads((ml / "input/config/resourceconfig.json").read_text())["current_host"]
"""


class Jobs:
    """Makes training jobs and looks at them."""

    def __init__(self, calls: Calls) -> None:
        self.calls = calls

    def start(self, source: str, changes: dict[str, Any] | None = None, image: str = "") -> str:
        """Start a training job of a program in Python, its request changed at dotted paths."""
        name = self.calls.fresh("train")
        given = {
            "TrainingJobName": name,
            "AlgorithmSpecification.TrainingImage": image
            or self.calls.program(python(SAYS + source)),
        }
        self.calls.sagemaker.create_training_job(**changed(REQUEST, given | (changes or {})))
        return name

    def ended(self, name: str, timeout_s: float = 60.0) -> dict[str, Any]:
        """Return the description of the training job once it has ended."""

        def look() -> dict[str, Any] | None:
            found = self.calls.training_job(name)
            return found if found["TrainingJobStatus"] in FINAL else None

        return until(look, timeout_s) or {}

    def run(self, source: str, changes: dict[str, Any] | None = None) -> dict[str, Any]:
        """Start a training job; return its description at its end."""
        return self.ended(self.start(source, changes))

    def said(self, name: str) -> dict[str, list[Any]]:
        """Return what the programs said: word -> values, in the order they came."""
        found: dict[str, list[Any]] = {}
        for line in self.calls.lines(name):
            word, _, value = line.partition(" ")
            try:
                found.setdefault(word, []).append(json.loads(value))
            except ValueError:
                continue
        return found

    def reaches(self, name: str, secondary: str) -> None:
        """Return once the training job has the secondary status."""
        until(lambda: self.calls.training_job(name)["SecondaryStatus"] == secondary)

    def objects(self, prefix: str) -> dict[str, bytes]:
        """Return the objects below a prefix of the sample bucket, by key without it."""
        s3 = self.calls.s3
        listed = s3.list_objects_v2(Bucket=BUCKET, Prefix=prefix).get("Contents", ())
        return {
            item["Key"].removeprefix(prefix): s3.get_object(Bucket=BUCKET, Key=item["Key"])[
                "Body"
            ].read()
            for item in listed
        }
