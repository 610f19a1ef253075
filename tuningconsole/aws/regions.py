"""Amazon's Regions, as botocore's own data has them; nothing is asked over the network."""

from functools import cache

import botocore.session

DEFAULT_PARTITION = "aws"


@cache
def with_sagemaker() -> tuple[str, ...]:
    """Return the Regions where SageMaker is, of every partition, by name."""
    session = botocore.session.Session()
    return tuple(
        sorted(
            region
            for partition in session.get_available_partitions()
            for region in session.get_available_regions("sagemaker", partition)
        )
    )


@cache
def partition(region: str) -> str:
    """Return the partition of a Region, the first word of its ARNs after `arn:`."""
    session = botocore.session.Session()
    for name in session.get_available_partitions():
        if region in session.get_available_regions("sagemaker", name):
            return str(name)
    return DEFAULT_PARTITION


@cache
def with_prices(region: str) -> str:
    """Return the Region whose price list names this one's prices, "" if there is none.

    Each list has all Regions of its partition.
    """
    session = botocore.session.Session()
    there = session.get_available_regions("pricing", partition(region))
    return region if region in there else str((there or [""])[-1])
