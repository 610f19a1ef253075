"""The connections of a team, for its administrators: list, add, test, edit, remove."""

import json
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from tuningconsole.aws import advice, policy
from tuningconsole.aws.models import Connection, Probe
from tuningconsole.catalog.connections import changing
from tuningconsole.catalog.connections.forms import ConnectionForm, RemovalForm
from tuningconsole.teams.access import require_admin
from tuningconsole.teams.models import Membership

NOBODY = "arn:aws:iam::<account of the console>:role/<role of the console>"
"""Stands in the trust policy until a test has told who the console is."""


@require_safe
def listing(request: HttpRequest) -> HttpResponse:
    """Show the team's connections and how their last tests went."""
    mine = require_admin(request)
    own = mine.team.connections.select_related("probe").order_by("pk")
    context = {"connections": own, "now": timezone.now()}
    return render(request, "catalog/connections.html", context)


@require_safe
def detail(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a connection, its last test and the policies that it needs; `live`: the test alone."""
    connection = _own(require_admin(request), pk)
    probe = Probe.objects.filter(connection=connection).first()
    context: dict[str, Any] = {
        "connection": connection,
        "probe": probe,
        "results": [advice.told(result) for result in probe.results] if probe else [],
        "is_running": bool(probe and probe.is_running(timezone.now())),
    }
    if "live" in request.GET:
        return render(request, "catalog/_connection_test.html", context)
    if connection.kind == Connection.Kind.AWS:
        base = probe.base if probe else ""
        context |= {
            "permissions": _text(policy.permissions(connection)),
            "role_making": _text(policy.role_making(connection)),
            "trust": _text(policy.trust(connection, base or NOBODY)),
            "base": base,
        }
    return render(request, "catalog/connection.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def add(request: HttpRequest) -> HttpResponse:
    """Ask for a connection; on POST add it."""
    mine = require_admin(request)
    form = ConnectionForm(mine.team, None, request.POST or None)
    if form.is_valid():
        made = changing.add(mine.user, mine.team, form.cleaned_data)
        message = _("Connection {name} added. It is being tested.").format(name=made.name)
        messages.success(request, message)
        return redirect("connections:detail", made.pk)
    return _form(request, form)


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask for other values; on POST keep them."""
    mine = require_admin(request)
    connection = _own(mine, pk)
    names = ("name", "source", "region", "profile", "role_arn", "queue")
    initial = {name: getattr(connection, name) for name in names}
    form = ConnectionForm(mine.team, connection, request.POST or None, initial=initial)
    if form.is_valid():
        if changing.change(mine.user, connection, form.cleaned_data):
            message = _("Connection {name} saved.").format(name=connection.name)
            messages.success(request, message)
        return redirect("connections:detail", connection.pk)
    return _form(request, form)


@require_POST
def test(request: HttpRequest, pk: int) -> HttpResponse:
    """Have a worker test the connection."""
    mine = require_admin(request)
    connection = _own(mine, pk)
    changing.ask_for_test(mine.user, connection)
    return redirect("connections:detail", connection.pk)


@require_http_methods(["GET", "HEAD", "POST"])
def remove(request: HttpRequest, pk: int) -> HttpResponse:
    """Say what goes and what stays; on POST, with the name typed, remove the connection."""
    mine = require_admin(request)
    connection = _own(mine, pk)
    form = RemovalForm(connection.name, request.POST or None)
    if form.is_valid():
        name = connection.name
        try:
            changing.remove(mine.user, connection)
        except changing.InUseError as error:
            form.add_error("name", str(error))
        else:
            messages.success(request, _("Connection {name} removed.").format(name=name))
            return redirect("connections:list")
    context = {
        "connection": connection,
        "form": form,
        "goes": changing.what_goes(connection),
        "under_way": changing.under_way(connection),
    }
    status = 422 if form.errors else 200
    return render(request, "catalog/connection_remove.html", context, status=status)


def _form(request: HttpRequest, form: ConnectionForm) -> HttpResponse:
    status = 422 if form.errors else 200
    context = {"form": form, "connection": form.before}
    return render(request, "catalog/connection_edit.html", context, status=status)


def _own(mine: Membership, pk: int) -> Connection:
    return get_object_or_404(Connection.objects.select_related("team"), pk=pk, team=mine.team_id)


def _text(document: dict[str, Any]) -> str:
    return json.dumps(document, indent=2)
