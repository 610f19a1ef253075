"""Fill the console's database with tuning jobs and training jobs, by SQL: a million in a minute.

    .venv/bin/python bench/seed_jobs.py [tuning jobs] [training jobs of each]

Into the database that DATABASE_URL names, for a new team "Benchers" with a person "bench" (password
"bench-password") and two connections. Rows are like those of real jobs: long descriptions, statuses
of all kinds, twenty algorithms, fifty projects, five people, some made elsewhere.
"""

import os
import sys
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

sys.path.insert(0, str(Path(__file__).parents[1]))

TUNING_JOBS, TRAINING_JOBS = 100_000, 10
PEOPLE = ("bench", "alice", "bob", "carol", "dan")
AGE_MINUTES = 10
"""So long after one job the next one was made."""

_STATUS = "(ARRAY['Completed','Completed','Completed','Completed','Failed','Stopped'])[1 + n % 6]"
_CREATED = f"now() - (({{number}} - n) * interval '{AGE_MINUTES} minutes')"
_JOB = {
    "uuid": "gen_random_uuid()",
    "name": "'tuning-job-' || lpad(n::text, 6, '0')",
    "name_key": "'tuning-job-' || lpad(n::text, 6, '0')",
    "arn": "t.arn || n",
    "status": f"CASE WHEN n > {{number}} - 5 THEN 'InProgress' ELSE {_STATUS} END",
    "created_at": _CREATED,
    "modified_at": _CREATED,
    "ended_at": f"CASE WHEN n > {{number}} - 5 THEN NULL"
    f" ELSE {_CREATED} + (5 + n % 60) * interval '1 minute' END",
    "best_name": "'tuning-job-' || lpad(n::text, 6, '0') || '-002-0123abcd'",
    "best_value": "CASE WHEN n % 6 = 4 THEN NULL ELSE (n * 7919 % 100000) / 100000.0 END",
    "connection_id": "CASE WHEN n % 4 = 0 THEN {other} ELSE t.connection_id END",
    "creator_id": "CASE WHEN n % 10 = 9 THEN NULL ELSE (ARRAY[{people}])[1 + n % 5] END",
    "key": "CASE WHEN n % 10 = 9 THEN NULL ELSE gen_random_uuid() END",
    "facets": "ARRAY['algorithm:algorithm-' || n % 20,"
    " CASE WHEN n % 10 = 9 THEN 'made:elsewhere' ELSE 'made:here' END,"
    " 'metric:validation:accuracy', 'tag:project', 'tag:project=project-' || n % 50]",
}
_TRAINING_JOB = {
    "tuning_job_id": "p.id",
    "name": "p.name || '-' || lpad(n::text, 3, '0') || '-0123abcd'",
    "arn": "t.arn || p.name || n",
    "status": "CASE WHEN n = 1 THEN 'Failed' WHEN p.ended_at IS NULL AND n > {each} - 2"
    " THEN 'InProgress' ELSE 'Completed' END",
    "objective_value": "CASE WHEN n = 1 THEN NULL ELSE 0.5 + sin(n) / 4 END",
    "failure_reason": "CASE WHEN n = 1 THEN 'AlgorithmError: , exit code: 1' ELSE '' END",
    "created_at": "p.created_at + n * interval '10 seconds'",
    "started_at": "p.created_at + n * interval '10 seconds'",
    "ended_at": "CASE WHEN p.ended_at IS NULL AND n > {each} - 2 THEN NULL"
    " ELSE p.created_at + (n + 9) * interval '10 seconds' END",
    "counted_s": "CASE WHEN p.ended_at IS NULL AND n > {each} - 2 THEN NULL ELSE 90 END",
}


def fill(number: int, each: int) -> tuple[Any, Any]:
    """Fill the tables; return a person of the team and the team's first connection."""
    from django.db import connection as database
    from django.utils import timezone

    from tests.jobs.conftest import CONFIG, DEFINITION
    from tests.people import connected, member_of
    from tuningconsole.aws.models import Connection
    from tuningconsole.jobs.models import State, Sweep, TrainingJob, TuningJob
    from tuningconsole.teams.models import Role, Team

    team = Team.objects.create(name="Benchers")
    here, now = connected(team), timezone.now()
    other = Connection.objects.create(team=team, name="other", kind="aws", region="us-east-1")
    for place in (here, other):
        Sweep.objects.create(connection=place, due_at=now, discover_due_at=now, seen_at=now)
    people = [member_of(team, name, Role.EDITOR) for name in PEOPLE]
    document = {"HyperParameterTuningJobConfig": CONFIG, "TrainingJobDefinition": DEFINITION}
    first = TuningJob.objects.create(
        team=team,
        connection=here,
        key=uuid4(),
        name="first",
        name_key="first",
        account="111122223333",
        region="us-east-2",
        arn="arn:aws:sagemaker:us-east-2:111122223333:hyper-parameter-tuning-job/",
        state=State.CREATED,
        status="Completed",
        created_at=now - timedelta(minutes=AGE_MINUTES * (number + 1)),
        seen_at=now,
        strategy="Bayesian",
        training_jobs_wanted=each,
        counters={"Completed": each - 1, "NonRetryableError": 1},
        request=document,
        description=document,
        tags={"project": "bench"},
    )
    trained = TrainingJob.objects.create(
        tuning_job=first,
        name="first",
        arn="arn:aws:sagemaker:us-east-2:111122223333:training-job/",
        status="Completed",
        hyperparameters={"max_leaf_nodes": "12", "learning_rate": "0.0123456789"},
        created_at=first.created_at,
        seen_at=now,
        description={"TrainingJobStatus": "Completed", **DEFINITION},
        instances={"ml.m5.large": 1},
        counted_s=0,
    )
    known = {
        "number": number,
        "each": each,
        "other": other.pk,
        "people": ", ".join(str(person.pk) for person in people),
    }
    with database.cursor() as cursor:
        cursor.execute(_copies(first, _JOB, "generate_series(1, {number}) n", known))
        parents = f"jobs_tuningjob p CROSS JOIN generate_series(1, {each}) n"
        where = f" AND p.team_id = {team.pk} AND p.name <> 'first'"
        cursor.execute(_copies(trained, _TRAINING_JOB, parents, known) + where)
        cursor.execute(
            "INSERT INTO jobs_instancetime"
            " (team_id, connection_id, creator_id, day, instance_type, seconds)"
            f" SELECT {team.pk}, connection_id, creator_id, created_at::date, 'ml.m5.large',"
            f" sum({each} * 90) FROM jobs_tuningjob WHERE team_id = {team.pk} GROUP BY 2, 3, 4"
        )
        cursor.execute("VACUUM ANALYZE")
    return people[0], here


def _copies(row: Any, own: dict[str, str], source: str, known: dict[str, Any]) -> str:
    """Return the SQL that adds a copy of the row for each of the source, with values of its own."""
    model = row._meta  # noqa: SLF001  Django's own, documented.
    fields = [
        field.column
        for field in model.concrete_fields
        if not field.primary_key and not field.generated
    ]
    values = ", ".join(own.get(name, f"t.{name}") for name in fields)
    table = model.db_table
    return (
        f"INSERT INTO {table} ({', '.join(fields)})"
        f" SELECT {values} FROM {source}, {table} t WHERE t.id = {row.pk}"
    ).format(**known)


def main() -> None:
    number, each, *_ = [*map(int, sys.argv[1:]), *(TUNING_JOBS, TRAINING_JOBS)[len(sys.argv) - 1 :]]
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tuningconsole.settings.console")
    import django

    django.setup()
    fill(number, each)
    print(f"{number} tuning jobs with {each} training jobs each, for bench / bench-password.")


if __name__ == "__main__":
    main()
