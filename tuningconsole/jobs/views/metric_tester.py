"""The metric tester: paste log lines, see what each metric's expression finds in them."""

from itertools import zip_longest
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_http_methods

from tuningconsole.aws import training_jobs
from tuningconsole.aws.access import current_connection
from tuningconsole.aws.errors import AwsError
from tuningconsole.catalog.models import Algorithm
from tuningconsole.jobs import metric_testing
from tuningconsole.jobs.metric_testing import Definition
from tuningconsole.jobs.models import TrainingJob
from tuningconsole.jobs.views.training_job import found
from tuningconsole.teams.lost_session import take, takes_over
from tuningconsole.ui import keys
from tuningconsole.ui.views import back


@takes_over
@require_http_methods(["GET", "HEAD", "POST"])
def metric_tester(request: HttpRequest) -> HttpResponse:
    """Show what the definitions posted as `name` and `regex` find in the posted `log`.

    By GET, they stand in the address too, or are those of `?algorithm=` (its key) or of
    `?job=&training_job=` (uuid and name), whose log `_load` loads. `next` is where to go back to.
    """
    sent = take(request)
    posted = sent.typed if sent else request.POST
    given = posted or request.GET
    job = _training_job(request, given)
    definitions = _posted(given) if posted else _known(request, job)
    log, log_error = _seen(str(given.get("log", ""))), ""
    if job and "_load" in given:
        try:
            log = _log_of(job)
        except AwsError as error:
            log_error = error.message
    context = {
        "job": job,
        "log": log,
        "log_error": log_error,
        "next": _next(request, str(given.get("next", ""))),
        "report": metric_testing.report(definitions, log),
        "wants_row": "_add" in given,
    }
    template = "_metric_tester" if "HX-Request" in request.headers else "metric_tester"
    response = render(request, f"jobs/{template}.html", context)
    response["Cache-Control"] = "no-store"
    return response


def _next(request: HttpRequest, address: str) -> str:
    """Return the address if it is one of this console's, "" for any other."""
    address = _seen(address)
    return address if address.startswith("/") and back(request, address) == address else ""


def _training_job(request: HttpRequest, given: QueryDict) -> TrainingJob | None:
    tuning_job, name = given.get("job", ""), given.get("training_job", "")
    if not (tuning_job and name):
        return None
    try:
        uuid = UUID(str(tuning_job))
    except ValueError:
        raise Http404 from None
    return found(request, uuid, str(name).replace("\x00", ""))


def _known(request: HttpRequest, job: TrainingJob | None) -> list[Definition]:
    if job:
        return metric_testing.of_training_job(job)
    if "regex" in request.GET:
        return _posted(request.GET)
    asked = request.GET.get("algorithm", "")
    if not asked:
        return []
    own = Algorithm.objects.filter(connection=current_connection(request))
    algorithm = get_object_or_404(own, pk=keys.key(asked))
    return metric_testing.of_algorithm(algorithm.description)


def _posted(posted: QueryDict) -> list[Definition]:
    names, expressions = (
        [_seen(str(typed)) for typed in posted.getlist(field)] for field in ("name", "regex")
    )
    definitions = list(zip_longest(names, expressions, fillvalue=""))
    removed = posted.get("_remove", "")
    return [one for number, one in enumerate(definitions) if str(number) != removed]


def _seen(typed: str) -> str:
    """Return the text as a page can hold it; NUL shows as a replacement character."""
    return typed.replace("\x00", "\ufffd")


def _log_of(job: TrainingJob) -> str:
    page = training_jobs.log_events(job.tuning_job.connection, job.name)
    return "\n".join(str(line["message"]) for line in page.lines)
