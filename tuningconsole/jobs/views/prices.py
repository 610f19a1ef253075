"""The table of prices that a team's spending is estimated by."""

from django import forms
from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from tuningconsole.audit.log import record
from tuningconsole.jobs import prices as tables
from tuningconsole.jobs.models import PriceTable
from tuningconsole.teams.access import membership, require_admin
from tuningconsole.teams.models import Membership

RESET = "_reset"


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
    _save(member, form.cleaned_data["text"])
    messages.info(request, _("The prices are saved. Estimates use them from now on."))
    return redirect("jobs:prices")


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
    context = {
        "form": form,
        "is_own": is_own,
        "may_administer": member.may_administer,
        "reset": RESET,
    }
    return render(request, "jobs/dashboard_prices.html", context)
