from django.contrib.auth.views import LogoutView
from django.urls import path

from tuningconsole.teams.views import account, invitations, members, sign_in

app_name = "teams"
urlpatterns = [
    path("sign-in/", sign_in.SignIn.as_view(), name="sign-in"),
    path("sign-out/", LogoutView.as_view(), name="sign-out"),
    path("account/", account.account, name="account"),
    path("account/password/", account.ChangePassword.as_view(), name="change-password"),
    path("account/sign-out-elsewhere/", account.sign_out_elsewhere, name="sign-out-elsewhere"),
    path("teams/create/", members.create, name="create"),
    path("teams/<int:pk>/switch/", sign_in.switch, name="switch"),
    path("team/", members.team, name="team"),
    path("team/rename/", members.rename, name="rename"),
    path("team/leave/", members.leave, name="leave"),
    path("team/members/<int:pk>/role/", members.change_role, name="change-role"),
    path("team/members/<int:pk>/remove/", members.remove, name="remove"),
    path("team/invite/", invitations.invite, name="invite"),
    path("team/invitations/<int:pk>/withdraw/", invitations.withdraw, name="withdraw"),
    path("join/<str:token>/", invitations.join, name="join"),
]
