"""What an hour of an instance costs: the table that the console brings, or the team's own."""

import math
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from itertools import takewhile
from pathlib import Path
from typing import Any

import yaml
from django.utils.translation import gettext as _

from tuningconsole.importing.documents import Entries, Number, UnreadableError, parse
from tuningconsole.jobs.models import PriceTable

OURS = Path(__file__).with_name("prices.yaml")
LONGEST = 100_000
"""Characters of a table."""
HOUR_S = 3600
_HIGHEST = 100_000.0
_CURRENCY = re.compile(r"[A-Z]{3}", re.ASCII)
_INSTANCE = re.compile(r"ml\.[a-z0-9-]+\.[a-z0-9-]+", re.ASCII)
_SYMBOLS = {"USD": "$", "EUR": "€", "GBP": "£"}


class WrongPricesError(Exception):
    """The table cannot be used; the message says where and why."""


@dataclass(frozen=True, slots=True)
class Prices:
    """A table of prices.

    Attributes:
        as_of: the day that the prices are of, as it is written.
        hourly: (Region, instance type) -> price of an hour.
    """

    currency: str
    as_of: str
    hourly: Mapping[tuple[str, str], float]

    def cost(self, region: str, instance_type: str, seconds: int) -> float | None:
        """Return what the instance time costs, None where no price is known."""
        price = self.hourly.get((region, instance_type))
        return None if price is None else price * seconds / HOUR_S

    def written(self, amount: float) -> str:
        """Return an amount as people read it: "$1,234.50", "under $0.01" or "CHF 3.00"."""
        symbol = _SYMBOLS.get(self.currency, f"{self.currency}\N{NO-BREAK SPACE}")
        cent = 0.01
        if 0 < amount < cent:
            return _("under {amount}").format(amount=f"{symbol}{cent}")
        return f"{symbol}{amount:,.2f}"


@dataclass(frozen=True, slots=True)
class Cost:
    """What instance time costs, as far as prices are known.

    Attributes:
        amount: of what has a price.
        written: the amount as people read it.
        seconds: all instance time.
        unpriced: instance type and Region without a price -> seconds.
    """

    amount: float
    written: str
    seconds: int
    unpriced: Mapping[str, int]

    @property
    def is_known(self) -> bool:
        """Something of it has a price, or there is nothing to pay for."""
        return not self.seconds or self.seconds > sum(self.unpriced.values())

    @property
    def words(self) -> str:
        """The amount, or that no price is known."""
        return self.written if self.is_known else _("no price known")


def total(prices: Prices, times: Iterable[tuple[str, str, int]]) -> Cost:
    """Return the cost of (Region, instance type, seconds)."""
    amount, seconds = 0.0, 0
    unpriced: dict[str, int] = {}
    for region, kind, length in times:
        seconds += length
        cost = prices.cost(region, kind, length)
        if cost is None:
            name = _("{kind} in {region}").format(kind=kind, region=region)
            unpriced[name] = unpriced.get(name, 0) + length
        else:
            amount += cost
    return Cost(amount, prices.written(amount), seconds, unpriced)


def of_teams(teams: Iterable[int]) -> dict[int, Prices]:
    """Return the prices of each team: its own, else ours."""
    own = dict(PriceTable.objects.filter(pk__in=teams).values_list("pk", "text"))
    return {pk: read(own[pk]) if pk in own else ours() for pk in teams}


@cache
def ours() -> Prices:
    """Return the table that the console brings."""
    return read(OURS.read_text())


def read(text: str) -> Prices:
    """Return the prices of a table in YAML.

    Raises:
        WrongPricesError: it is none.
    """
    try:
        table = _entries(parse(text), _("The table"))
    except UnreadableError as error:
        raise WrongPricesError(str(error)) from error
    if unknown := sorted(str(name) for name in table if name not in _MEMBERS):
        said = _("“{name}” has no meaning here. Use {names}.")
        raise WrongPricesError(said.format(name=unknown[0], names=", ".join(_MEMBERS)))
    currency = table.get("currency", "USD")
    if not isinstance(currency, str) or not _CURRENCY.fullmatch(currency):
        raise WrongPricesError(_("currency: enter three capital letters, such as USD."))
    as_of = table.get("as_of", "")
    if not isinstance(as_of, str):
        raise WrongPricesError(_('as_of: enter a day in quotes, such as "2026-08-20".'))
    hourly = {
        (region, kind): _price(price, f"{region}, {kind}")
        for region, kinds in _entries(table.get("regions"), "regions").items()
        for kind, price in _entries(kinds, region).items()
    }
    return Prices(currency, as_of, hourly)


def with_region(text: str, region: str, hourly: Mapping[str, Decimal], day: date) -> str:
    """Return a table in YAML with a Region's prices as AWS's price list has them on the day.

    Comments at the top stay, with a line about this; others are lost. `as_of` becomes the day where
    no other Region is left with older prices.

    Raises:
        WrongPricesError: the text is no table.
    """
    table = read(text)
    regions: dict[str, dict[str, float]] = {}
    for (other, kind), price in table.hourly.items():
        regions.setdefault(other, {})[kind] = price
    regions[region] = {kind: float(price) for kind, price in hourly.items()}
    note = f"#   {region}  AWS's Price List API"
    comments = takewhile(lambda line: line.startswith("#"), text.splitlines())
    top = [line for line in comments if not line.startswith(note)]
    new = {
        "as_of": table.as_of if len(regions) > 1 else str(day),
        "currency": table.currency,
        "regions": regions,
    }
    return "\n".join([*top, f"{note}, {day}.", yaml.safe_dump(new, sort_keys=False)])


_MEMBERS = ("as_of", "currency", "regions")


def _entries(tree: Any, place: str) -> dict[str, Any]:
    if not isinstance(tree, Entries):
        raise WrongPricesError(_("{place}: enter lines of “name: value”.").format(place=place))
    found: dict[str, Any] = {}
    for name, value in tree.pairs:
        if not isinstance(name, str) or name in found:
            said = _("{place}: each name must be a text and stand once.")
            raise WrongPricesError(said.format(place=place))
        found[name] = value
    return found


def _price(value: Any, place: str) -> float:
    kind = place.partition(", ")[2]
    if not _INSTANCE.fullmatch(kind):
        said = _("{place}: enter an instance type such as ml.m5.large.")
        raise WrongPricesError(said.format(place=place))
    price = float(value.source) if isinstance(value, Number) else math.nan
    if not 0 <= price <= _HIGHEST:
        said = _("{place}: enter the price of an hour, such as 0.115.")
        raise WrongPricesError(said.format(place=place))
    return price
