"""The addresses of allauth that the console has, under the names by which allauth knows them."""

from allauth.account import views as account
from allauth.mfa.base import views as base
from allauth.mfa.recovery_codes import views as recovery_codes
from allauth.mfa.totp import views as totp
from allauth.socialaccount import views as social
from django.contrib.auth.views import LogoutView
from django.urls import path

from tuningconsole.teams.views import single_sign_on
from tuningconsole.teams.views.sign_in import SignIn

NAMED = {"provider_id": single_sign_on.PROVIDER}
_SSO, _SECOND = "sign-in/sso/", "account/second-factor/"

urlpatterns = [
    path("sign-in/", SignIn.as_view(), name="account_login"),
    path("sign-out/", LogoutView.as_view(), name="account_logout"),
    path("sign-in/inactive/", account.account_inactive, name="account_inactive"),
    path("sign-in/code/", base.authenticate, name="mfa_authenticate"),
    path(_SSO, single_sign_on.begin, NAMED, name="openid_connect_login"),
    path(f"{_SSO}callback/", single_sign_on.back, NAMED, name="openid_connect_callback"),
    path(f"{_SSO}cancelled/", social.login_cancelled, name="socialaccount_login_cancelled"),
    path(f"{_SSO}name/", social.signup, name="socialaccount_signup"),
    path("account/confirm/", account.reauthenticate, name="account_reauthenticate"),
    path("account/confirm/code/", base.reauthenticate, name="mfa_reauthenticate"),
    path(_SECOND, base.index, name="mfa_index"),
    path(f"{_SECOND}activate/", totp.activate_totp, name="mfa_activate_totp"),
    path(f"{_SECOND}deactivate/", totp.deactivate_totp, name="mfa_deactivate_totp"),
    path(f"{_SECOND}codes/", recovery_codes.view_recovery_codes, name="mfa_view_recovery_codes"),
    path(
        f"{_SECOND}codes/generate/",
        recovery_codes.generate_recovery_codes,
        name="mfa_generate_recovery_codes",
    ),
    path(
        f"{_SECOND}codes/download/",
        recovery_codes.download_recovery_codes,
        name="mfa_download_recovery_codes",
    ),
]
