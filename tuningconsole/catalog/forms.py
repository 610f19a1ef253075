"""What people enter about algorithms and roles."""

import re
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tuningconsole.aws.models import Connection
from tuningconsole.catalog.models import Algorithm

ARN = re.compile(r"arn:aws[a-z-]*:sagemaker:(?P<region>[a-z0-9-]+):\d{12}:algorithm/\S+")
_EXAMPLE = "arn:aws:sagemaker:us-east-2:123456789012:algorithm"


class SubscriptionForm(forms.Form):
    """The ARN of an algorithm that the account is subscribed to."""

    arn = forms.CharField(
        label=gettext_lazy("Algorithm ARN"),
        max_length=2048,
        help_text=gettext_lazy(
            "The product's page in AWS Marketplace gives one ARN for each Region. It is checked"
            " with DescribeAlgorithm and kept for your team."
        ),
        error_messages={"required": gettext_lazy("Enter the ARN of the algorithm.")},
        widget=forms.TextInput(
            attrs={
                "class": "form-control",
                "placeholder": f"{_EXAMPLE}/name",
                "autocomplete": "off",
                "spellcheck": "false",
            }
        ),
    )

    def __init__(self, connection: Connection, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.connection = connection

    def clean_arn(self) -> str:
        """Return the ARN of an algorithm in the connection's Region that is not listed yet."""
        arn = str(self.cleaned_data["arn"])
        match = ARN.fullmatch(arn)
        if not match:
            message = _("Enter an ARN such as {arn}.").format(arn=f"{_EXAMPLE}/my-algorithm")
            raise forms.ValidationError(message)
        if match["region"] != self.connection.region:
            message = _(
                "Enter the ARN for {here}: this one is for {there}, and an algorithm runs only in"
                " its own Region."
            )
            raise forms.ValidationError(
                message.format(here=self.connection.region, there=match["region"])
            )
        if Algorithm.objects.filter(connection=self.connection, arn=arn).exists():
            raise forms.ValidationError(_("Enter another ARN: this algorithm is listed already."))
        return arn


class RoleForm(forms.Form):
    """The name of a role to create."""

    name = forms.RegexField(
        r"^[\w+=,.@-]+$",
        label=gettext_lazy("Role name"),
        max_length=64,
        help_text=gettext_lazy(
            "The name must be free in the account; roles are the same in every Region."
        ),
        error_messages={
            "required": gettext_lazy("Enter a name."),
            "invalid": gettext_lazy("Use letters, digits and + = , . @ _ - only."),
        },
        widget=forms.TextInput(attrs={"class": "form-control", "autocomplete": "off"}),
    )


class DeletionForm(forms.Form):
    """The name of the algorithm to delete, typed as proof that it is meant."""

    name = forms.CharField(
        label=gettext_lazy("Algorithm name"),
        max_length=63,
        error_messages={"required": gettext_lazy("Type the name of the algorithm.")},
        widget=forms.TextInput(
            attrs={"class": "form-control", "autocomplete": "off", "spellcheck": "false"}
        ),
    )

    def __init__(self, expected: str, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.expected = expected
        self.fields["name"].help_text = _("Type {name} to delete it.").format(name=expected)

    def clean_name(self) -> str:
        """Return the name; only the algorithm's own, to the letter, is one."""
        if self.cleaned_data["name"] != self.expected:
            message = _("Type {name}, in the same letters.").format(name=self.expected)
            raise forms.ValidationError(message)
        return self.expected


def suggested_role_name() -> str:
    """Return a free name, formed as the AWS console forms it."""
    return f"AmazonSageMaker-ExecutionRole-{timezone.now():%Y%m%dT%H%M%S}"
