"""The Algorithms page and the page of one algorithm."""

from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from tuningconsole.aws.access import current_connection
from tuningconsole.aws.errors import AwsError
from tuningconsole.aws.models import Connection
from tuningconsole.catalog import algorithms, refresh
from tuningconsole.catalog.models import Algorithm
from tuningconsole.catalog.summary import Summary
from tuningconsole.teams.access import membership
from tuningconsole.ui import paging

Source = Algorithm.Source


@require_safe
def own(request: HttpRequest) -> HttpResponse:
    """Show the account's own algorithms."""
    return listing(request, Source.OWN)


def listing(request: HttpRequest, source: Algorithm.Source, **more: object) -> HttpResponse:
    """Show the tab of the source, searched by `q`, a page of it by `page`."""
    connection = current_connection(request)
    everything = algorithms.for_connection(connection)
    found = everything.filter(source=source)
    if wanted := request.GET.get("q", "").strip().replace("\x00", ""):
        found = found.filter(name__icontains=wanted)
    context = {
        "connection": connection,
        "counts": {kind: everything.filter(source=kind).count() for kind in Source.values},
        "page": paging.page(found, request.GET.get("page", "")),
        "source": source,
        "wanted": wanted,
        "query": f"&{urlencode({'q': wanted})}" if wanted else "",
        "may_edit": membership(request).may_edit,
        **more,
    }
    status = 422 if more.get("is_refused") else 200
    return render(request, "catalog/algorithms.html", context, status=status)


@require_safe
def summary(request: HttpRequest, pk: int) -> HttpResponse:
    """Show everything that DescribeAlgorithm said of an algorithm."""
    connection = current_connection(request)
    algorithm = get_object_or_404(Algorithm, pk=pk, connection=connection)
    context = {
        "algorithm": algorithm,
        "summary": Summary(algorithm.description),
        "may_edit": membership(request).may_edit,
    }
    return render(request, "catalog/algorithm.html", context)


@require_POST
def read_again(request: HttpRequest) -> HttpResponse:
    """Read the account's algorithms now, as a person has asked for it."""
    connection = current_connection(request)
    try:
        refresh.algorithms(connection)
    except AwsError as error:
        message = _("The list could not be read: {error} What is shown is older.")
        messages.error(request, message.format(error=error))
    return redirect("catalog:algorithms")


@require_POST
def choose_connection(request: HttpRequest, pk: int) -> HttpResponse:
    """Work with another connection of the team."""
    own_connections = Connection.objects.filter(team=membership(request).team)
    request.session["connection"] = get_object_or_404(own_connections, pk=pk).pk
    return redirect("home")
