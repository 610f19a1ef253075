"""Create a model of the best training job, or of another one."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from tuningconsole.audit.log import record
from tuningconsole.aws import sagemaker_models
from tuningconsole.aws.errors import Ambiguous, AwsError, Rejected
from tuningconsole.jobs.modelling import ModelForm, proposed
from tuningconsole.jobs.models import TrainingJob, TuningJob
from tuningconsole.jobs.views.curves import NAME
from tuningconsole.jobs.views.live import job_of
from tuningconsole.teams.access import require_editor

_NOTHING = gettext_lazy("Nothing was created.")
_PERHAPS = gettext_lazy(
    "It is not known whether the model was created. Look for its name in AWS before you try again."
)


@require_http_methods(["GET", "HEAD", "POST"])
def create_model(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Propose a model of the training job `t`, else of the best one; on POST create it."""
    member = require_editor(request)
    job = job_of(request, uuid)
    training_job = _chosen(request, job)
    form = ModelForm(request.POST or None, initial=proposed(training_job))
    if form.is_valid():
        try:
            arn = sagemaker_models.create(job.connection, form.request())
        except AwsError as error:
            _refuse(form, error)
        else:
            name, team = form.cleaned_data["name"], member.team
            record(member.user, "created model", training_job, team_name=team.name, model=arn)
            messages.success(request, _("Model {name} created: {arn}").format(name=name, arn=arn))
            return redirect("jobs:training-job", uuid, training_job.name)
    context = {"form": form, "job": job, "training_job": training_job}
    return render(request, "jobs/create_model.html", context, status=422 if form.errors else 200)


def _chosen(request: HttpRequest, job: TuningJob) -> TrainingJob:
    name = request.GET.get(NAME, job.best_name)
    if not name or "\x00" in name:
        raise Http404("The tuning job has no best training job yet.")
    return get_object_or_404(job.training_jobs.select_related("tuning_job"), name=name)


def _refuse(form: ModelForm, error: AwsError) -> None:
    """Tell what AWS said, at the field that it speaks of."""
    if isinstance(error, Rejected):
        for problem in error.problems:
            form.add_problem(problem.path, f"{_NOTHING} {_said(problem.message)}")
    else:
        what = _PERHAPS if isinstance(error, Ambiguous) else _NOTHING
        form.add_error(None, f"{what} {_said(error.message)}")


def _said(message: str) -> str:
    return _("AWS: “{said}”").format(said=message)
