"""allauth's forms in the console's look and words; the settings name them."""

from typing import TYPE_CHECKING, Any

from allauth.account.forms import ReauthenticateForm as Password
from allauth.mfa.base.forms import AuthenticateForm as Code
from allauth.mfa.base.forms import ReauthenticateForm as CodeAgain
from allauth.mfa.totp.forms import ActivateTOTPForm as Activation
from allauth.socialaccount.forms import SignupForm as FirstSignIn
from django.utils.translation import gettext_lazy as _

from tuningconsole.teams.forms import Styled

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


class _Labelled(Styled):
    labels: "dict[str, StrOrPromise]" = {}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, label in self.labels.items():
            self.fields[name].label = label
            self.fields[name].widget.attrs.pop("placeholder", None)


class CodeForm(_Labelled, Code):  # type: ignore[misc]  # allauth has no types.
    """The code that signing in asks for."""

    labels = {"code": _("Code of your app, or a recovery code")}


class CodeAgainForm(_Labelled, CodeAgain):  # type: ignore[misc]
    """The code that a change asks for."""

    labels = CodeForm.labels


class ActivationForm(_Labelled, Activation):  # type: ignore[misc]
    """The first code of an app."""

    labels = {"code": _("Code that the app shows")}


class PasswordForm(_Labelled, Password):  # type: ignore[misc]
    """The password that a change asks for."""

    labels = {"password": _("Password")}


class FirstSignInForm(_Labelled, FirstSignIn):  # type: ignore[misc]
    """The user name of who comes by single sign-on, where the provider's is taken."""
