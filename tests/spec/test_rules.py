from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.spec.requests import ALGORITHM, PARENT, changed, expanded
from tests.spec.rule_cases import CASES, VALID
from tests.spec.rule_cases.case import PARENTS, WARM, Case, D
from tuningconsole.spec import canonical, rules, shapes
from tuningconsole.spec.limits import Limits

CONTEXT: dict[str, Any] = {"algorithms": {"trees": ALGORITHM}, "parents": {"parent": PARENT}}


def context(**members: Any) -> rules.Context:
    return rules.Context(**(CONTEXT | members))


def of_case(case: Case) -> rules.Context:
    parents = CONTEXT["parents"] if WARM.keys() <= case.changes.keys() else {}
    return context(**{"parents": parents, **case.context})


def test_a_request_that_keeps_every_rule_has_no_problem() -> None:
    assert rules.findings(expanded(), context(parents={})) == []
    assert rules.findings(expanded(**WARM), context()) == []


@pytest.mark.parametrize("changes", VALID, ids=lambda changes: "-".join(changes))
def test_what_is_close_to_breaking_a_rule_breaks_none(changes: dict[str, Any]) -> None:
    assert rules.findings(expanded(**changes), context(parents={})) == []


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.rule}-{case.path}")
def test_a_broken_rule_is_reported_at_its_member(case: Case) -> None:
    problems = rules.findings(expanded(**case.changes), of_case(case))
    found = [problem for problem in problems if problem.constraint == case.rule]
    expected = (case.path, case.aws, case.code, case.severity)
    assert expected in [(p.path, p.aws, p.code, p.severity) for p in found]


@pytest.mark.parametrize(
    "case",
    [
        case
        for case in CASES
        if len(case.changes) == 1 and "TrainingJobDefinitions.1" not in case.changes
    ],
    ids=lambda case: f"{case.rule}-{case.path}",
)
def test_one_broken_thing_breaks_one_rule(case: Case) -> None:
    problems = rules.findings(expanded(**case.changes), of_case(case))
    assert {problem.constraint for problem in problems} == {case.rule}


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.rule}-{case.path}")
def test_what_is_found_in_each_definition_alone_is_found_in_the_whole(case: Case) -> None:
    request, known = expanded(**case.changes), of_case(case)
    listed = request.get("TrainingJobDefinitions")
    # Twice as many, so that what one has to do with another would show.
    request["TrainingJobDefinitions"] = each = [*listed, *listed] if listed else []
    found = rules.of_request(request, known)
    for number, definition in enumerate(each):
        for one in rules.of_definition(definition, known.algorithms):
            path = one.problem.path.replace(".0", f".{number}", 1)
            found.append(replace(one, problem=replace(one.problem, path=path)))
    assert rules.in_order(found) == rules.findings(request, known)


def test_a_rule_judges_either_definitions_or_the_request() -> None:
    both = [set(rules._rules(name)) for name in rules._CHECKS]
    assert set.union(*both) == set(rules.names())
    assert not set.intersection(*both)


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.rule}-{case.path}")
def test_a_problem_tells_a_person_what_to_do(case: Case) -> None:
    for problem in rules.findings(expanded(**case.changes), of_case(case)):
        assert problem.message.endswith(".")
        assert problem.message[0].isupper()
        assert problem.message != problem.aws


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.rule}-{case.path}")
def test_a_problem_stands_at_a_member_of_the_request(case: Case) -> None:
    for problem in rules.findings(expanded(**case.changes), of_case(case)):
        shapes.resolve(problem.path)


def test_every_rule_has_a_case_that_breaks_it() -> None:
    assert {case.rule for case in CASES} == set(rules.names())


def test_only_problems_below_the_paths_asked_for_are_returned() -> None:
    broken = expanded(**{f"{D}.ResourceConfig.InstanceCount": 2, "Tags.0.Key": "aws:x"})
    paths = [p.path for p in rules.check(broken, context(), only_paths=["Tags", "Tag"])]
    assert paths == ["Tags.0.Key"]
    assert rules.check(broken, context(), only_paths=["Tags.1"]) == []


def test_a_broken_quota_comes_after_what_is_wrong_with_the_request() -> None:
    total = "HyperParameterTuningJobConfig.ResourceLimits.MaxNumberOfTrainingJobs"
    broken = expanded(**{total: 751, PARENTS: [{"HyperParameterTuningJobName": "parent"}] * 2})
    found = [problem.constraint for problem in rules.check(broken, context())]
    assert found == ["warm_start_parents", "training_job_limits"]
    assert sorted(found) != found


def test_without_context_nothing_that_needs_it_is_reported() -> None:
    broken = expanded(**{f"{D}.ResourceConfig.InstanceType": "ml.p3.2xlarge", **WARM})
    assert rules.check(broken, rules.Context()) == []


def test_an_algorithm_is_found_by_the_name_in_the_request_also_an_arn() -> None:
    arn = ALGORITHM["AlgorithmArn"]
    request = expanded(**{f"{D}.AlgorithmSpecification.AlgorithmName": arn})
    request = changed(request, {f"{D}.ResourceConfig.InstanceCount": 2})
    [problem] = rules.check(request, context(algorithms={arn: ALGORITHM}))
    assert problem.constraint == "distributed_training"


def test_what_is_no_definition_is_left_to_its_shape() -> None:
    request = canonical.expand({"TrainingJobDefinition": 1, "Autotune": {"Mode": "Enabled"}})
    assert rules.check(request, rules.Context()) == []


def test_a_range_of_one_value_is_told_by_one_rule_that_a_page_knows() -> None:
    ranges = "TrainingJobDefinitions.0.HyperParameterRanges"
    one = {"Name": "leaves", "MinValue": "7", "MaxValue": "7"}
    request = expanded(
        **{
            f"{ranges}.ContinuousParameterRanges": [],
            f"{ranges}.IntegerParameterRanges.0": one,
        }
    )
    [problem] = rules.check(request, context(parents={}))
    assert (problem.constraint, problem.value) == ("range_of_one_value", "7")


def test_raised_quotas_are_kept() -> None:
    path = "HyperParameterTuningJobConfig.ResourceLimits"
    request = expanded(
        **{f"{path}.MaxNumberOfTrainingJobs": 800, f"{path}.MaxParallelTrainingJobs": 20}
    )
    raised = Limits(max_training_jobs=800, max_parallel_training_jobs=20)
    assert rules.check(request, context(limits=raised, parents={})) == []
    assert len(rules.check(request, context(parents={}))) == 2


def test_only_the_parents_that_are_named_use_up_the_quota() -> None:
    path = "HyperParameterTuningJobConfig.ResourceLimits.MaxNumberOfTrainingJobs"
    assert rules.check(expanded(**{path: 750}), context()) == []


def test_autotune_needs_neither_ranges_nor_objective_nor_limits() -> None:
    request = {
        "Autotune": {"Mode": "Enabled"},
        "TrainingJobDefinitions": [
            {
                "AlgorithmSpecification": {"TrainingImage": "i"},
                "ResourceConfig": {
                    "InstanceType": "ml.m5.large",
                    "InstanceCount": 1,
                    "VolumeSizeInGB": 1,
                },
            }
        ],
    }
    assert rules.check(request, rules.Context()) == []


SCALARS = st.none() | st.booleans() | st.integers() | st.text(max_size=5) | st.floats()
ANYTHING = st.recursive(SCALARS, lambda inner: st.lists(inner, max_size=3), max_leaves=4)
PATHS = sorted({path for case in CASES for path in [*case.changes, case.path]} - {"Tags.1.Key"})


@given(st.dictionaries(st.sampled_from(PATHS), ANYTHING | st.just({}), max_size=3))
def test_no_request_makes_a_rule_raise(changes: dict[str, Any]) -> None:
    request = expanded()
    for path, value in changes.items():
        try:
            request = changed(request, {path: value})
        except (KeyError, IndexError, TypeError, AttributeError, ValueError):
            continue
    rules.check(request, context())
    rules.check(request, rules.Context(algorithms={"trees": request}, parents={"parent": request}))
