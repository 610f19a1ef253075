"""Send a draft's CreateAlgorithm, once, and say what became of it.

    Outcome         what to show
    Created         the algorithm's page
    Refused         the request is wrong: the messages are kept at the draft's inputs
    NotCreated      AWS did not take it: nothing was created
    Unknown         AWS did not answer, and has no such algorithm so far

An account has a name once only, so that nothing can be created twice. The tag that goes along
tells an algorithm of this draft, whose answer was lost, from somebody else's of the same name.
"""

from copy import deepcopy
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from tuningconsole.audit.log import record
from tuningconsole.aws import algorithms as remote
from tuningconsole.aws import errors, tuning_jobs
from tuningconsole.catalog import algorithms
from tuningconsole.catalog.authoring import checking
from tuningconsole.catalog.authoring.declarations import ROOT
from tuningconsole.catalog.authoring.keys import NAME, TAGS
from tuningconsole.catalog.authoring.writing import Built
from tuningconsole.catalog.models import Algorithm, AlgorithmDraft
from tuningconsole.spec import shapes
from tuningconsole.spec.described import SUBMISSION_TAG
from tuningconsole.spec.states import AlgorithmStatus

CLAIM = timedelta(seconds=90)
"""Longer than one request with its time-outs and the look after it."""
TAKEN = gettext_noop("Enter another name: the account has an algorithm of this name.")


@dataclass(frozen=True, slots=True)
class Created:
    """The algorithm is there."""

    algorithm: Algorithm


@dataclass(frozen=True, slots=True)
class Refused:
    """The request is wrong; the draft knows where."""


@dataclass(frozen=True, slots=True)
class NotCreated:
    """Nothing was created; the message says why."""

    message: str


@dataclass(frozen=True, slots=True)
class Unknown:
    """Nobody knows whether it will be there; the message says what to do."""

    message: str


Outcome = Created | Refused | NotCreated | Unknown


def create(draft: AlgorithmDraft, built: Built) -> Outcome | None:
    """Send the request and keep the outcome; `None`: somebody else is sending it just now."""
    now = timezone.now()
    if not draft.claim(now, now + CLAIM):
        return None
    outcome = _sent(draft, built)
    with transaction.atomic():
        match outcome:
            case Created(algorithm):
                draft.mark_created(algorithm)
                record(draft.owner, "created", algorithm, team_name=draft.team.name)
            case Refused():
                pass
            case _:
                draft.release([])
    return outcome


def _sent(draft: AlgorithmDraft, built: Built) -> Outcome:
    request = tagged(built.request, str(draft.key))
    try:
        arn = remote.create(draft.connection, request)
    except errors.InUse:
        if found := _ours(draft):
            return Created(found)
        return _refused(draft, [(NAME, TAKEN)])
    except errors.Rejected as error:
        found_at = [checking.at_input(built, problem, {}) for problem in error.problems]
        return _refused(draft, found_at)
    except errors.Ambiguous as error:
        if found := _ours(draft):
            return Created(found)
        message = _(
            "AWS did not answer whether the algorithm was created. Choose Create algorithm again:"
            " the name can be used once only, so that nothing is created twice. {error}"
        )
        return Unknown(message.format(error=error))
    except errors.AwsError as error:
        message = _(
            "AWS did not take the request: {error} Nothing was created. Your draft is kept."
        )
        return NotCreated(message.format(error=error))
    return Created(_mirrored(draft, arn, request))


def tagged(request: dict[str, Any], key: str) -> dict[str, Any]:
    """Return the request with the tag that proves whose the algorithm is, if it has room for it."""
    result = deepcopy(request)
    tags = result.get(TAGS, [])
    if len(tags) < int(shapes.resolve(TAGS, ROOT).shape.metadata["max"]):
        result[TAGS] = [*tags, {"Key": SUBMISSION_TAG, "Value": key}]
    return result


def _ours(draft: AlgorithmDraft) -> Algorithm | None:
    """Return the algorithm of this name if it was made from this draft."""
    try:
        answer = remote.describe(draft.connection, draft.name.strip())
        tags = tuning_jobs.tags(draft.connection, answer["AlgorithmArn"])
    except errors.AwsError:
        return None
    if tags.get(SUBMISSION_TAG) != str(draft.key):
        return None
    return algorithms.keep(draft.connection, Algorithm.Source.OWN, answer)


def _mirrored(draft: AlgorithmDraft, arn: str, request: dict[str, Any]) -> Algorithm:
    """Mirror what was created; what cannot be read just now is read by the next refresh."""
    try:
        answer = remote.describe(draft.connection, arn)
    except errors.AwsError:
        answer = {
            **{name: value for name, value in request.items() if name != TAGS},
            "AlgorithmArn": arn,
            "AlgorithmStatus": AlgorithmStatus.PENDING,
            "CreationTime": timezone.now(),
        }
    return algorithms.keep(draft.connection, Algorithm.Source.OWN, answer)


def _refused(draft: AlgorithmDraft, found: list[tuple[str, str]]) -> Refused:
    draft.release(
        [
            {"key": key, "message": message, "answer": draft.answers.get(key)}
            for key, message in found
        ]
    )
    return Refused()
