"""Start a draft, keep what is typed, switch the form of the hyperparameters."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.http import QueryDict
from django.shortcuts import get_object_or_404

from tuningconsole.aws.models import Connection
from tuningconsole.catalog.algorithms import for_connection
from tuningconsole.catalog.authoring import hyperparameters, rows, values
from tuningconsole.catalog.authoring.declarations import (
    ROOT,
    Control,
    Field,
    Rows,
    Section,
    Specification,
)
from tuningconsole.catalog.authoring.keys import CHANNELS, JSON, NAME, ROWS
from tuningconsole.catalog.authoring.pages import STEPS
from tuningconsole.catalog.authoring.writing import is_json, specification
from tuningconsole.catalog.models import AlgorithmDraft, Lookup
from tuningconsole.spec import shapes

LONGEST_TEXT = 16_384
LONGEST_JSON = 262_144
MOST_CHOICES = 500


def load(user: Any, uuid: UUID, *, for_update: bool = False) -> AlgorithmDraft:
    """Return the person's draft.

    Raises:
        Http404: there is none, or it is another person's, or they may not edit in its team.
    """
    found = AlgorithmDraft.objects.of(user).select_related("connection", "team", "owner")
    if for_update:
        found = found.select_for_update(of=("self",))
    return get_object_or_404(found, uuid=uuid)


def start(
    user: Any, connection: Connection, answers: Mapping[str, Any] | None = None
) -> AlgorithmDraft:
    """Make a draft: as a new one starts, or with these answers."""
    return AlgorithmDraft.objects.create(
        team=connection.team,
        owner=user,
        connection=connection,
        answers=_new() if answers is None else _stored(answers),
    )


def _new() -> dict[str, Any]:
    """Return the answers of a draft in which nothing was typed: one channel, to be filled in."""
    answers: dict[str, Any] = {}
    for step in STEPS:
        for part in step.parts:
            match part:
                case Section(fields=fields):
                    answers |= {item.path: rows.initial(item.initial) for item in fields}
                case Rows(path=path) if path == CHANNELS:
                    answers = rows.added(part, answers)
                case Specification(form=form):
                    answers[form.path] = ROWS
                case _:
                    pass
    return answers


def _stored(answers: Mapping[str, Any]) -> dict[str, Any]:
    """Return answers of another origin than a page as the database can hold them."""
    return {
        key: [kept(item) for item in answer[:MOST_CHOICES]]
        if isinstance(answer, list)
        else kept(answer, LONGEST_JSON)
        for key, answer in answers.items()
    }


def lists(connection: Connection) -> dict[str, list[dict[str, str]]]:
    """Return what is suggested at inputs."""
    lookup = Lookup.objects.filter(connection=connection, kind=Lookup.Kind.ROLES).first()
    return {"roles": lookup.items if lookup else []}


def taken(answers: Mapping[str, Any], fields: Mapping[str, Field], posted: QueryDict) -> Any:
    """Return the answers with what was typed on a page, as typed; other names are ignored.

    A text that was not posted stays as it is; a box that was not posted is not ticked.
    """
    found = dict(answers)
    for name, field in fields.items():
        match field.control:
            case Control.MANY:
                found[name] = [kept(item) for item in posted.getlist(name)[:MOST_CHOICES]]
            case Control.BOX:
                found[name] = "on" if name in posted else ""
            case Control.JSON if name in posted:
                found[name] = kept(str(posted[name]), LONGEST_JSON)
            case _ if name in posted:
                found[name] = kept(str(posted[name]))
    return found


def kept(typed: str, longest: int = LONGEST_TEXT) -> str:
    """Return the text as the database can hold it; what is longer than any member may be is cut."""
    return values.kept(typed[:longest])


def switched(part: Specification, answers: Mapping[str, Any], form: str) -> dict[str, Any]:
    """Return the answers with the hyperparameters in the other form, none of them lost.

    Raises:
        NotJsonError: what is typed is no JSON.
        NotRowsError: it has what rows cannot show.
    """
    if form == JSON:
        if is_json(part, answers):
            return dict(answers)
        document = specification(part, answers)
        return {**answers, part.form.path: JSON, part.json.path: values.written(document)}
    typed = values.text(answers, part.json.path)
    shown = hyperparameters.rows_of(part.rows, values.parsed(typed) if typed else [])
    start = f"{part.path}."
    others = {key: answer for key, answer in answers.items() if not key.startswith(start)}
    return {**others, **shown, part.form.path: ROWS}


def free_name(connection: Connection, base: str) -> str:
    """Return a name for a copy that none of the connection's algorithms has."""
    longest = int(shapes.resolve(NAME, ROOT).shape.metadata["max"])
    known = {name.lower() for name in for_connection(connection).values_list("name", flat=True)}
    for number in range(1, len(known) + 2):
        suffix = "-copy" if number == 1 else f"-copy-{number}"
        name = base[: longest - len(suffix)].rstrip("-") + suffix
        if name.lower() not in known:
            return name
    return ""
