"""What the audit log is narrowed to: who, what, on what, when; all of it in the address."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, time, timedelta
from urllib.parse import urlencode

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from tuningconsole.audit import verbs
from tuningconsole.audit.models import Entry
from tuningconsole.teams.forms import Styled
from tuningconsole.teams.models import Team

SUGGESTED_FROM = 1000
"""As many of the newest entries are looked through for what to suggest."""


class Narrowing(Styled, forms.Form):
    """The filter; what is wrong in it is said at its field and narrows nothing."""

    person = forms.CharField(
        required=False,
        label=_("Person"),
        max_length=150,
        widget=forms.TextInput(attrs={"list": "people", "autocomplete": "off"}),
    )
    verb = forms.CharField(
        required=False,
        max_length=50,
        label=_("What was done"),
        widget=forms.TextInput(attrs={"list": "verbs", "autocomplete": "off"}),
    )
    object = forms.CharField(required=False, max_length=256, label=_("Part of the object's name"))
    since = forms.DateField(
        required=False, label=_("From"), widget=forms.DateInput({"type": "date"}, "%Y-%m-%d")
    )
    until = forms.DateField(
        required=False, label=_("To"), widget=forms.DateInput({"type": "date"}, "%Y-%m-%d")
    )

    def clean(self) -> None:
        """Hold the dates in order."""
        since, until = self.cleaned_data.get("since"), self.cleaned_data.get("until")
        if since and until and since > until:
            self.add_error(
                "until", ValidationError(_("Choose a day that is not before the first."))
            )

    @property
    def is_set(self) -> bool:
        """Something is asked for."""
        return any(self.data.get(name) for name in self.fields)

    @property
    def query(self) -> str:
        """What is asked for, as an address says it."""
        return urlencode({name: self.data[name] for name in self.fields if self.data.get(name)})

    def narrow(self, entries: QuerySet[Entry]) -> QuerySet[Entry]:
        """Return those of the entries that are asked for; days are of UTC, both included."""
        self.is_valid()
        asked = self.cleaned_data
        if person := asked.get("person"):
            entries = entries.filter(actor_name=person)
        if verb := asked.get("verb"):
            entries = entries.filter(verb=verbs.stored(verb))
        if name := asked.get("object"):
            entries = entries.filter(target_name__icontains=name)
        if since := asked.get("since"):
            entries = entries.filter(at__gte=datetime.combine(since, time(), UTC))
        if (until := asked.get("until")) and until < date.max:
            entries = entries.filter(
                at__lt=datetime.combine(until + timedelta(days=1), time(), UTC)
            )
        return entries


def of_team(team: Team) -> QuerySet[Entry]:
    """Return the team's entries, also those of what it has no more."""
    return Entry.objects.filter(team_key=team.pk)


def suggestions(team: Team) -> Mapping[str, list[str]]:
    """Return who and what stands in the newest entries, for the inputs to offer."""
    newest = of_team(team).order_by("-at", "-pk")[:SUGGESTED_FROM]
    found = list(newest.values_list("actor_name", "verb"))
    return {
        "people": sorted({person for person, _verb in found}),
        "verbs": sorted({gettext(verb) for _person, verb in found}),
    }
