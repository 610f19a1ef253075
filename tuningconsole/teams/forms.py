"""What people enter about themselves and their teams."""

from typing import Any

from django import forms
from django.contrib.auth.forms import AuthenticationForm, PasswordChangeForm, UserCreationForm
from django.contrib.auth.models import User
from django.http import HttpRequest
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from tuningconsole.teams.inviting import DAYS, USUAL_DAYS
from tuningconsole.teams.models import Role, Team

CHOOSING_WELL = _("15 characters or more. Several words that do not belong together are good.")


class Styled(forms.BaseForm):
    """A form whose inputs look like the console's; errors are tied to them by Django."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            is_choice = isinstance(field.widget, forms.Select)
            field.widget.attrs["class"] = "form-select" if is_choice else "form-control"


class SignInForm(Styled, AuthenticationForm):
    """Django's, in the console's words."""

    error_messages = {
        "invalid_login": _("The user name or the password is wrong. Capitals matter in both."),
        "inactive": _("This account is switched off. Ask an administrator."),
    }

    def __init__(self, request: HttpRequest | None = None, *args: Any, **kwargs: Any) -> None:
        super().__init__(request, *args, **kwargs)
        self.fields["username"].label = _("User name")


class PasswordForm(Styled, PasswordChangeForm):
    """The old password and a new one, twice."""

    error_messages = {
        **PasswordChangeForm.error_messages,
        "password_incorrect": _("Enter the password that you sign in with now."),
    }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        labels = {"old_password": _("Present password"), "new_password2": _("New password again")}
        for name, label in labels.items():
            self.fields[name].label = label
        self.fields["new_password1"].help_text = CHOOSING_WELL
        self.fields["new_password2"].help_text = ""


class TeamForm(Styled, forms.ModelForm):  # type: ignore[type-arg]  # Not generic at run time.
    """A team's name."""

    class Meta:
        model = Team
        fields = ["name"]
        labels = {"name": _("Team name")}
        error_messages = {
            "name": {
                "required": _("Enter a name."),
                "unique": _("Choose another name: there is a team of this one."),
            }
        }


class RoleForm(forms.Form):
    """A role that there is."""

    role = forms.ChoiceField(choices=Role.choices)


def _lasting() -> list[tuple[int, str]]:
    return [(days, ngettext("{days} day", "{days} days", days).format(days=days)) for days in DAYS]


class InvitationForm(Styled, forms.Form):
    """Whom a link lets in, as what, and for how long."""

    role = forms.ChoiceField(
        label=_("Role"),
        choices=[
            (Role.VIEWER, _("Viewer: looks")),
            (Role.EDITOR, _("Editor: also creates, stops and edits")),
            (Role.ADMIN, _("Admin: also manages members, connections and IAM roles")),
        ],
        initial=Role.VIEWER,
    )
    days = forms.TypedChoiceField(
        label=_("The link works for"),
        coerce=int,
        choices=_lasting,
        initial=USUAL_DAYS,
    )
    email = forms.EmailField(
        label=_("Email address"),
        required=False,
        error_messages={"invalid": _("Enter an address such as name@example.com.")},
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
    )

    def __init__(self, *args: Any, is_mailed: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["email"].help_text = format_lazy(
            "{bound} {mailed}",
            bound=_(
                "Only the account with this address can use the link, or a new one that is made by"
                " it. Without an address, whoever has the link can use it."
            ),
            mailed=_("The link is mailed there too.")
            if is_mailed
            else _("Nothing is mailed: no mail server is configured."),
        )


class AccountForm(Styled, UserCreationForm):  # type: ignore[type-arg]  # As above.
    """A new account, made by an invitation."""

    class Meta:
        model = User
        fields = ["username"]
        labels = {"username": _("User name")}
        error_messages = {
            "username": {
                "required": _("Enter a user name."),
                "unique": _("Choose another user name."),
            }
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["username"].help_text = _("Letters, digits and @ . + - _ only.")
        self.fields["password1"].help_text = CHOOSING_WELL
        self.fields["password2"].label = _("Password again")
        self.fields["password2"].help_text = ""
