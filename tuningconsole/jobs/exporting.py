"""A request as text for elsewhere, as pages show it: templates/export/_export.html.

A page that has the template takes `?format=` for which text, and `&download` for its file:

    if exporting.DOWNLOAD in request.GET:
        return exporting.download(shown)
    return render(request, …, {"shown": exporting.shown(asked, request.GET)})
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpResponse
from django.utils.http import content_disposition_header

from tuningconsole import export
from tuningconsole.jobs.models import TuningJob
from tuningconsole.spec import described

FORMAT = "format"
"""In the address: the name of a format; the first one by label without it."""
DOWNLOAD = "download"
"""In the address: the file is wanted, not the page."""


@dataclass(frozen=True, slots=True)
class Choice:
    """A format to choose."""

    label: str
    address: str
    is_current: bool


@dataclass(frozen=True, slots=True)
class Shown:
    """A request in one format, and the ways to the others. Addresses are of the page itself."""

    label: str
    choices: list[Choice]
    file: export.Export
    download: str


def shown(request: Mapping[str, Any], query: Mapping[str, Any]) -> Shown:
    """Return what the page's fragment shows of a request in either form.

    Args:
        request: CreateHyperParameterTuningJob's.
        query: the page's address says which format.

    Raises:
        Http404: there is no such format.
    """
    formats = {one.name: one for one in export.formats()}
    name = str(query.get(FORMAT) or next(iter(formats)))
    if name not in formats:
        raise Http404
    choices = [Choice(one.label, _address(one.name), one.name == name) for one in formats.values()]
    file = formats[name].render(request)
    return Shown(formats[name].label, choices, file, f"{_address(name)}&{DOWNLOAD}")


def download(what: Shown) -> HttpResponse:
    """Return the file, to be saved under its name."""
    response = HttpResponse(what.file.text, content_type=f"{what.file.media_type}; charset=utf-8")
    saved = content_disposition_header(as_attachment=True, filename=what.file.file_name)
    response["Content-Disposition"] = saved or "attachment"
    response["Cache-Control"] = "no-store"
    return response


def request_of(job: TuningJob) -> dict[str, Any] | None:
    """Return the request that makes the same job again; `None` before anything of it was read.

    As AWS describes the job; as it was submitted, before it was described. The console's own tag
    is of the one job.
    """
    if not job.description:
        return described.without_submission(job.request) if job.request else None
    tags = [{"Key": key, "Value": value} for key, value in (job.tags or {}).items()]
    if job.tags is None:
        tags = (job.request or {}).get("Tags", [])
    name = {"HyperParameterTuningJobName": job.name}
    return described.request_of(job.description | name, tags)


def _address(name: str) -> str:
    return f"?{urlencode({FORMAT: name})}"
