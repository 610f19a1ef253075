"""Whatever of the engine is killed whenever: tuning jobs reach the ends that they would have had.

CHAOS_KILLS sets how many processes are killed; the figure of a long run is in
docs/measurements.md.
"""

import os
import random
import signal
import stat
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, TypeVar

import pytest
from botocore.exceptions import BotoCoreError, ClientError

from tests.engine.calls import REQUEST, SPECIFICATION
from tests.spec.requests import changed
from tests.stack import EmbeddedStack

pytestmark = [pytest.mark.stack, pytest.mark.slow]

T = TypeVar("T")
KILLS = int(os.environ.get("CHAOS_KILLS", "14"))
JOBS, PARALLEL = 8, 2
PARTS = {
    "postgres": "bin/postgres -D",
    "redis": "redis-server",
    "s3": "rclone serve s3",
    "engine": "tuningconsole.engine.wsgi",
    "search": "manage.py run_search",
    "trainer": "--queues training",
}
"""What is killed: name of the part -> words of its command line."""
TRAIN = """#!/usr/bin/env -S python -S
import json, os, pathlib, time
ml = pathlib.Path(os.environ["OPT_ML"])
x = float(json.loads((ml / "input/config/hyperparameters.json").read_text())["x"])
for epoch in range(5):
    time.sleep(0.3)
    print(f"epoch={epoch} score={-(x - 0.3) ** 2 * 2 ** -epoch}", flush=True)
(ml / "model/x").write_text(str(x))
"""
ENDED = {"Completed", "Failed", "Stopped"}


@pytest.fixture(scope="module")
def own() -> Iterator[EmbeddedStack]:
    with tempfile.TemporaryDirectory(prefix="tuningconsole-chaos-") as folder:
        stack = EmbeddedStack(Path(folder), ENGINE_STOP_GRACE_S="2")
        try:
            assert stack.start(), stack.said
            yield stack
        finally:
            stack.stop(signal.SIGTERM)
            assert stack.left() == set()


class Engine:
    """The engine's API; a call that meets a killed part is made again."""

    def __init__(self, stack: EmbeddedStack) -> None:
        self._sagemaker = stack.client("sagemaker")
        folder = stack.var / "images" / "chaos"
        folder.mkdir(parents=True)
        (folder / "train").write_text(TRAIN)
        (folder / "train").chmod(stat.S_IRWXU)
        specification = SPECIFICATION | {"TrainingImage": "chaos:1"}
        self.ask("create_algorithm", AlgorithmName="chaos", TrainingSpecification=specification)

    def ask(self, operation: str, **given: Any) -> dict[str, Any]:
        def answer() -> dict[str, Any] | None:
            try:
                return dict(getattr(self._sagemaker, operation)(**given))
            except BotoCoreError:
                return None
            except ClientError as error:
                if error.response["ResponseMetadata"]["HTTPStatusCode"] < 500:
                    raise
                return None

        return until(answer, 60) or {}

    def tune(self, name: str, seed: int) -> None:
        config = "HyperParameterTuningJobConfig"
        limits = {"MaxNumberOfTrainingJobs": JOBS, "MaxParallelTrainingJobs": PARALLEL}
        changes = {
            "HyperParameterTuningJobName": name,
            f"{config}.RandomSeed": seed,
            f"{config}.ResourceLimits": limits,
            "TrainingJobDefinition.AlgorithmSpecification.AlgorithmName": "chaos",
        }
        self.ask("create_hyper_parameter_tuning_job", **changed(REQUEST, changes))

    def has_ended(self, name: str) -> bool:
        return self.describe(name)["HyperParameterTuningJobStatus"] in ENDED

    def describe(self, name: str) -> dict[str, Any]:
        return self.ask("describe_hyper_parameter_tuning_job", HyperParameterTuningJobName=name)

    def end(self, name: str) -> dict[str, Any]:
        """Return what there is to say of an ended tuning job that does not hang on time."""
        found = self.describe(name)
        listed = self.ask(
            "list_training_jobs_for_hyper_parameter_tuning_job",
            HyperParameterTuningJobName=name,
            MaxResults=100,
        )["TrainingJobSummaries"]
        return {
            "status": found["HyperParameterTuningJobStatus"],
            "reason": found.get("FailureReason", ""),
            "counters": found["TrainingJobStatusCounters"],
            "best": found["BestTrainingJob"]["FinalHyperParameterTuningJobObjectiveMetric"],
            "trained": sorted(
                (
                    item["TunedHyperParameters"]["x"],
                    item["TrainingJobStatus"],
                    item["FinalHyperParameterTuningJobObjectiveMetric"]["Value"],
                )
                for item in listed
            ),
        }


@pytest.fixture(scope="module")
def engine(own: EmbeddedStack) -> Engine:
    return Engine(own)


def until(what: Callable[[], T | None], timeout_s: float) -> T | None:
    """Return the first true answer; fail when there is none in time."""
    deadline = time.monotonic() + timeout_s
    while not (found := what()):
        assert time.monotonic() < deadline, "It did not come about in time."
        time.sleep(0.1)
    return found


def pid_of(stack: EmbeddedStack, part: str) -> int | None:
    """Return the process of a part, the one that started its others; None between two."""
    words = PARTS[part]
    found = [int(line.split()[0]) for line in stack.left() if words in line]
    return min(found, default=None)


def test_a_part_comes_back_though_its_worker_keeps_the_port(
    own: EmbeddedStack, engine: Engine
) -> None:
    master = pid_of(own, "engine") or 0
    [worker] = Path(f"/proc/{master}/task/{master}/children").read_text().split()
    # As one that is still loading: it does not see that its master has gone.
    os.kill(int(worker), signal.SIGSTOP)
    os.kill(master, signal.SIGKILL)
    engine.ask("list_algorithms")
    assert not Path(f"/proc/{worker}").exists()


def test_tuning_jobs_end_as_they_would_have(own: EmbeddedStack, engine: Engine) -> None:
    seeds = (1, 2)
    for seed in seeds:
        engine.tune(f"calm-{seed}", seed)
    until(lambda: all(engine.has_ended(f"calm-{seed}") for seed in seeds), 120)
    calm = [engine.end(f"calm-{seed}") for seed in seeds]
    assert [found["counters"]["Completed"] for found in calm] == [JOBS, JOBS]

    chance = random.Random(7)  # noqa: S311  # no secret
    round_, killed = 0, 0
    while killed < KILLS:
        round_ += 1
        names = [f"chaos-{round_}-{seed}" for seed in seeds]
        for name, seed in zip(names, seeds, strict=True):
            engine.tune(name, seed)
        while killed < KILLS and not all(map(engine.has_ended, names)):
            part = chance.choice(sorted(PARTS))
            pid = pid_of(own, part)
            if pid is not None:
                os.kill(pid, signal.SIGKILL)
                killed += 1
            time.sleep(chance.uniform(0.2, 2.0))  # What chance is made of, not a wait.
        until(lambda names=names: all(map(engine.has_ended, names)), 180)  # type: ignore[misc]
        assert [engine.end(name) for name in names] == calm, own.said[-60:]
    until(lambda: not [line for line in own.left() if "/train" in line], 60)
