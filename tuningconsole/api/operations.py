"""The API's operations. Each loads what the caller may see, calls one function, and answers."""

from http import HTTPStatus
from typing import Annotated, Any
from uuid import UUID

from django.db.models import QuerySet
from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404
from ninja import Header, Query, Router, Status
from pydantic import Field

from tuningconsole import export
from tuningconsole.api import callers, creating, presenting
from tuningconsole.api import schemas as out
from tuningconsole.api.problems import Refused
from tuningconsole.api.shapes import request_schema
from tuningconsole.aws.models import Connection
from tuningconsole.jobs import actions, exporting, listing
from tuningconsole.jobs.models import TuningJob
from tuningconsole.ui import paging

MOST = 100
KEY_LENGTH = 255
REFUSALS = dict.fromkeys((400, 401, 403, 404, 413, 422, 429, 500, 503), out.RefusalOut)
CONFLICT = {409: out.RefusalOut}
BODY = {
    "requestBody": {
        "required": True,
        "description": "CreateHyperParameterTuningJob's request, as AWS's own clients take it.",
        "content": {"application/json": {"schema": request_schema()}},
    }
}
ConnectionKey = Annotated[
    int | None,
    Query(
        description="A connection of the team; without it, the only one that the team has.",
        ge=1,
        lt=2**63,
    ),
]
Limit = Annotated[int, Query(description="So many a page", ge=1, le=MOST)]
PageKey = Annotated[str, Query(description="newer or older of another page", max_length=200)]
Key = Annotated[
    str,
    Header(
        alias="Idempotency-Key",
        description="The same key and request twice make one job.",
        min_length=1,
        max_length=KEY_LENGTH,
    ),
]
router = Router()


@router.get("/me", response={200: out.MeOut, **REFUSALS}, summary="Whom the token stands for")
def me(request: HttpRequest) -> dict[str, Any]:
    """Return the person, the team and the role that the token acts in."""
    member = callers.caller(request)
    token = callers.token_of(member)
    return {
        "user": member.user.get_username(),
        "team": member.team.name,
        "role": member.role,
        "token": token.name,
        "scope": token.scope,
        "expires_at": token.expires_at,
    }


@router.get("/connections", response={200: list[out.ConnectionOut], **REFUSALS})
def connections(request: HttpRequest) -> list[dict[str, Any]]:
    """Return the team's connections."""
    fields = ("id", "name", "kind", "region", "account_id")
    return list(_connections(request).order_by("pk").values(*fields))


@router.get("/tuning-jobs", response={200: out.JobsOut, **REFUSALS})
def tuning_jobs(
    request: HttpRequest,
    connection: ConnectionKey = None,
    q: Annotated[str, Query(description="Part of the name")] = "",
    status: Annotated[str, Query(description="One of the statuses that jobs have here")] = "",
    page: PageKey = "",
    limit: Limit = paging.SIZE,
) -> dict[str, Any]:
    """Return the tuning jobs at a connection, the newest first, a page of them.

    The filters are those of the list in the console, by the same names in the address.
    """
    where = _connection(request, connection)
    wanted = listing.Filter.read(request.GET.dict())
    found = listing.found(wanted, callers.caller(request).team, [where])
    rows, order = listing.in_order(found.select_related("creator"), wanted)
    long = ("request", "description", "tags")
    shown = paging.page(rows.defer(*long), page, order=order, size=limit)
    jobs = [presenting.job(row) for row in shown.rows]
    return {"jobs": jobs, "newer": shown.newer, "older": shown.older}


@router.post("/tuning-jobs/check", response={200: out.CheckOut, **REFUSALS}, openapi_extra=BODY)
def check_tuning_job(request: HttpRequest, connection: ConnectionKey = None) -> dict[str, Any]:
    """Check a request as its creation would; nothing is created."""
    examined = creating.examine(_connection(request, connection), request.body)
    return {"problems": examined.problems, "warnings": examined.warnings}


@router.post(
    "/tuning-jobs",
    response={201: out.JobOut, 200: out.JobOut, **REFUSALS, **CONFLICT},
    openapi_extra=BODY,
)
def create_tuning_job(
    request: HttpRequest, key: Key, connection: ConnectionKey = None
) -> Status[dict[str, Any]]:
    """Submit a tuning job. 201: it is new. 200: the key and the request were sent before.

    The job is written down here and sent to AWS at once by a worker; its status tells how far it
    is. It needs a token that may write, and the role of editor.
    """
    member = callers.editor(request)
    where = _connection(request, connection)
    job, is_new = creating.create(member, where, request.body, key)
    return Status(HTTPStatus.CREATED if is_new else HTTPStatus.OK, presenting.job(job))


@router.get("/tuning-jobs/{uuid:uuid}", response={200: out.JobOut, **REFUSALS})
def tuning_job(request: HttpRequest, uuid: UUID) -> dict[str, Any]:
    """Return a tuning job."""
    return presenting.job(_job(request, uuid))


@router.post("/tuning-jobs/{uuid:uuid}/stop", response={202: out.JobOut, **REFUSALS, **CONFLICT})
def stop_tuning_job(request: HttpRequest, uuid: UUID) -> Status[dict[str, Any]]:
    """Have a tuning job stopped; asking twice is fine, a job that has ended is a conflict."""
    member = callers.editor(request)
    job = _job(request, uuid)
    if not actions.request_stop(job, member.user):
        job = _job(request, uuid)
        if job.stop_requested_at is None or job.is_settled:
            text = f"{job.name} is {job.shown_status.lower()}: there is nothing to stop."
            raise Refused(HTTPStatus.CONFLICT, "not_running", text)
    return Status(HTTPStatus.ACCEPTED, presenting.job(_job(request, uuid)))


@router.get(
    "/tuning-jobs/{uuid:uuid}/training-jobs", response={200: out.TrainingJobsOut, **REFUSALS}
)
def training_jobs(
    request: HttpRequest,
    uuid: UUID,
    page: PageKey = "",
    limit: Limit = paging.SIZE,
) -> dict[str, Any]:
    """Return the training jobs of a tuning job, the newest first, a page of them."""
    rows = _job(request, uuid).training_jobs.defer("description")
    shown = paging.page(rows, page, size=limit)
    found = [presenting.training_job(row) for row in shown.rows]
    return {"training_jobs": found, "newer": shown.newer, "older": shown.older}


@router.get("/tuning-jobs/{uuid:uuid}/request", response={200: out.RequestOut, **REFUSALS})
def request_of_tuning_job(request: HttpRequest, uuid: UUID) -> dict[str, Any]:
    """Return the request that makes the same job again."""
    return _request_of(_job(request, uuid))


@router.get("/export-formats", response={200: list[out.FormatOut], **REFUSALS})
def export_formats(request: HttpRequest) -> list[dict[str, Any]]:
    """Return the formats that a job's request can be exported to."""
    return [
        {"name": one.name, "label": one.label, "media_type": one.media_type}
        for one in export.formats()
    ]


@router.get("/tuning-jobs/{uuid:uuid}/exports/{format}", response={200: out.ExportOut, **REFUSALS})
def export_tuning_job(
    request: HttpRequest,
    uuid: UUID,
    format: Annotated[str, Field(max_length=50)],  # noqa: A002  The word in the address.
) -> export.Export:
    """Return the request that makes the same job again, as text for elsewhere."""
    asked = _request_of(_job(request, uuid))
    try:
        return export.render(format, asked)
    except KeyError:
        raise Http404 from None


def _connections(request: HttpRequest) -> QuerySet[Connection]:
    return Connection.objects.filter(team=callers.caller(request).team_id)


def _connection(request: HttpRequest, key: int | None) -> Connection:
    """Return the team's connection of this key, its only one for none.

    Raises:
        Refused: there is none, or there are several to choose from.
    """
    own = _connections(request)
    found = list(own.filter(pk=key) if key else own[:2])
    if len(found) == 1:
        return found[0]
    text = "Name a connection of the team: `GET /connections` lists them."
    problem = {"path": "connection", "message": text}
    raise Refused(HTTPStatus.UNPROCESSABLE_ENTITY, "invalid_parameters", text, problems=[problem])


def _job(request: HttpRequest, uuid: UUID) -> TuningJob:
    own = TuningJob.objects.select_related("creator").filter(team=callers.caller(request).team_id)
    return get_object_or_404(own, uuid=uuid)


def _request_of(job: TuningJob) -> dict[str, Any]:
    asked = exporting.request_of(job)
    if asked is None:
        raise Http404
    return asked
