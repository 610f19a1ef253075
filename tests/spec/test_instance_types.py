import pytest

from tuningconsole.spec import shapes
from tuningconsole.spec.instance_types import family, has_local_storage, is_accelerated

UNKNOWN = {"p6e-gb200"}
"""No list of Amazon EC2 that we could read names it."""


@pytest.mark.parametrize(
    ("kind", "is_local", "is_fast"),
    [
        ("ml.g4dn.xlarge", True, True),
        ("ml.p4d.24xlarge", True, True),
        ("ml.g5.2xlarge", True, True),
        ("ml.trn1.2xlarge", True, True),
        ("ml.r5d.large", True, False),
        ("ml.p3.2xlarge", False, True),
        ("ml.c5.xlarge", False, False),
        ("ml.m5.large", False, False),
        ("ml.zz9.large", None, False),
        ("", None, False),
    ],
)
def test_storage_and_accelerators_follow_the_family(
    kind: str, is_local: bool | None, is_fast: bool
) -> None:
    assert (has_local_storage(kind), is_accelerated(kind)) == (is_local, is_fast)


def test_every_family_of_the_service_model_is_known() -> None:
    families = {family(kind) for kind in shapes.enum("TrainingInstanceType")}
    assert {name for name in families if has_local_storage(f"ml.{name}.large") is None} == UNKNOWN
