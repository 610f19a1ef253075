"""Time of the engine's Describe, List and Search with 1,000 tuning jobs of 500 training jobs each.

    .venv/bin/python bench/engine_lists.py [tuning jobs] [training jobs of each] [requests]

Starts a PostgreSQL and the engine's API in a temporary folder, fills the tables from one tuning job
and one training job by generate_series, and asks over HTTP on one connection: each request is
signed before the clock starts, so what is timed is the way there, the server's work with the check
of the signature, and the whole answer. The last column is the processor time that the API and
PostgreSQL used for a request, which other programs on the machine change little.

What it needs: five minutes, 3 GB of disk, and the packages of requirements-dev.txt.
"""

import http.client
import json
import os
import statistics
import sys
import time
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

sys.path.insert(0, str(Path(__file__).parents[1]))

from botocore.auth import SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials

from tests.engine.stack import EngineStack
from tests.services import Services
from tuningconsole.embedded import parts

METRICS = 3
"""Values of the objective that each training job has."""
SUFFIX = "0123abcd"
TUNING_JOBS = {
    "name": "'job-' || lpad(n::text, 5, '0')",
    "arn": "replace(t.arn, 'template', 'job-' || lpad(n::text, 5, '0'))",
    "status": "CASE WHEN n = 1 THEN 'InProgress' ELSE"
    " (ARRAY['Completed','Completed','Completed','Failed','Stopped'])[1 + mod(n, 5)] END",
    "created_at": "t.created_at + n * interval '10 minutes'",
    "modified_at": "t.created_at + n * interval '10 minutes' + interval '9 minutes'",
    "ended_at": "CASE WHEN n > 1 THEN t.created_at + n * interval '10 minutes' END",
    # As the engine keeps them when a tuning job ends.
    "counters": """CASE WHEN n > 1 THEN CAST('
        {"TrainingJobStatusCounters": {"Completed": 475, "InProgress": 0, "RetryableError": 0,
        "NonRetryableError": 25, "Stopped": 0}, "ObjectiveStatusCounters": {"Succeeded": 475,
        "Pending": 0, "Failed": 25}, "TuningJobCompletionDetails":
        {"NumberOfTrainingJobsObjectiveNotImproving": 450, "ConvergenceDetectedTime":
        "2026-01-01T00:00:00+00:00"}}' AS jsonb) END""",
}
_CHILD = f"j.name || '-' || lpad(n::text, 3, '0') || '-{SUFFIX}'"
TRAINING_JOBS = {
    "tuning_job_id": "j.id",
    "number": "n",
    "name": _CHILD,
    "arn": f"replace(t.arn, 'template-child', {_CHILD})",
    "status": "CASE WHEN mod(n, 20) = 0 THEN 'Failed' ELSE 'Completed' END",
    "objective_value": "CASE WHEN mod(n, 20) > 0 THEN sin(j.id * 1000 + n) END",
    "objective_status": "CASE WHEN mod(n, 20) = 0 THEN 'Failed' ELSE 'Succeeded' END",
    "tuned": "jsonb_build_object('x', (n / 1000.0)::text)",
    "created_at": "j.created_at + n * interval '1 second'",
    "modified_at": "j.created_at + n * interval '1 second' + interval '5 seconds'",
    "started_at": "j.created_at + n * interval '1 second'",
    "ended_at": "j.created_at + n * interval '1 second' + interval '5 seconds'",
}


def fill(database: Any, tuning_jobs: int, training_jobs: int) -> None:
    """Multiply the two template rows, whatever columns they have, and remove them."""
    kept = "engine_tuningjob t, generate_series(1, %s) n WHERE t.name = 'template'"
    _multiply(database, "engine_tuningjob", TUNING_JOBS, kept, tuning_jobs)
    kept = (
        "engine_trainingjob t, engine_tuningjob j, generate_series(1, %s) n"
        " WHERE t.name = 'template-child' AND j.name <> 'template'"
    )
    _multiply(database, "engine_trainingjob", TRAINING_JOBS, kept, training_jobs)
    database.execute("DELETE FROM engine_trainingjob WHERE name = 'template-child'")
    database.execute("DELETE FROM engine_tuningjob WHERE name = 'template'")
    database.execute(
        "INSERT INTO engine_metric (training_job_id, name, value, at)"
        " SELECT c.id, 'score', sin(c.id + n), c.ended_at FROM engine_trainingjob c,"
        " generate_series(1, %s) n",
        [METRICS],
    )
    database.execute(
        "INSERT INTO engine_tag (resource_arn, key, value)"
        " SELECT arn, 'project', 'bench' FROM engine_trainingjob UNION ALL"
        " SELECT arn, 'project', 'bench' FROM engine_tuningjob"
    )
    database.execute("VACUUM ANALYZE")


def _multiply(database: Any, table: str, changed: dict[str, str], rest: str, number: int) -> None:
    rows = database.execute(
        "SELECT column_name FROM information_schema.columns"
        " WHERE table_name = %s AND column_name <> 'id'",
        [table],
    )
    columns = [name for (name,) in rows]
    values = [changed.get(name, f't."{name}"') for name in columns]
    named = ", ".join(f'"{name}"' for name in columns)
    database.execute(
        f"INSERT INTO {table} ({named}) SELECT {', '.join(values)} FROM {rest}", [number]
    )


def processor(stack: EngineStack) -> dict[str, int]:
    """Return the processor time that each process of PostgreSQL and of the API has used so far."""
    postgres = str(stack.folder.parent / "postgres")
    found = {}
    for path in Path("/proc").glob("[0-9]*"):
        try:
            command = (path / "cmdline").read_bytes()
            folder = str((path / "cwd").readlink())
            if b"tuningconsole.engine.wsgi" in command or folder.startswith(postgres):
                fields = (path / "stat").read_text().rpartition(")")[2].split()
                found[path.name] = int(fields[11]) + int(fields[12])
        except OSError:
            continue
    return found


def used_ms(before: dict[str, int], after: dict[str, int]) -> float:
    """Return what was used in between, by the processes that were there both times."""
    ticks = sum(after[pid] - before[pid] for pid in before.keys() & after.keys())
    return ticks / os.sysconf("SC_CLK_TCK") * 1000


class Engine:
    """One connection to the engine's API."""

    def __init__(self, stack: EngineStack) -> None:
        self._stack = stack
        self._url = stack.environment["EMBEDDED_SAGEMAKER_URL"] + "/"
        self._connection = http.client.HTTPConnection(urlsplit(self._url).netloc)

    def ask(self, operation: str, request: dict[str, Any]) -> tuple[dict[str, Any], float]:
        """Return the answer, and the milliseconds that it took."""
        body = json.dumps(request).encode()
        headers = {
            "X-Amz-Target": f"SageMaker.{operation}",
            "Content-Type": "application/x-amz-json-1.1",
        }
        signed = AWSRequest("POST", self._url, headers=headers, data=body)
        key = [
            self._stack.environment[f"EMBEDDED_{x}"] for x in ("ACCESS_KEY_ID", "SECRET_ACCESS_KEY")
        ]
        SigV4Auth(Credentials(*key), "sagemaker", parts.REGION).add_auth(signed)
        start = time.perf_counter()
        self._connection.request("POST", "/", body, dict(signed.headers.items()))
        answer = self._connection.getresponse()
        content = answer.read()
        took = (time.perf_counter() - start) * 1000
        assert answer.status == 200, content
        return json.loads(content), took


def questions(engine: Engine, tuning_jobs: int, training_jobs: int) -> list[tuple[str, str, Any]]:
    """Return (what, operation, request) of everything that is measured."""
    job = f"job-{tuning_jobs // 2:05}"
    child = f"{job}-{training_jobs // 2:03}-{SUFFIX}"
    arn = f"arn:aws:sagemaker:{parts.REGION}:{parts.ACCOUNT}:hyper-parameter-tuning-job/{job}"
    tuning, training = "ListHyperParameterTuningJobs", "ListTrainingJobs"
    own = "ListTrainingJobsForHyperParameterTuningJob"
    newest = {"SortBy": "CreationTime", "SortOrder": "Descending"}
    of, running = ({"HyperParameterTuningJobName": name} for name in (job, "job-00001"))

    def middle(operation: str, request: dict[str, Any], pages: int) -> dict[str, Any]:
        for _ in range(pages):
            request = request | {"NextToken": engine.ask(operation, request)[0]["NextToken"]}
        return request

    def search(*filters: tuple[str, str, str], kind: str = "TrainingJob") -> dict[str, Any]:
        named = [dict(zip(("Name", "Operator", "Value"), item, strict=True)) for item in filters]
        return {"Resource": kind, "SearchExpression": {"Filters": named}}

    status = ("TrainingJobStatus", "Equals", "Failed")
    hundred = {"MaxResults": 100}
    return [
        ("describe a tuning job", "DescribeHyperParameterTuningJob", of),
        ("describe a tuning job that runs", "DescribeHyperParameterTuningJob", running),
        ("describe a training job", "DescribeTrainingJob", {"TrainingJobName": child}),
        ("tuning jobs, first page", tuning, {}),
        ("tuning jobs, the newest 100", tuning, newest | hundred),
        (
            "tuning jobs, page in the middle",
            tuning,
            middle(tuning, hundred, 5) | {"MaxResults": 10},
        ),
        ("tuning jobs, by status", tuning, {"StatusEquals": "Failed"}),
        ("tuning jobs, by a name that one has", tuning, {"NameContains": job}),
        ("tuning jobs, by time of change", tuning, {"LastModifiedTimeAfter": 1_777_000_000}),
        ("training jobs, first page", training, {}),
        ("training jobs, the newest 100", training, newest | hundred),
        ("training jobs, page in the middle", training, middle(training, hundred, 50)),
        ("training jobs, by name, first page", training, {"SortBy": "Name"}),
        ("training jobs, by status, first page", training, {"SortBy": "Status"}),
        ("training jobs, by a name that 500 have", training, {"NameContains": job}),
        ("training jobs, by a name that none has", training, {"NameContains": "none"}),
        ("training jobs, by time of change", training, {"LastModifiedTimeAfter": 1_777_000_000}),
        ("a tuning job's, first page", own, of),
        ("a tuning job's, first 100", own, of | hundred),
        ("a tuning job's, by objective", own, of | {"SortBy": "FinalObjectiveMetricValue"}),
        ("a tuning job's, by status", own, of | {"StatusEquals": "Failed"}),
        ("search, no expression", "Search", {"Resource": "TrainingJob"}),
        ("search, by status", "Search", search(status)),
        ("search, by tuning job", "Search", search(("TuningJobArn", "Equals", arn))),
        (
            "search, by tuning job and metric",
            "Search",
            search(("TuningJobArn", "Equals", arn), ("Metrics.score", "GreaterThan", "0.99")),
        ),
        ("search, by hyperparameter", "Search", search(("HyperParameters.x", "LessThan", "0.002"))),
        ("search, by metric", "Search", search(("Metrics.score", "GreaterThan", "0.99999"))),
        ("search, by tag and status", "Search", search(("Tags.project", "Equals", "x"), status)),
        (
            "search, tuning jobs by status",
            "Search",
            search(
                ("HyperParameterTuningJobStatus", "Equals", "Failed"),
                kind="HyperParameterTuningJob",
            ),
        ),
    ]


def measure(stack: EngineStack, tuning_jobs: int, training_jobs: int, requests: int) -> None:
    import psycopg

    from tests.engine.operations.store import store, training_job, tuning_job

    stack.manage("migrate")
    store(
        stack,
        TuningJob=[tuning_job("template")],
        TrainingJob=[training_job("template-child", parent="template", number=1)],
    )
    with psycopg.connect(stack.environment["ENGINE_DATABASE_URL"], autocommit=True) as database:
        fill(database, tuning_jobs, training_jobs)
        counted = [
            database.execute(f"SELECT count(*) FROM engine_{name}").fetchone()[0]
            for name in ("tuningjob", "trainingjob", "metric")
        ]
    print("{} tuning jobs, {} training jobs, {} values of metrics".format(*counted))
    stack.start_part("engine")
    engine = Engine(stack)
    print(f"{'what':44}{'median ms':>10}{'p95 ms':>10}{'cpu ms':>10}")
    for what, operation, request in questions(engine, tuning_jobs, training_jobs):
        first = engine.ask(operation, request)[1]
        number = requests if first < 500 else 5
        before = processor(stack)
        times = [engine.ask(operation, request)[1] for _ in range(number)]
        used = used_ms(before, processor(stack)) / number
        late = statistics.quantiles(times, n=20)[-1]
        print(f"{what:44}{statistics.median(times):10.1f}{late:10.1f}{used:10.1f}", flush=True)


def main() -> None:
    given = [int(text) for text in sys.argv[1:]]
    tuning_jobs, training_jobs, requests = given + [1000, 500, 100][len(given) :]
    os.environ.setdefault("PYTHONWARNINGS", "ignore")
    services = Services()
    try:
        stack = EngineStack(services)
        try:
            measure(stack, tuning_jobs, training_jobs, requests)
        finally:
            stack.stop()
    finally:
        services.stop()


if __name__ == "__main__":
    main()
