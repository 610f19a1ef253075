"""Check a request as the wizard does, and submit it, once a key."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any
from uuid import UUID, uuid5

from django.db import transaction

from tuningconsole import importing
from tuningconsole.api.callers import token_of
from tuningconsole.api.problems import Problem, Refused
from tuningconsole.audit.log import record
from tuningconsole.aws.models import Connection
from tuningconsole.jobs import submission
from tuningconsole.jobs.models import TuningJob
from tuningconsole.spec import canonical, reading, rules, shapes
from tuningconsole.spec.constraints import violations
from tuningconsole.teams.models import Membership
from tuningconsole.wizard import bringing, offers
from tuningconsole.wizard.checking import UNKNOWN_ALGORITHM
from tuningconsole.wizard.offers import Offers
from tuningconsole.wizard.reading import read

KEYS = UUID("3f6f0a52-52c5-4bd3-8d4e-0b6f3b0f1c6e")
"""The namespace of the keys that programs give; those of the wizard's drafts are others."""
_DEFINITIONS = "TrainingJobDefinitions"
_ALGORITHM = "AlgorithmSpecification"


@dataclass(frozen=True, slots=True)
class Examined:
    """A request as it was read, what prevents the job, and what is unwise."""

    request: dict[str, Any]
    problems: list[Problem]
    warnings: list[Problem]


def examine(connection: Connection, body: bytes) -> Examined:
    """Read the body and tell everything that is wrong with it; never raises.

    What an import only remarks on is refused here: a program says exactly what it wants.
    """
    imported = importing.read(body)
    problems = [_problem(one.path, one.message) for one in imported.problems]
    problems += [_problem(note.path, note.message) for note in imported.notes]
    if not imported.request:
        return Examined({}, problems or [_problem("", bringing.EMPTY)], [])
    asked = bringing.kept(imported.request)
    expanded = canonical.expand(asked)
    known = _known(connection, expanded)
    told = {problem["path"] for problem in problems}
    warnings: list[Problem] = []
    # The shapes are checked as the body has them: it may have two places for one member.
    found = [(one.path, one) for one in violations(shapes.shape(shapes.CREATE_TUNING_JOB), asked)]
    found += [(_said(one.path, asked), one) for one in rules.findings(expanded, known.context())]
    for path, one in found:
        if one.severity == "warning":
            warnings.append(_problem(path, one.message))
        elif path not in told:
            problems.append(_problem(path, one.message))
    problems += [
        _problem(_said(path, asked), UNKNOWN_ALGORITHM)
        for path, name in _algorithms(expanded)
        if name not in known.algorithms
    ]
    return Examined(imported.request, problems, warnings)


def create(
    member: Membership, connection: Connection, body: bytes, key: str
) -> tuple[TuningJob, bool]:
    """Submit the request once; return its job, and whether it is new.

    Raises:
        Refused: something is wrong with it, its name is taken, or the key was another request's.
    """
    own_key = uuid5(KEYS, f"{member.team_id}:{key}")
    earlier = TuningJob.objects.filter(creator=member.user, key=own_key).first()
    if earlier:
        return _the_same(earlier, connection, importing.read(body).request), False
    examined = examine(connection, body)
    if examined.problems:
        text = "The request cannot be created as it is. Nothing was created."
        raise Refused(
            HTTPStatus.UNPROCESSABLE_ENTITY, "invalid_request", text, problems=examined.problems
        )
    try:
        job = _submit(member, connection, examined.request, own_key)
    except submission.NameTaken:
        problem = _problem("HyperParameterTuningJobName", submission.TAKEN)
        text = "The name is taken. Nothing was created."
        raise Refused(HTTPStatus.CONFLICT, "name_taken", text, problems=[problem]) from None
    return _the_same(job, connection, examined.request), True


@transaction.atomic
def _submit(
    member: Membership, connection: Connection, request: dict[str, Any], key: UUID
) -> TuningJob:
    job = submission.submit(
        user=member.user, team=member.team, connection=connection, request=request, key=key
    )
    token = token_of(member)
    record(member.user, "submitted by API", job, team_name=member.team.name, token=token.name)
    return job


def _the_same(job: TuningJob, connection: Connection, request: dict[str, Any]) -> TuningJob:
    """Return the job if it is what the request asks for.

    Raises:
        Refused: the key stands for another request.
    """
    # As the database holds it: what JSON makes of numbers and order is the same twice.
    asked = json.loads(json.dumps(submission.tagged(request, job.uuid)))
    if job.connection_id == connection.pk and job.request == asked:
        return job
    text = f"This Idempotency-Key was sent before with another request, which made {job.name}."
    raise Refused(HTTPStatus.CONFLICT, "key_reused", f"{text} Nothing was created.")


def _known(connection: Connection, expanded: dict[str, Any]) -> Offers:
    names = [name for _, name in _algorithms(expanded)]
    answers = read(expanded, offers.algorithms_of(connection, names))
    return offers.load(connection, answers)


def _algorithms(expanded: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Yield path and name of each algorithm that is named."""
    for number, definition in reading.structures(expanded, _DEFINITIONS):
        if name := reading.text(definition, _ALGORITHM, "AlgorithmName"):
            yield f"{_DEFINITIONS}.{number}.{_ALGORITHM}.AlgorithmName", name


def _said(path: str, asked: Mapping[str, Any]) -> str:
    """Return a path of the expanded form as the body has it."""
    return canonical.to_singular(path) if "TrainingJobDefinition" in asked else path


def _problem(path: str, message: str) -> Problem:
    return {"path": path, "message": message}
