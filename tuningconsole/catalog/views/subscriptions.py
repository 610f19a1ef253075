"""Marketplace subscriptions: added by ARN, since no API lists them; removed from the list."""

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
from tuningconsole.catalog.algorithms import keep
from tuningconsole.catalog.forms import SubscriptionForm
from tuningconsole.catalog.models import Algorithm
from tuningconsole.catalog.views.algorithms import listing
from tuningconsole.teams.access import require_editor

SUBSCRIPTION = Algorithm.Source.SUBSCRIPTION


@require_http_methods(["GET", "HEAD", "POST"])
def subscriptions(request: HttpRequest) -> HttpResponse:
    """Show the subscriptions, or add one."""
    connection = current_connection(request)
    if request.method != "POST":
        return listing(request, SUBSCRIPTION, form=SubscriptionForm(connection))
    member = require_editor(request)
    form = SubscriptionForm(connection, request.POST)
    if form.is_valid():
        try:
            answer = remote.describe(connection, form.cleaned_data["arn"])
        except errors.AwsError as error:
            form.add_error("arn", _advice(error))
        else:
            with transaction.atomic():
                algorithm = keep(connection, SUBSCRIPTION, answer)
                record(member.user, "added", algorithm, team_name=member.team.name)
            message = _("Subscription {name} added.").format(name=algorithm.name)
            messages.success(request, message)
            return redirect("catalog:algorithm", algorithm.pk)
    return listing(request, SUBSCRIPTION, form=form, is_refused=True)


def _advice(error: errors.AwsError) -> str:
    match error:
        case errors.Unreachable() | errors.Throttled() | errors.Ambiguous():
            advice = _("Try again in a moment: AWS did not answer. AWS says: {error}")
        case errors.Denied():
            advice = _(
                "Subscribe to the product first, or allow sagemaker:DescribeAlgorithm."
                " AWS says: {error}"
            )
        case _:
            advice = _(
                "Check the ARN, and that the account is subscribed to the product."
                " AWS says: {error}"
            )
    return advice.format(error=error)


@require_http_methods(["GET", "HEAD", "POST"])
def remove(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask whether to take a subscription off the list, and do so."""
    member = require_editor(request)
    algorithm = get_object_or_404(
        Algorithm, pk=pk, connection=current_connection(request), source=SUBSCRIPTION
    )
    if request.method != "POST":
        return render(request, "catalog/remove.html", {"algorithm": algorithm})
    with transaction.atomic():
        record(member.user, "removed", algorithm, team_name=member.team.name)
        algorithm.delete()
    message = _("Subscription {name} removed from the list.").format(name=algorithm.name)
    messages.success(request, message)
    return redirect("catalog:subscriptions")
