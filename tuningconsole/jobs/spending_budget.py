"""A team's budget of a month: set it, and tell how much of it the estimate has used up."""

from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal

from django.db import transaction
from django.utils.dateformat import format as worded

from tuningconsole.audit.log import record
from tuningconsole.jobs import prices
from tuningconsole.jobs.models import Budget
from tuningconsole.jobs.prices import Cost, Prices
from tuningconsole.teams.models import Membership

NEAR, FULL = 80, 100
THRESHOLDS = (NEAR, FULL)
"""Percent of the budget at which people are told."""


@dataclass(frozen=True, slots=True)
class Use:
    """How much of a budget is used up in the month (UTC) of `now`, by an estimate.

    Attributes:
        spent: the month's estimate. What has no price is not in it.
    """

    budget: Budget
    prices: Prices
    spent: Cost
    now: datetime

    @property
    def is_comparable(self) -> bool:
        """The budget is in the currency of the prices."""
        return self.budget.currency == self.prices.currency

    @property
    def percent(self) -> int:
        """Whole percents that are used up, rounded down: 100 is told when all of it is."""
        amount = float(self.budget.amount)
        return int(self.spent.amount * 100 / amount + 1e-9) if self.is_comparable else 0

    @property
    def state(self) -> str:
        """The look: "well", "near" from NEAR percent on, "over" from FULL on."""
        if self.percent >= FULL:
            return "over"
        return "near" if self.percent >= NEAR else "well"

    @property
    def written(self) -> str:
        """The budget as people read it."""
        return written(self.budget)

    @property
    def left(self) -> str:
        """What is left of it, or what was spent beyond it, as people read it."""
        return self.prices.written(abs(float(self.budget.amount) - self.spent.amount))

    @property
    def month(self) -> str:
        """The month as people read it: "December 2026"."""
        return worded(self.now.astimezone(UTC), "F Y")

    @property
    def month_key(self) -> str:
        """The month as it is kept: "2026-12"."""
        return f"{self.now.astimezone(UTC):%Y-%m}"


def written(budget: Budget) -> str:
    """Return the amount as people read it, in the budget's own currency."""
    return Prices(budget.currency, "", {}).written(float(budget.amount))


def currency(team_id: int) -> str:
    """Return the currency of the team's prices."""
    return prices.of_teams([team_id])[team_id].currency


@transaction.atomic
def save(member: Membership, amount: Decimal) -> None:
    """Give the member's team a budget, in the currency that its prices have now."""
    before = Budget.objects.select_for_update().filter(pk=member.team_id).first()
    budget, _ = Budget.objects.update_or_create(
        pk=member.team_id,
        defaults={"amount": amount, "currency": currency(member.team_id)},
    )
    record(
        member.user,
        "set the budget",
        budget,
        team_name=member.team.name,
        budget=written(budget),
        before=written(before) if before else "",
    )


@transaction.atomic
def remove(member: Membership) -> None:
    """Take the budget away."""
    for budget in Budget.objects.select_for_update().filter(pk=member.team_id):
        before = written(budget)
        record(member.user, "removed the budget", budget, team_name=member.team.name, before=before)
        budget.delete()
