"""Delete one of the account's own algorithms, after its name was typed."""

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from tuningconsole.audit.log import record
from tuningconsole.aws import algorithms as remote
from tuningconsole.aws import errors
from tuningconsole.aws.access import current_connection
from tuningconsole.catalog.forms import DeletionForm
from tuningconsole.catalog.models import Algorithm
from tuningconsole.teams.access import require_editor


@require_http_methods(["GET", "HEAD", "POST"])
def delete(request: HttpRequest, pk: int) -> HttpResponse:
    """Say what goes and what stays; on POST, with the name typed, delete the algorithm."""
    member = require_editor(request)
    algorithm = get_object_or_404(
        Algorithm, pk=pk, connection=current_connection(request), source=Algorithm.Source.OWN
    )
    form = DeletionForm(algorithm.name, request.POST or None)
    if form.is_valid():
        error = _deleted(algorithm)
        if not error:
            name = algorithm.name
            with transaction.atomic():
                record(member.user, "deleted", algorithm, team_name=member.team.name)
                algorithm.delete()
            messages.success(request, _("Algorithm {name} deleted.").format(name=name))
            return redirect("catalog:algorithms")
        form.add_error("name", error)
    context = {"algorithm": algorithm, "form": form}
    return render(request, "catalog/delete.html", context, status=422 if form.errors else 200)


def _deleted(algorithm: Algorithm) -> str:
    """Delete it at AWS; return why it is still there, "" when it is gone, whoever took it away."""
    try:
        remote.delete(algorithm.connection, algorithm.name)
    except errors.NotFound:
        return ""
    except errors.Ambiguous as error:
        if _is_gone(algorithm):
            return ""
        return _("Try again: AWS did not answer. {error}").format(error=error)
    except (errors.Throttled, errors.Unreachable) as error:
        return _("Try again in a moment: nothing was deleted. {error}").format(error=error)
    except errors.Denied as error:
        message = _("Allow sagemaker:DeleteAlgorithm first: nothing was deleted. AWS says: {error}")
        return message.format(error=error)
    except errors.AwsError as error:
        if "status" in str(error):
            return _("Wait until it has been created. AWS says: {error}").format(error=error)
        return _("Nothing was deleted. AWS says: {error}").format(error=error)
    return ""


def _is_gone(algorithm: Algorithm) -> bool:
    try:
        remote.describe(algorithm.connection, algorithm.name)
    except errors.NotFound:
        return True
    except errors.AwsError:
        return False
    return False
