"""Create an execution role, after saying what it allows."""

from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from tuningconsole.audit.log import record
from tuningconsole.aws import lookups
from tuningconsole.aws.access import current_connection
from tuningconsole.aws.errors import AwsError
from tuningconsole.catalog import refresh
from tuningconsole.catalog.forms import RoleForm, suggested_role_name
from tuningconsole.catalog.models import Lookup
from tuningconsole.teams.access import require_admin
from tuningconsole.ui.views import back


@require_http_methods(["GET", "HEAD", "POST"])
def create_role(request: HttpRequest) -> HttpResponse:
    """Show what the role would allow; on POST create it and go to `next` with its ARN."""
    member = require_admin(request)
    connection = current_connection(request)
    form = RoleForm(request.POST or None, initial={"name": suggested_role_name()})
    address = back(request, request.POST.get("next") or request.GET.get("next", ""))
    if form.is_valid():
        name = form.cleaned_data["name"]
        try:
            arn = lookups.create_execution_role(connection, name)
        except AwsError as error:
            message = _("The role was not created. AWS says: {error}").format(error=error)
            form.add_error("name", message)
        else:
            record(member.user, "created role", connection, team_name=member.team.name, role=arn)
            refresh.lookups(connection, [Lookup.Kind.ROLES])
            messages.success(request, _("Role {name} created and selected.").format(name=name))
            return redirect(f"{address}{'&' if '?' in address else '?'}{urlencode({'role': arn})}")
    context = {"form": form, "next": address, "connection": connection}
    return render(request, "catalog/create_role.html", context, status=422 if form.errors else 200)
