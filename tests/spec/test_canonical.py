from tuningconsole.spec import canonical

SINGULAR = {
    "HyperParameterTuningJobName": "a",
    "HyperParameterTuningJobConfig": {
        "Strategy": "Bayesian",
        "HyperParameterTuningJobObjective": {"Type": "Maximize", "MetricName": "m"},
        "ParameterRanges": {"IntegerParameterRanges": []},
    },
    "TrainingJobDefinition": {"RoleArn": "r"},
}


def test_expanding_moves_objective_and_ranges_into_the_definition() -> None:
    expanded = canonical.expand(SINGULAR)
    assert expanded["HyperParameterTuningJobConfig"] == {"Strategy": "Bayesian"}
    assert expanded["TrainingJobDefinitions"] == [
        {
            "RoleArn": "r",
            "TuningObjective": {"Type": "Maximize", "MetricName": "m"},
            "HyperParameterRanges": {"IntegerParameterRanges": []},
        }
    ]


def test_collapse_is_the_inverse_of_expand() -> None:
    assert canonical.collapse(canonical.expand(SINGULAR)) == SINGULAR


def test_two_definitions_stay_a_list() -> None:
    request = {"TrainingJobDefinitions": [{"RoleArn": "r"}, {"RoleArn": "s"}]}
    assert canonical.collapse(request) == request


def test_what_is_said_at_both_places_is_lost_at_neither() -> None:
    theirs = {"Type": "Minimize", "MetricName": "n"}
    both = SINGULAR | {"TrainingJobDefinition": {"TuningObjective": theirs}}
    expanded = canonical.expand(both)
    [definition] = expanded["TrainingJobDefinitions"]
    assert definition["TuningObjective"] == theirs
    assert expanded["HyperParameterTuningJobConfig"]["HyperParameterTuningJobObjective"] == {
        "Type": "Maximize",
        "MetricName": "m",
    }
