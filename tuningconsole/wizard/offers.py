"""What the pages offer to choose from: rows that the console already has, never a call to AWS."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django.conf import settings
from django.db.models import Q

from tuningconsole.aws.models import Connection
from tuningconsole.catalog.models import Algorithm, Lookup
from tuningconsole.jobs.models import State, TuningJob
from tuningconsole.spec import canonical, reading, shapes
from tuningconsole.spec.limits import Limits
from tuningconsole.spec.rules import Context
from tuningconsole.spec.states import FINAL
from tuningconsole.wizard.binding.values import several
from tuningconsole.wizard.steps import ALGORITHM_NAME

PARENTS = "WarmStartConfig.ParentHyperParameterTuningJobs"
MOST_PARENTS = 50

NO_VPC = "No VPC"
OTHER_VPC = "other"


@dataclass(frozen=True, slots=True)
class Option:
    """One choice. Those of one group are shown together; `detail` is in grey."""

    value: str
    label: str
    group: str = ""
    detail: str = ""


@dataclass(frozen=True)
class Offers:
    """The choices of one draft.

    Attributes:
        algorithm: its DescribeAlgorithm answer, {} where the algorithm is not known (any more).
        lookups: kind -> items of `catalog.Lookup`.
        parents: tuning job name -> DescribeHyperParameterTuningJob answer of those that ended.
    """

    algorithm: Mapping[str, Any] = field(default_factory=dict)
    lookups: Mapping[str, Sequence[Mapping[str, Any]]] = field(default_factory=dict)
    parents: Mapping[str, dict[str, Any]] = field(default_factory=dict)

    @cached_property
    def described(self) -> reading.Algorithm:
        """The algorithm as rules read it."""
        return reading.Algorithm(self.algorithm)

    def options(self, source: str, row: Mapping[str, str] | None = None) -> list[Option]:
        """Return the choices of the list with this name, for a row with these answers."""
        return list(_SOURCES[source](self, row or {}))

    def context(self, algorithm_name: str) -> Context:
        """Return what the rules may look up for a request with this AlgorithmName."""
        known = {algorithm_name: dict(self.algorithm)} if self.algorithm else {}
        return Context(known, self.parents, Limits(**settings.SERVICE_LIMITS))


def load(connection: Connection, answers: Mapping[str, Any]) -> Offers:
    """Read what a draft with these answers can choose from: three queries, however many."""
    algorithm = Algorithm.objects.filter(
        connection=connection, arn=answers.get(ALGORITHM_NAME, "")
    ).first()
    lookups = Lookup.objects.filter(connection=connection)
    return Offers(
        algorithm=algorithm.description if algorithm else {},
        lookups={lookup.kind: lookup.items for lookup in lookups},
        parents=_ended(connection, several(answers, PARENTS)),
    )


def _ended(connection: Connection, chosen: Iterable[str]) -> dict[str, dict[str, Any]]:
    """Return the newest jobs that have ended, and those chosen wherever they are."""
    known = TuningJob.objects.filter(
        connection=connection, state=State.CREATED, description__isnull=False
    )
    newest = known.filter(status__in=FINAL).order_by("-created_at", "-pk")[:MOST_PARENTS]
    named = Q(name__in=[*chosen][:MOST_PARENTS])
    found = known.filter(Q(pk__in=newest.values("pk")) | named).order_by("-created_at", "-pk")
    return {job.name: job.description for job in found.only("name", "description")}


def _looked_up(kind: str) -> Callable[[Offers, Mapping[str, str]], Iterator[Option]]:
    def options(offers: Offers, row: Mapping[str, str]) -> Iterator[Option]:
        for item in offers.lookups.get(kind, ()):
            value = str(item["value"])
            label = str(item.get("label") or value)
            detail = str(item.get("detail") or (value if label != value else ""))
            yield Option(value, label, str(item.get("vpc") or ""), detail)

    return options


def _vpcs(offers: Offers, row: Mapping[str, str]) -> Iterator[Option]:
    yield Option("", NO_VPC)
    yield from _looked_up("vpcs")(offers, row)
    yield Option(OTHER_VPC, "Another VPC, by the ids of its subnets")


def _metrics(offers: Offers, row: Mapping[str, str]) -> Iterator[Option]:
    for name, kind in offers.described.objectives:
        yield Option(name, name, detail=kind)


def _objectives(offers: Offers, row: Mapping[str, str]) -> Iterator[Option]:
    for kind in dict.fromkeys(kind for _, kind in offers.described.objectives):
        yield Option(kind, kind)


def _channels(offers: Offers, row: Mapping[str, str]) -> Iterator[Option]:
    for name, channel in offers.described.channels.items():
        yield Option(name, name, detail="required" if channel.get("IsRequired") else "optional")


def _of_channel(
    member: str, fallback: str = ""
) -> Callable[[Offers, Mapping[str, str]], Iterator[Option]]:
    """Offer what the row's channel supports; what any channel does while it has no known name."""

    def options(offers: Offers, row: Mapping[str, str]) -> Iterator[Option]:
        channels = offers.described.channels
        named = channels.get(row.get("ChannelName", ""))
        supported = [
            value
            for channel in ([named] if named else channels.values())
            for value in reading.texts(channel, member)
        ]
        everything = shapes.enum(fallback) if fallback else ()
        return (Option(value, value) for value in dict.fromkeys(supported or everything))

    return options


def _instance_types(offers: Offers, row: Mapping[str, str]) -> Iterator[Option]:
    supported = reading.texts(offers.described.training, "SupportedTrainingInstanceTypes")
    for value in supported or shapes.enum("TrainingInstanceType"):
        yield Option(value, value)


def _parents(offers: Offers, row: Mapping[str, str]) -> Iterator[Option]:
    """Offer the jobs that have ended, with what decides whether one fits."""
    for name, answer in offers.parents.items():
        status = reading.text(answer, "HyperParameterTuningJobStatus")
        if status in FINAL:
            yield Option(name, name, detail=", ".join(_fits(answer, status)))


def _fits(answer: Mapping[str, Any], status: str) -> Iterator[str]:
    yield status
    for definition in reading.definitions(canonical.expand(dict(answer)))[:1]:
        objective = reading.structure(definition.body, "TuningObjective")
        if metric := reading.text(objective, "MetricName"):
            yield f"{reading.text(objective, 'Type').lower()} {metric}"
        algorithm = reading.text(definition.body, "AlgorithmSpecification", "AlgorithmName")
        if algorithm:
            yield algorithm.rpartition("/")[2]
    if created := reading.text(answer, "CreationTime")[:10]:
        yield f"created {created}"


_SOURCES: Mapping[str, Callable[[Offers, Mapping[str, str]], Iterable[Option]]] = {
    "channels": _channels,
    "content_types": _of_channel("SupportedContentTypes"),
    "input_modes": _of_channel("SupportedInputModes", "TrainingInputMode"),
    "instance_types": _instance_types,
    "keys": _looked_up("keys"),
    "metrics": _metrics,
    "objectives": _objectives,
    "parents": _parents,
    "roles": _looked_up("roles"),
    "security_groups": _looked_up("security_groups"),
    "subnets": _looked_up("subnets"),
    "vpcs": _vpcs,
}
