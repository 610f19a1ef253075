"""Stop or tag several jobs: a page names them first, and says of which it means nothing."""

from collections.abc import Sequence

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods

from tuningconsole.jobs import actions, tags
from tuningconsole.jobs.models import TuningJob
from tuningconsole.jobs.views.live import jobs_of
from tuningconsole.teams.access import require_editor
from tuningconsole.ui import keys

MOST = 100
"""So many jobs at once: as many as a page of the list has."""
_NONE = gettext_lazy("Choose jobs in the list first.")


@require_http_methods(["GET", "HEAD", "POST"])
def stop(request: HttpRequest) -> HttpResponse:
    """Ask whether the jobs are to be stopped; have them stopped."""
    person = require_editor(request).user
    chosen = _chosen(request)
    apt = [job for job in chosen if job.may_stop]
    if request.method == "POST":
        done = sum(actions.request_stop(job, person) for job in apt)
        told = ngettext("Stopping {number} tuning job.", "Stopping {number} tuning jobs.", done)
        return _back(request, told, done)
    return _page(request, "stop", chosen, apt)


@require_http_methods(["GET", "HEAD", "POST"])
def tag(request: HttpRequest) -> HttpResponse:
    """Ask for a tag and name the jobs; have AWS given it."""
    person = require_editor(request).user
    chosen = _chosen(request)
    apt = [job for job in chosen if job.may_tag]
    form = tags.TagForm(request.POST if request.method == "POST" else None, jobs=apt)
    if request.method == "POST" and form.is_valid():
        given = {form.cleaned_data["key"]: form.cleaned_data["value"]}
        done = sum(actions.request_tags(job, person, given) for job in apt)
        told = ngettext("Tagging {number} tuning job.", "Tagging {number} tuning jobs.", done)
        return _back(request, told, done)
    return _page(request, "tag", chosen, apt, form)


def _chosen(request: HttpRequest) -> list[TuningJob]:
    given = request.POST if request.method == "POST" else request.GET
    wanted = keys.keys(given.getlist("job"))[:MOST]
    jobs = jobs_of(request).defer("request", "description", "problems")
    return list(jobs.filter(pk__in=wanted).order_by("name", "pk"))


def _page(
    request: HttpRequest,
    name: str,
    chosen: Sequence[TuningJob],
    apt: Sequence[TuningJob],
    form: tags.TagForm | None = None,
) -> HttpResponse:
    if not chosen:
        messages.warning(request, _NONE)
        return redirect("jobs:list")
    others = [job for job in chosen if job not in apt]
    return render(request, f"jobs/list_{name}.html", {"jobs": apt, "others": others, "form": form})


def _back(request: HttpRequest, told: str, done: int) -> HttpResponse:
    if done:
        messages.info(request, told.format(number=done))
    else:
        messages.warning(request, _("Nothing was done: the jobs have changed meanwhile."))
    return redirect("jobs:list")
