from copy import deepcopy

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


def test_expanding_leaves_the_request_as_it_was() -> None:
    before = deepcopy(SINGULAR)
    only_hoisted = SINGULAR | {
        "HyperParameterTuningJobConfig": {"ParameterRanges": {"IntegerParameterRanges": []}}
    }
    expanded = canonical.expand(only_hoisted)
    assert expanded["HyperParameterTuningJobConfig"] == {}
    [definition] = canonical.expand(SINGULAR)["TrainingJobDefinitions"]
    definition["TuningObjective"]["Type"] = "Minimize"
    definition["RoleArn"] = "s"
    assert before == SINGULAR


def test_a_view_reads_as_the_expanded_request() -> None:
    before = deepcopy(SINGULAR)
    assert canonical.view(SINGULAR) == canonical.expand(SINGULAR)
    assert before == SINGULAR


def test_what_is_no_definition_stays_for_the_shapes_to_refuse() -> None:
    for wrong in ("d", None, [], 1):
        request = SINGULAR | {"TrainingJobDefinition": wrong}
        assert canonical.expand(request) == request
    wrong_config = {"HyperParameterTuningJobConfig": 1, "TrainingJobDefinition": {}}
    assert canonical.expand(wrong_config)["HyperParameterTuningJobConfig"] == 1
