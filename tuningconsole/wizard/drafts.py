"""Start a draft, keep what is typed, add and remove rows."""

import re
import secrets
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from django import forms
from django.conf import settings
from django.http import Http404, QueryDict
from django.shortcuts import get_object_or_404
from django.utils import translation
from django.utils.translation import gettext as _

from tuningconsole.audit.log import record
from tuningconsole.aws.models import Connection
from tuningconsole.catalog import algorithms
from tuningconsole.catalog.models import Algorithm, Lookup
from tuningconsole.spec import reading, shapes
from tuningconsole.wizard import hyperparameters
from tuningconsole.wizard.binding import rows
from tuningconsole.wizard.binding.declarations import Field, Part, Section, Switch
from tuningconsole.wizard.binding.fields import Lines
from tuningconsole.wizard.binding.forms import StepForm
from tuningconsole.wizard.binding.values import UNIT, Answers, chosen, text
from tuningconsole.wizard.flow import FIRST_PAGE, Page, pages
from tuningconsole.wizard.models import LONGEST_TITLE, Draft, DraftQuerySet
from tuningconsole.wizard.offers import Offers
from tuningconsole.wizard.steps import ALGORITHM_NAME, NAME, OF_DEFINITION, OF_JOB, SOURCE
from tuningconsole.wizard.steps.access import ISOLATION
from tuningconsole.wizard.steps.data import CHANNELS
from tuningconsole.wizard.steps.hyperparameters import METRICS

LONGEST_ANSWER = 16_384
"""No member that the wizard asks for may be as long; what is longer is cut."""
MOST_CHOICES = 200
STOP_AFTER = "TrainingJobDefinitions.0.StoppingCondition.MaxRuntimeInSeconds"
_ALPHABET = "abcdefghijkmnpqrstuvwxyz23456789"
_SUFFIX = re.compile(rf"-[0-9]{{6}}-[{_ALPHABET}]{{6}}$")
"""What `free_name` puts behind a name."""


def of(user: Any) -> DraftQuerySet:
    """Return the drafts that the person may resume: their own and those of their teams."""
    return Draft.objects.of(user).select_related("connection", "team", "owner", "saved_by")


def load(user: Any, uuid: UUID, *, for_update: bool = False) -> Draft:
    """Return a draft that the person may resume.

    Raises:
        Http404: there is none, or they may not edit in its team.
    """
    found = of(user)
    if for_update:
        found = found.select_for_update(of=("self",))
    return get_object_or_404(found, uuid=uuid)


def copied(draft: Draft, user: Any) -> Draft:
    """Make a draft of the person's own with the same answers, a free job name and a new key."""
    title = _("Copy of {title}").format(title=draft.title)[:LONGEST_TITLE] if draft.title else ""
    return Draft.objects.create(
        team=draft.team,
        owner=user,
        connection=draft.connection,
        title=title,
        answers={**draft.answers, NAME: another_name(draft.name, draft.connection)},
        current=draft.current,
        visited=draft.visited,
        number_of_pages=draft.number_of_pages,
    )


def delete(draft: Draft, user: Any) -> None:
    """Delete the draft, which others of the team may have worked on, and write down who did."""
    # The audit log has one language.
    with translation.override(settings.LANGUAGE_CODE):
        record(user, "deleted", draft, team_name=draft.team.name)
    draft.delete()


def start(user: Any, connection: Connection, algorithm: Algorithm | None) -> Draft:
    """Make a draft with everything filled in that can be; no algorithm: for an own image."""
    if algorithm and algorithm.connection_id != connection.pk:
        raise Http404
    base = algorithm.name if algorithm else "tuning"
    answers = _initial(OF_JOB, {"name": free_name(base, connection)})
    return create(user, connection, answers | new_definition(connection, algorithm))


def create(user: Any, connection: Connection, answers: Mapping[str, Any]) -> Draft:
    """Keep a new draft with these answers."""
    return Draft.objects.create(
        team=connection.team,
        owner=user,
        connection=connection,
        answers=dict(answers),
        current=FIRST_PAGE,
        number_of_pages=len(pages(answers)),
    )


def new_definition(connection: Connection, algorithm: Algorithm | None) -> dict[str, Any]:
    """Return the answers of a training job definition that nobody has touched, as definition 0."""
    description = algorithm.description if algorithm else {}
    known = _known(connection, description)
    answers = _initial(OF_DEFINITION, known) | hyperparameters.initial(description)
    answers |= _required_channels(description)
    answers[STOP_AFTER + UNIT] = "hours"
    if not algorithm:
        answers = rows.added(METRICS, {**answers, SOURCE.path: "image"})
    return answers


def algorithm_row(connection: Connection, seen: Answers) -> Algorithm | None:
    """Return the algorithm of the definition at hand, None for an own image or an unknown one."""
    return algorithms.get(connection, chosen(seen, ALGORITHM_NAME))


def _initial(parts: Iterable[Part], known: Mapping[str, str]) -> dict[str, Any]:
    """Return what the declarations begin with; rows, and what an algorithm declares, left out."""
    answers: dict[str, Any] = {}
    for part in parts:
        match part:
            case Section(fields=fields):
                answers |= {item.path: item.initial.format_map(known) for item in fields}
            case Switch(path=path, fields=fields):
                answers[path] = ""
                answers |= {item.path: item.initial.format_map(known) for item in fields}
            case _:
                pass
    return answers


def _known(connection: Connection, description: Mapping[str, Any]) -> dict[str, str]:
    """Return what the declarations name in braces."""
    described = reading.Algorithm(description)
    metric, objective = next(iter(described.objectives), ("", "Maximize"))
    instance_types = reading.texts(described.training, "SupportedTrainingInstanceTypes")
    roles = _items(connection, Lookup.Kind.ROLES)
    buckets = _items(connection, Lookup.Kind.BUCKETS)
    return {
        "algorithm": reading.text(description, "AlgorithmArn"),
        "input_mode": _input_mode(described),
        "isolation": "true" if described.is_subscription else "",
        "role": roles[0] if len(roles) == 1 else "",
        "metric": metric,
        "objective": objective,
        "instance_type": instance_types[0] if instance_types else "",
        "output": f"s3://{buckets[0]}/output/" if len(buckets) == 1 else "",
    }


def suited(seen: Answers, offers: Offers, former: Mapping[str, Any]) -> dict[str, Any]:
    """Return a definition's answers after it got another algorithm than `former`, a description.

    What was entered stays, except choices that the algorithm does not have. A default that nobody
    touched is no entry: two algorithms may mean different things by one name.
    """
    description = offers.algorithm
    new = hyperparameters.initial(description)
    untouched = hyperparameters.initial(former)
    answers = {
        **seen,
        **{
            key: answer
            for key, answer in new.items()
            if key not in seen or seen[key] == untouched.get(key)
        },
    }
    if reading.Algorithm(description).is_subscription and not text(seen, ISOLATION):
        answers[ISOLATION] = "true"
    fields = (
        item
        for part in OF_DEFINITION
        if isinstance(part, Section)
        for item in part.fields
        if isinstance(item, Field) and item.options in _DECLARED
    )
    for item in fields:
        offered = [option.value for option in offers.options(item.options)]
        if offered and text(seen, item.path) not in offered:
            answers[item.path] = offered[0]
    uris = [
        rows.key(item, n) for item in CHANNELS.fields for n in range(rows.count(CHANNELS, seen))
    ]
    if not any(text(seen, key) for key in uris if key.endswith(".S3Uri")):
        kept = {key: item for key, item in answers.items() if key not in uris}
        answers = kept | _required_channels(description)
    return answers


_DECLARED = {"instance_types", "metrics", "objectives"}
"""Lists that the algorithm declares."""


def _items(connection: Connection, kind: str) -> list[str]:
    lookup = Lookup.objects.filter(connection=connection, kind=kind).first()
    return [str(item["value"]) for item in lookup.items] if lookup else []


def _input_mode(algorithm: reading.Algorithm) -> str:
    """Return the mode that every required channel supports, File where possible."""
    supported = [
        reading.texts(channel, "SupportedInputModes")
        for channel in algorithm.channels.values()
        if channel.get("IsRequired")
    ]
    common = [
        mode
        for mode in shapes.enum("TrainingInputMode")
        if all(mode in modes for modes in supported)
    ]
    return "File" if "File" in common or not common else common[0]


def _required_channels(description: Mapping[str, Any]) -> dict[str, Any]:
    """Return the answers of a block for each required channel; of one where none is required."""
    channels = reading.Algorithm(description).channels
    required = [name for name, channel in channels.items() if channel.get("IsRequired")]
    answers: dict[str, Any] = {}
    for number, name in enumerate(required or list(channels)[:1] or [""]):
        answers = rows.added(CHANNELS, answers)
        answers[f"{CHANNELS.path}.{number}.ChannelName"] = name
        types = reading.texts(channels.get(name, {}), "SupportedContentTypes")
        answers[f"{CHANNELS.path}.{number}.ContentType"] = types[0] if types else ""
    return answers


def free_name(base: str, connection: Connection) -> str:
    """Suggest a job name: the algorithm's, the day, and random letters; 32 characters at most.

    One minute's names of the SDK collide (domain-rules.md, N12); these do not.
    """
    longest = int(shapes.resolve("HyperParameterTuningJobName").shape.metadata["max"])
    ending = "".join(secrets.choice(_ALPHABET) for _ in range(6))
    suffix = f"-{datetime.now(UTC):%y%m%d}-{ending}"
    start = re.sub(r"[^a-zA-Z0-9]+", "-", base).strip("-")[: longest - len(suffix)].strip("-")
    return (start or "tuning") + suffix


def another_name(name: str, connection: Connection) -> str:
    """Suggest a name for a job like the one of this name."""
    return free_name(_SUFFIX.sub("", name) or "tuning", connection)


def take(draft: Draft, page: Page, form: StepForm, posted: QueryDict) -> dict[str, Any]:
    """Put what was typed on a page into the draft, as typed; names that are not its are ignored.

    A text that was not posted stays as it is; a box that was not posted is not ticked.

    Returns:
        the answers as the page sees them then.
    """
    seen = dict(form.answers)
    for name, item in form.fields.items():
        match item.widget:
            case forms.CheckboxSelectMultiple():
                seen[name] = [kept(typed) for typed in posted.getlist(name)[:MOST_CHOICES]]
            case forms.CheckboxInput():
                seen[name] = "on" if name in posted else ""
            case _ if name in posted:
                seen[name] = _entered(item.widget, str(posted[name]), seen.get(name, ""))
    draft.answers = page.kept(draft.answers, seen)
    return seen


def _entered(widget: forms.Widget, posted: str, stored: Any) -> Any:
    """Return what was typed, without spaces around it; what is stored, where it was not touched.

    A browser sends line ends in its own way, and none from an input of one line.
    """
    is_area = isinstance(widget, forms.Textarea)
    text = kept(posted)
    was = "\n".join(map(str, stored)) if isinstance(stored, list) else str(stored)
    if _lined(text, is_area=is_area) == _lined(was, is_area=is_area):
        return stored
    lines = _lined(text, is_area=is_area).split("\n")
    return (
        "\n".join(line.strip() for line in lines)
        if isinstance(widget, Lines)
        else "\n".join(lines).strip()
    )


def _lined(text: str, *, is_area: bool) -> str:
    end = "\n" if is_area else ""
    return text.replace("\r\n", end).replace("\r", end).replace("\n", end)


def kept(typed: str) -> str:
    """Return the text as PostgreSQL can hold it; NUL shows as a replacement character."""
    return typed[:LONGEST_ANSWER].replace("\x00", "\ufffd")
