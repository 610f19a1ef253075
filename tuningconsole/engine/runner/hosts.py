"""The instances of a training job: each is a host with a name, here a process on this machine.

Pure functions. Names and resourceconfig.json: domain-rules.md 3.7; the guide's pages on the
container contract and on heterogeneous clusters, whose members a job of one kind of instance has
too, with the group name homogeneousCluster.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

ONLY_GROUP = "homogeneousCluster"


@dataclass(frozen=True, slots=True)
class Host:
    """One instance: algo-1 and so on, its type, its group's name."""

    name: str
    instance_type: str
    group: str


def of(definition: Mapping[str, Any]) -> list[Host]:
    """Return the hosts of a definition as it is run, the groups' in their order."""
    given = definition["ResourceConfig"]
    preferred = given.get("InstancePreferences", ())[:1]
    kinds = [
        (item["InstanceType"], item["InstanceCount"], item["InstanceGroupName"])
        for item in given.get("InstanceGroups", ())
    ] or [
        (item["InstanceType"], item.get("InstanceCount") or 1, ONLY_GROUP)
        for item in (*preferred, given)
        if "InstanceType" in item
    ][:1]
    each = [(kind, group) for kind, count, group in kinds for _ in range(count)]
    return [Host(f"algo-{number}", *item) for number, item in enumerate(each, 1)]


def configuration(hosts: Sequence[Host], current: Host, interface: str) -> dict[str, Any]:
    """Return resourceconfig.json as the current host finds it."""
    groups = dict.fromkeys((host.group, host.instance_type) for host in hosts)
    return {
        "current_host": current.name,
        "current_instance_type": current.instance_type,
        "current_group_name": current.group,
        "hosts": [host.name for host in hosts],
        "instance_groups": [
            {
                "instance_group_name": group,
                "instance_type": kind,
                "hosts": [host.name for host in hosts if host.group == group],
            }
            for group, kind in groups
        ],
        "network_interface_name": interface,
    }


def with_channel(hosts: Sequence[Host], channel: Mapping[str, Any]) -> list[Host]:
    """Return the hosts that get a channel: those of the groups that it names, else all."""
    groups = channel["DataSource"]["S3DataSource"].get("InstanceGroupNames")
    return [host for host in hosts if not groups or host.group in groups]
