"""What an administrator enters about a connection. No secret, and no address: see `aws.client`."""

import re
from typing import Any, cast

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tuningconsole.aws import regions
from tuningconsole.aws.models import Connection
from tuningconsole.teams.forms import Styled
from tuningconsole.teams.models import Team

Source = Connection.Source
_ROLE = re.compile(r"arn:aws[a-z-]*:iam::(?P<account>\d{12}):role/[\w+=,.@/-]{1,576}")
_QUEUE = re.compile(r"[A-Za-z0-9_-]{1,80}")
_SHARED = (Source.DEFAULT, Source.PROFILE)


def sources() -> list[tuple[str, str]]:
    """Return the credential sources that may be chosen here."""
    left_out = set() if settings.SHARED_CREDENTIALS else set(_SHARED)
    if not settings.EMBEDDED["endpoints"]["sagemaker"]:
        left_out.add(Source.EMBEDDED)
    return [(value, str(label)) for value, label in Source.choices if value not in left_out]


class ConnectionForm(Styled, forms.Form):
    """A connection's name, Region and where its credentials come from."""

    name = forms.CharField(
        label=gettext_lazy("Name"),
        max_length=100,
        help_text=gettext_lazy("What your team calls it."),
        error_messages={"required": gettext_lazy("Enter a name.")},
    )
    source = forms.ChoiceField(label=gettext_lazy("Credentials"))
    region = forms.ChoiceField(
        label=gettext_lazy("Region"),
        help_text=gettext_lazy("The embedded stack has one of its own."),
        error_messages={"required": gettext_lazy("Choose a Region.")},
    )
    profile = forms.CharField(
        required=False,
        label=gettext_lazy("Profile"),
        max_length=100,
        help_text=gettext_lazy(
            "A name in ~/.aws/config of the console's machine. For an assumed role: the one that"
            " assumes it; the default credentials where this is empty."
        ),
        widget=forms.TextInput(attrs={"spellcheck": "false", "autocomplete": "off"}),
    )
    role_arn = forms.CharField(
        required=False,
        label=gettext_lazy("Role ARN"),
        max_length=2048,
        help_text=gettext_lazy(
            "The console assumes this role with an external ID of this connection's own. The trust"
            " policy that the role needs is shown afterwards."
        ),
        widget=forms.TextInput(
            attrs={
                "placeholder": "arn:aws:iam::111122223333:role/TuningConsole",
                "spellcheck": "false",
                "autocomplete": "off",
            }
        ),
    )

    queue = forms.CharField(
        required=False,
        label=gettext_lazy("Event queue"),
        max_length=80,
        help_text=gettext_lazy(
            "The name of an SQS queue in the account, where a rule of EventBridge puts SageMaker's"
            " events: changes are seen at once, and AWS is asked less often."
        ),
        widget=forms.TextInput(attrs={"spellcheck": "false", "autocomplete": "off"}),
    )

    def __init__(self, team: Team, before: Connection | None, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.team, self.before = team, before
        self.has_jobs = before is not None and cast("Any", before).tuning_jobs.exists()
        self.fields["region"].required = self.data.get("source") != Source.EMBEDDED
        offered = sources()
        here = settings.EMBEDDED["region"]
        names = {*regions.with_sagemaker(), here}
        if before:
            names.add(before.region)
            if before.source not in dict(offered):
                offered.append((before.source.value, str(before.source.label)))
        cast("forms.ChoiceField", self.fields["source"]).choices = offered
        cast("forms.ChoiceField", self.fields["region"]).choices = [
            ("", _("Choose a Region")),
            *((name, name) for name in sorted(names)),
        ]

    def clean_name(self) -> str:
        """Return a name that no other connection of the team has."""
        name = str(self.cleaned_data["name"])
        others = Connection.objects.filter(team=self.team, name=name)
        if others.exclude(pk=self.before.pk if self.before else 0).exists():
            raise ValidationError(_("Choose another name: your team has a connection of this one."))
        return name

    def clean(self) -> dict[str, Any]:
        """Return a connection's members by name: what the source asks for, "" for the rest."""
        typed = super().clean() or {}
        if self.errors:
            return typed
        source = Source(typed["source"])
        is_embedded = source == Source.EMBEDDED
        found = {
            "name": typed["name"],
            "kind": Connection.Kind.EMBEDDED if is_embedded else Connection.Kind.AWS,
            "region": settings.EMBEDDED["region"] if is_embedded else typed["region"],
            "profile": typed["profile"] if source in {Source.PROFILE, Source.ROLE} else "",
            "role_arn": typed["role_arn"] if source == Source.ROLE else "",
            "queue": typed["queue"],
        }
        if found["queue"] and not _QUEUE.fullmatch(found["queue"]):
            message = _("Enter a queue's name: letters, digits, hyphens, underscores.")
            self.add_error("queue", message)
        self._check_source(source, found)
        if self.before and self.has_jobs:
            self._check_place(self.before, found)
        return found

    def _check_source(self, source: Connection.Source, found: dict[str, Any]) -> None:
        if source == Source.PROFILE and not found["profile"]:
            self.add_error("profile", _("Enter the name of the profile."))
        if source == Source.ROLE and found["profile"] and not settings.SHARED_CREDENTIALS:
            self.add_error("profile", _("Leave it empty: profiles may not be used here."))
        if source == Source.ROLE and not _ROLE.fullmatch(found["role_arn"]):
            message = _("Enter an ARN such as arn:aws:iam::111122223333:role/TuningConsole.")
            self.add_error("role_arn", message)

    def _check_place(self, before: Connection, found: dict[str, Any]) -> None:
        """Keep the account and Region of a connection whose jobs are there."""
        if found["kind"] != before.kind:
            message = _(
                "Add another connection for this. The jobs of this connection are where it is now."
            )
            self.add_error("source", message)
        elif found["region"] != before.region:
            message = _("Keep {region}. The jobs of this connection are where it is now.")
            self.add_error("region", message.format(region=before.region))
        role = _ROLE.fullmatch(found["role_arn"])
        if role and before.account_id and role["account"] != before.account_id:
            message = _(
                "Enter a role of account {account}. The jobs of this connection are where it is"
                " now."
            )
            self.add_error("role_arn", message.format(account=before.account_id))


class RemovalForm(Styled, forms.Form):
    """The name of the connection to remove, typed as proof that it is meant."""

    name = forms.CharField(
        label=gettext_lazy("Connection name"),
        error_messages={"required": gettext_lazy("Type the name of the connection.")},
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )

    def __init__(self, expected: str, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.expected = expected
        self.fields["name"].help_text = _("Type {name} to remove it.").format(name=expected)

    def clean_name(self) -> str:
        """Return the name; only the connection's own, to the letter, is one."""
        if self.cleaned_data["name"] != self.expected.strip():
            message = _("Type {name}, in the same letters.").format(name=self.expected)
            raise ValidationError(message)
        return self.expected
