"""The page of a team's budget."""

from decimal import Decimal
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from tuningconsole.jobs import dashboard_spending, spending_budget
from tuningconsole.jobs.models import Budget
from tuningconsole.teams.access import membership, require_admin
from tuningconsole.teams.models import Membership

REMOVE = "_remove"
LEAST = Decimal("0.01")
_AMOUNT = gettext_lazy("Enter an amount such as 500 or 499.90.")
_TOO_MUCH = gettext_lazy("Enter less than 10,000,000,000.")


class BudgetForm(forms.Form):
    """What a month may cost."""

    amount = forms.DecimalField(
        min_value=LEAST,
        max_digits=12,
        decimal_places=2,
        help_text=gettext_lazy("Each month (UTC) begins with all of it."),
        error_messages={
            "required": _AMOUNT,
            "invalid": _AMOUNT,
            "min_value": gettext_lazy("Enter more than nothing, or remove the budget."),
            "max_digits": _TOO_MUCH,
            "max_whole_digits": _TOO_MUCH,
            "max_decimal_places": gettext_lazy("Enter no more than two decimal places."),
        },
        widget=forms.NumberInput(
            attrs={"class": "form-control form-control--amount", "autocomplete": "off"}
        ),
    )

    def __init__(self, *args: Any, currency: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        label = _("Budget of a month, in {currency}").format(currency=currency)
        self.fields["amount"].label = label


@require_http_methods(["GET", "HEAD", "POST"])
def budget(request: HttpRequest) -> HttpResponse:
    """Show the team's budget and how much of it is used; have an administrator set it."""
    member = membership(request)
    currency = spending_budget.currency(member.team_id)
    if request.method != "POST":
        own = Budget.objects.filter(pk=member.team_id).first()
        initial = {"amount": own.amount} if own else None
        return _page(request, member, BudgetForm(initial=initial, currency=currency))
    member = require_admin(request)
    if REMOVE in request.POST:
        spending_budget.remove(member)
        messages.info(request, _("The team has no budget any more."))
        return redirect("jobs:budget")
    form = BudgetForm(request.POST, currency=currency)
    if not form.is_valid():
        return _page(request, member, form)
    spending_budget.save(member, form.cleaned_data["amount"])
    messages.info(request, _("The budget is saved."))
    return redirect("jobs:budget")


def _page(request: HttpRequest, member: Membership, form: BudgetForm) -> HttpResponse:
    now = timezone.now()
    runs = dashboard_spending.running_jobs(member.team_id)
    spending = dashboard_spending.of(member, [member], now, runs)
    context = {
        "form": form,
        "may_administer": member.may_administer,
        "remove": REMOVE,
        "spending": spending,
        "unpriced": dashboard_spending.unpriced(spending.all),
    }
    return render(
        request, "jobs/dashboard_budget.html", context, status=422 if form.errors else 200
    )
