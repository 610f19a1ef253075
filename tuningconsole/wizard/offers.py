"""What the pages offer to choose from: rows that the console already has, never a call to AWS."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property, partial
from typing import Any

from django.db.models import Q
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _

from tuningconsole.aws.models import Connection
from tuningconsole.catalog import quotas
from tuningconsole.catalog.models import Algorithm, Lookup
from tuningconsole.jobs.models import State, TuningJob
from tuningconsole.spec import canonical, reading, shapes
from tuningconsole.spec.described import SUBMISSION_TAG
from tuningconsole.spec.limits import Limits
from tuningconsole.spec.rules import Context
from tuningconsole.spec.states import FINAL
from tuningconsole.wizard import definitions
from tuningconsole.wizard.binding import rows
from tuningconsole.wizard.binding.values import Answers, chosen, several, text
from tuningconsole.wizard.request import algorithm_of
from tuningconsole.wizard.steps import ALGORITHM_NAME
from tuningconsole.wizard.steps.hyperparameters import METRICS

PARENTS = "WarmStartConfig.ParentHyperParameterTuningJobs"
MOST_PARENTS = 50

RESERVED_TAG_PREFIXES = ("aws:", SUBMISSION_TAG.partition(":")[0] + ":")
"""AWS's own tags, and the console's."""
OTHER_VPC = "other"


@dataclass(frozen=True, slots=True)
class Option:
    """One choice. Those of one group are shown together; `detail` is in grey.

    One that is unfit is grey as a whole and cannot be chosen.
    """

    value: str
    label: str
    group: str = ""
    detail: str = ""
    is_unfit: bool = False


@dataclass(frozen=True)
class Offers:
    """The choices of one draft.

    Attributes:
        algorithms: AlgorithmName as the draft says it -> DescribeAlgorithm's answer, where known.
        names: the algorithms to choose from: name by ARN.
        lookups: kind -> items of `catalog.Lookup`.
        parents: tuning job name -> DescribeHyperParameterTuningJob answer of those that ended.
        limits: the quotas of the account.
        algorithm: that of the definition at hand, {} where it has none that is known.
        metrics: the names that an own image's metric definitions have.
        unfit: parent -> why it is none for this draft.
    """

    algorithms: Mapping[str, dict[str, Any]] = field(default_factory=dict)
    names: Mapping[str, str] = field(default_factory=dict)
    lookups: Mapping[str, Sequence[Mapping[str, Any]]] = field(default_factory=dict)
    parents: Mapping[str, dict[str, Any]] = field(default_factory=dict)
    limits: Limits = field(default_factory=Limits)
    algorithm: Mapping[str, Any] = field(default_factory=dict)
    metrics: tuple[str, ...] = ()
    unfit: Mapping[str, str] = field(default_factory=dict)

    @cached_property
    def described(self) -> reading.Algorithm:
        """The algorithm as rules read it."""
        return reading.Algorithm(self.algorithm)

    def options(self, source: str, row: Mapping[str, str] | None = None) -> list[Option]:
        """Return the choices of the list with this name, for a row with these answers."""
        return list(_SOURCES[source](self, row or {}))

    def of(self, seen: Answers) -> "Offers":
        """Return the choices of the definition that these answers are focused on."""
        return replace(
            self,
            algorithm=algorithm_of(seen, self.algorithms),
            metrics=tuple(name for name, _ in own_metrics(seen) if name),
        )

    def context(self) -> Context:
        """Return what the rules may look up."""
        return Context(self.algorithms, self.parents, self.limits, RESERVED_TAG_PREFIXES)


LookedUp = tuple[list[str], list[str]]


def looked_up(answers: Answers) -> LookedUp:
    """Return what `load` looks up for these answers: AlgorithmNames, and parent jobs."""
    numbers = range(definitions.count(answers))
    keys = [definitions.full_key(ALGORITHM_NAME, number) for number in numbers]
    return [chosen(answers, key) for key in keys], several(answers, PARENTS)


def load(connection: Connection, answers: Answers) -> Offers:
    """Return what a draft with these answers can choose from.

    A list is read when it is asked for, by one query each: few pages offer all of them.
    """
    algorithms, parents = looked_up(answers)
    lookups: Any = SimpleLazyObject(partial(_lookups, connection))
    names: Any = SimpleLazyObject(partial(_names, connection))
    ended: Any = SimpleLazyObject(partial(_ended, connection, parents))
    limits: Any = SimpleLazyObject(lambda: quotas.limits(lookups.get(Lookup.Kind.QUOTAS, ())))
    return Offers(algorithms_of(connection, algorithms), names, lookups, ended, limits)


def _lookups(connection: Connection) -> dict[str, Any]:
    return {lookup.kind: lookup.items for lookup in Lookup.objects.filter(connection=connection)}


def algorithms_of(connection: Connection, given: Iterable[str]) -> dict[str, dict[str, Any]]:
    """Return the descriptions of the algorithms by the names or ARNs that were given; one query."""
    wanted = set(given) - {""}
    own = Q(source=Algorithm.Source.OWN, name__in=wanted)
    rows = Algorithm.objects.filter(Q(arn__in=wanted) | own, connection=connection)
    known = {key: row.description for row in rows for key in (row.arn, row.name) if key in wanted}
    return known if wanted else {}


def _names(connection: Connection) -> dict[str, str]:
    ready = Algorithm.objects.filter(connection=connection, status="Completed")
    return dict(ready.order_by("name", "pk").values_list("arn", "name"))


def own_metrics(seen: Answers) -> Iterator[tuple[str, str]]:
    """Yield name and expression of each metric definition that was entered."""
    for number in range(rows.count(METRICS, seen)):
        name, expression = (text(seen, rows.key(item, number)) for item in METRICS.fields)
        yield name, expression


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
    yield Option("", _("No VPC"))
    yield from _looked_up("vpcs")(offers, row)
    yield Option(OTHER_VPC, _("Another VPC, by the ids of its subnets"))


def _algorithms(offers: Offers, row: Mapping[str, str]) -> Iterator[Option]:
    for arn, name in offers.names.items():
        yield Option(arn, name, detail=arn.partition(":algorithm/")[0].rpartition(":")[2])


def _metrics(offers: Offers, row: Mapping[str, str]) -> Iterator[Option]:
    for name in offers.metrics:
        yield Option(name, name)
    for name, kind in offers.described.objectives:
        yield Option(name, name, detail=kind)


def _objectives(offers: Offers, row: Mapping[str, str]) -> Iterator[Option]:
    for kind in dict.fromkeys(kind for _name, kind in offers.described.objectives):
        yield Option(kind, kind)


def _channels(offers: Offers, row: Mapping[str, str]) -> Iterator[Option]:
    required, optional = _("required"), _("optional")
    for name, channel in offers.described.channels.items():
        yield Option(name, name, detail=required if channel.get("IsRequired") else optional)


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
            reason = offers.unfit.get(name, "")
            detail = reason or ", ".join(_fits(answer, status))
            yield Option(name, name, detail=detail, is_unfit=bool(reason))


def _fits(answer: Mapping[str, Any], status: str) -> Iterator[str]:
    yield _(status)
    for definition in reading.definitions(canonical.expand(dict(answer)))[:1]:
        objective = reading.structure(definition.body, "TuningObjective")
        if metric := reading.text(objective, "MetricName"):
            is_most = reading.text(objective, "Type") == "Maximize"
            said = _("maximize {metric}") if is_most else _("minimize {metric}")
            yield said.format(metric=metric)
        algorithm = reading.text(definition.body, "AlgorithmSpecification", "AlgorithmName")
        if algorithm:
            yield algorithm.rpartition("/")[2]
    if created := reading.text(answer, "CreationTime")[:10]:
        yield _("created {date}").format(date=created)


_SOURCES: Mapping[str, Callable[[Offers, Mapping[str, str]], Iterable[Option]]] = {
    "algorithms": _algorithms,
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
