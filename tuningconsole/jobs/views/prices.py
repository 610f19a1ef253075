"""The table of prices that a team's spending is estimated by."""

from datetime import UTC

from django import forms
from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods

from tuningconsole.audit.log import record
from tuningconsole.aws import advice, pricing
from tuningconsole.aws.access import current_connection
from tuningconsole.aws.errors import AwsError
from tuningconsole.aws.models import Connection
from tuningconsole.jobs import prices as tables
from tuningconsole.jobs.models import PriceTable
from tuningconsole.teams.access import membership, require_admin
from tuningconsole.teams.models import Membership

RESET = "_reset"
FROM_AWS = "_from_aws"


class PricesForm(forms.Form):
    """The table as YAML."""

    text = forms.CharField(
        label=gettext_lazy("Prices"),
        help_text=gettext_lazy("YAML: regions, instance types, the price of an instance and hour."),
        max_length=tables.LONGEST,
        strip=False,
        widget=forms.Textarea(
            attrs={"class": "form-control code", "rows": 24, "spellcheck": "false"}
        ),
    )

    def clean_text(self) -> str:
        """Return a table that can be used."""
        text: str = self.cleaned_data["text"]
        try:
            tables.read(text)
        except tables.WrongPricesError as error:
            raise forms.ValidationError(str(error)) from error
        return text


@require_http_methods(["GET", "HEAD", "POST"])
def prices(request: HttpRequest) -> HttpResponse:
    """Show the prices; have an administrator's own take their place, or ours again."""
    member = membership(request)
    if request.method != "POST":
        own = PriceTable.objects.filter(pk=member.team_id).first()
        text = own.text if own else tables.OURS.read_text()
        form = PricesForm(initial={"text": text})
        return _page(request, member, form)
    member = require_admin(request)
    if RESET in request.POST:
        _reset(member)
        messages.info(request, _("The prices that the console brings are used again."))
        return redirect("jobs:prices")
    form = PricesForm(request.POST)
    if not form.is_valid():
        return _page(request, member, form)
    if FROM_AWS in request.POST:
        return _page(request, member, _from_aws(request, member, form))
    _save(member, form.cleaned_data["text"])
    messages.info(request, _("The prices are saved. Estimates use them from now on."))
    return redirect("jobs:prices")


def _asked(request: HttpRequest, member: Membership) -> Connection | None:
    """Return the connection that AWS's prices are asked by: the chosen one, if it is to AWS."""
    if not Connection.objects.filter(team=member.team_id, kind=Connection.Kind.AWS).exists():
        return None
    connection = current_connection(request)
    return connection if connection.kind == Connection.Kind.AWS else None


def _from_aws(request: HttpRequest, member: Membership, form: PricesForm) -> PricesForm:
    """Return the form with the prices of the connection's Region as AWS has them; saves nothing.

    Where they cannot be read, return what was typed with the reason.

    Raises:
        Http404: the connection is not to AWS.
    """
    connection = _asked(request, member)
    if not connection:
        raise Http404
    text = form.cleaned_data["text"]
    currency = tables.read(text).currency
    try:
        hourly = pricing.training_prices(connection, currency)
    except AwsError as error:
        said = _("AWS's prices were not read: {why} {advice}")
        why = f"{error.message.rstrip('.')}."
        told = said.format(why=why, advice=_(advice.of(error, pricing.ACTION)))
        form.add_error("text", told)
        return form
    if not hourly:
        said = _("AWS's price list has no price in {currency} for training in {region}.")
        form.add_error("text", said.format(currency=currency, region=connection.region))
        return form
    said = ngettext(
        "AWS's price of {count} instance type in {region} is filled in. Save it to use it.",
        "AWS's prices of {count} instance types in {region} are filled in. Save them to use them.",
        len(hourly),
    )
    messages.info(request, said.format(count=len(hourly), region=connection.region))
    today = timezone.now().astimezone(UTC).date()
    return PricesForm(initial={"text": tables.with_region(text, connection.region, hourly, today)})


@transaction.atomic
def _save(member: Membership, text: str) -> None:
    table, _is_new = PriceTable.objects.update_or_create(pk=member.team_id, defaults={"text": text})
    record(member.user, "set the prices", table, team_name=member.team.name)


@transaction.atomic
def _reset(member: Membership) -> None:
    for table in PriceTable.objects.filter(pk=member.team_id):
        record(member.user, "reset the prices", table, team_name=member.team.name)
        table.delete()


def _page(request: HttpRequest, member: Membership, form: PricesForm) -> HttpResponse:
    is_own = PriceTable.objects.filter(pk=member.team_id).exists()
    connection = _asked(request, member)
    context = {
        "form": form,
        "from_aws": FROM_AWS,
        "region": connection.region if connection else "",
        "is_own": is_own,
        "may_administer": member.may_administer,
        "reset": RESET,
    }
    return render(request, "jobs/dashboard_prices.html", context)
