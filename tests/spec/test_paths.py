import pytest

from tuningconsole.spec import canonical, paths, shapes

PAIRS = [
    ("HyperParameterTuningJobName", "hyperParameterTuningJobName"),
    (
        "HyperParameterTuningJobConfig.ResourceLimits.MaxParallelTrainingJobs",
        "hyperParameterTuningJobConfig.resourceLimits.maxParallelTrainingJobs",
    ),
    (
        "TrainingJobDefinition.InputDataConfig.0.ChannelName",
        "trainingJobDefinition.inputDataConfig.1.member.channelName",
    ),
    (
        "TrainingJobDefinitions.9.VpcConfig.Subnets.15",
        "trainingJobDefinitions.10.member.vpcConfig.subnets.16.member",
    ),
    ("Tags.0.Key", "tags.1.member.key"),
]


@pytest.mark.parametrize(("ours", "aws"), PAIRS)
def test_a_path_is_written_as_aws_writes_it(ours: str, aws: str) -> None:
    assert paths.to_aws(ours) == aws


@pytest.mark.parametrize(("ours", "aws"), PAIRS)
def test_a_path_of_aws_is_read(ours: str, aws: str) -> None:
    assert paths.from_aws(aws) == ours


def test_every_leaf_of_the_request_comes_back_but_for_keys_of_maps() -> None:
    for leaf in shapes.leaves():
        ours = leaf.replace("*", "0")
        back = paths.from_aws(paths.to_aws(ours))
        is_map = "StaticHyperParameters" in ours or "Environment" in ours
        assert back == (ours.rpartition(".")[0] if is_map else ours)


def test_a_map_is_named_without_its_key_even_if_that_has_dots() -> None:
    ours = "TrainingJobDefinition.StaticHyperParameters.a.b.c"
    assert paths.to_aws(ours) == "trainingJobDefinition.staticHyperParameters"


def test_another_request_has_other_paths() -> None:
    assert paths.from_aws("tagKeys.2.member", "DeleteTagsInput") == "TagKeys.1"


@pytest.mark.parametrize("path", ["", "bogus", "tags.key", "tags.0.member", "tags.1.member.keys"])
def test_an_unknown_path_of_aws_is_refused(path: str) -> None:
    with pytest.raises(shapes.UnknownMemberError):
        paths.from_aws(path)


def test_an_unknown_path_of_ours_is_spelt_alike() -> None:
    assert paths.to_aws("Bogus.0.Thing") == "bogus.0.thing"


@pytest.mark.parametrize(
    ("expanded", "singular"),
    [
        ("TrainingJobDefinitions.0.RoleArn", "TrainingJobDefinition.RoleArn"),
        ("TrainingJobDefinitions.0", "TrainingJobDefinition"),
        (
            "TrainingJobDefinitions.0.TuningObjective.MetricName",
            "HyperParameterTuningJobConfig.HyperParameterTuningJobObjective.MetricName",
        ),
        (
            "TrainingJobDefinitions.0.HyperParameterRanges.IntegerParameterRanges.2.MinValue",
            "HyperParameterTuningJobConfig.ParameterRanges.IntegerParameterRanges.2.MinValue",
        ),
        ("Tags.0.Key", "Tags.0.Key"),
    ],
)
def test_paths_of_both_forms_lead_to_each_other(expanded: str, singular: str) -> None:
    assert canonical.to_singular(expanded) == singular
    assert canonical.to_expanded(singular) == expanded


def test_only_the_first_definition_has_a_singular_path() -> None:
    path = "TrainingJobDefinitions.10.RoleArn"
    assert canonical.to_singular(path) == path
