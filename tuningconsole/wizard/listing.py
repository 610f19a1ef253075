"""The list of drafts: whose they are, and what a line of it says."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.db.models.fields.json import KT
from django.utils.translation import gettext as _

from tuningconsole.aws.models import Connection
from tuningconsole.teams.models import Membership
from tuningconsole.ui import paging
from tuningconsole.wizard.models import UNNAMED, Draft
from tuningconsole.wizard.steps import ALGORITHM_NAME, NAME

LAST_CHANGE = paging.Order("saved_at", paging.moment, read_id=UUID)
"""The order of the list, the last change first."""


@dataclass(frozen=True, slots=True)
class Line:
    """A draft as the list shows it.

    Attributes:
        algorithm: the name of its first definition's algorithm, "" where none is chosen.
        done: how many of its steps were left at least once, right or wrong: whether a step is
            right is known only when its request is built, which a list is too long for.
        steps: how many steps it has before the review.
        by: who made the last change; None where they are no longer known.
    """

    uuid: UUID
    name: str
    algorithm: str
    current: str
    done: int
    steps: int
    saved_at: datetime
    by: Any
    owner: Any
    may_delete: bool


def of(member: Membership, connection: Connection) -> QuerySet[Draft]:
    """Return the drafts of the member's team at a connection from which no job was created.

    Their answers, which can be long, stay in the database; lines are made of what is picked there.
    """
    found = Draft.objects.open().filter(team=member.team_id, connection=connection)
    return found.select_related("owner", "saved_by").defer("answers", "changes", "refusals")


def picked(drafts: QuerySet[Draft]) -> QuerySet[Draft]:
    """Return the drafts with what `lines` needs of their answers."""
    return drafts.annotate(
        typed_name=KT(f"answers__{NAME}"), algorithm_arn=KT(f"answers__{ALGORITHM_NAME}")
    )


def lines(drafts: Iterable[Any], member: Membership) -> list[Line]:
    """Return the lines of picked drafts, as the member sees them."""
    return [_line(draft, member) for draft in drafts]


def _line(draft: Any, member: Membership) -> Line:
    return Line(
        uuid=draft.uuid,
        name=draft.title or draft.typed_name or _(UNNAMED),
        algorithm=(draft.algorithm_arn or "").rpartition("/")[2],
        current=draft.current,
        done=len(draft.visited),
        steps=draft.number_of_pages,
        saved_at=draft.saved_at,
        by=draft.changed_by,
        owner=draft.owner,
        may_delete=draft.may_delete(member),
    )
