"""The lists that people keep under a name."""

from django.contrib.auth.models import User
from django.db import transaction
from django.utils.translation import gettext as _

from tuningconsole.audit.log import record
from tuningconsole.jobs.listing import Filter
from tuningconsole.jobs.models import SavedView
from tuningconsole.teams.models import Membership

MOST = 50
"""So many views a person keeps in a team."""
LONGEST_NAME = 60


class NotSaved(Exception):  # noqa: N818  It is an outcome, not a fault.
    """The view was not saved; the message says what to do."""


@transaction.atomic
def save(member: Membership, name: str, wanted: Filter, *, is_shared: bool) -> SavedView:
    """Keep a list under a name; one of the person's with the same name is replaced.

    Raises:
        NotSaved: it has no name or too long a one, there are too many, or the person only looks
            and wants to share.
    """
    name = " ".join(name.replace("\x00", "").split())
    if not name or len(name) > LONGEST_NAME:
        said = _("Enter a name of 1 to {most} characters for the view.")
        raise NotSaved(said.format(most=LONGEST_NAME))
    if is_shared and not member.may_edit:
        raise NotSaved(_("Only editors and administrators share views with the team."))
    mine = SavedView.objects.filter(team=member.team_id, owner=member.user_id)
    if not mine.filter(name=name).exists() and mine.count() >= MOST:
        raise NotSaved(_("You have {most} views. Delete one first.").format(most=MOST))
    view, _is_new = mine.update_or_create(
        team=member.team,
        owner=member.user,
        name=name,
        defaults={"query": wanted.query, "is_shared": is_shared},
    )
    record(member.user, "saved the view", view, team_name=member.team.name, is_shared=is_shared)
    return view


@transaction.atomic
def delete(view: SavedView, user: User) -> None:
    """Forget a view."""
    record(user, "deleted the view", view, team_name=view.team.name, is_shared=view.is_shared)
    view.delete()
