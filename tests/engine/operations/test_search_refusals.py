"""What Search refuses, and that nothing that is sent breaks it."""

import json
from typing import Any

import psycopg
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.engine.calls import Calls, refused
from tests.engine.operations.searched import MINE, TRAINING, TUNING, by, names
from tests.engine.stack import EngineStack
from tests.engine.test_wire import asked
from tuningconsole.spec import shapes


def deep(levels: int) -> dict[str, Any]:
    expression: dict[str, Any] = {"Filters": [MINE]}
    for _ in range(levels):
        expression = {"SubExpressions": [expression]}
    return expression


@pytest.mark.parametrize(
    ("expression", "message"),
    [
        ({"Operator": "Or"}, "A SearchExpression needs at least one subexpression"),
        ({"Filters": [by("Bogus", "Exists")]}, "Unknown property name: [Bogus]."),
        ({"Filters": [by("TrainingJobName.x", "Exists")]}, "Unknown property name: ["),
        ({"Filters": [by("ResourceConfig.", "Exists")]}, "Unknown property name: ["),
        ({"Filters": [by("TrainingJobName", "GreaterThan", "a")]}, "The operator GreaterThan is"),
        ({"Filters": [by("CreationTime", "Contains", "2026")]}, "The operator Contains is not"),
        ({"Filters": [by("ResourceConfig", "Equals", "x")]}, "The operator Equals is not"),
        ({"Filters": [by("TrainingTimeInSeconds", "In", "1,2")]}, "The operator In is not"),
        ({"Filters": [by("EnableManagedSpotTraining", "Equals", "1")]}, "The value of a filter on"),
        (
            {"Filters": [by("TrainingTimeInSeconds", "Equals", "ten")]},
            "The value [ten] of a filter",
        ),
        ({"Filters": [by("Metrics.a", "LessThan", "nan")]}, "The value [nan] of a filter on"),
        ({"Filters": [by("Metrics.a", "LessThan", "1e999")]}, "The value [1e999] of a filter on"),
        ({"Filters": [by("CreationTime", "Equals", "today")]}, "The value [today] of a filter on"),
        ({"Filters": [{"Name": "TrainingJobName"}]}, "The filter on [TrainingJobName] needs a"),
        (
            {"Filters": [by("TrainingJobName", "Contains", x) for x in "ab"]},
            "'CONTAINS' operator usage limit of 1 exceeded.",
        ),
        (
            {"SubExpressions": [{"Filters": [MINE] * 20} for _ in range(3)]},
            "The maximum number of recursive SubExpressions, NestedFilters, and Filters in a",
        ),
        ({"Filters": [by("", "Exists")]}, "1 validation error detected: Value null at 'search"),
        (
            {"NestedFilters": [{"NestedPropertyName": "ResourceConfig", "Filters": [MINE]}]},
            "NestedPropertyName [ResourceConfig] is not a list of structures.",
        ),
        (
            {"NestedFilters": [{"NestedPropertyName": "InputDataConfig", "Filters": [MINE]}]},
            "The property [Tags.suite] is not one of [InputDataConfig].",
        ),
        (
            {"Filters": [by("TrainingJobName", "Like", "a")]},
            "1 validation error detected: Value 'Like' at 'searchExpression.filters.1.member.oper",
        ),
    ],
)
def test_an_expression_that_makes_no_sense_is_refused(
    found_in: Calls, expression: dict[str, Any], message: str
) -> None:
    found = refused(found_in.sagemaker.search, Resource=TRAINING, SearchExpression=expression)
    assert found[0] == "ValidationException"
    assert found[1].startswith(message), found[1]


def test_expressions_are_nested_as_deeply_as_requests_may_be(found_in: Calls) -> None:
    assert names(found_in, TRAINING, expression=deep(25)) == "abcd"
    code, _ = refused(found_in.sagemaker.search, Resource=TRAINING, SearchExpression=deep(60))
    assert code == "SerializationException"


@pytest.mark.parametrize(
    ("request_", "message"),
    [
        ({"Resource": "Model"}, "This engine searches HyperParameterTuningJob and TrainingJob"),
        ({"Resource": TRAINING, "SortBy": "ResourceConfig"}, "The results cannot be sorted by"),
        ({"Resource": TRAINING, "SortBy": "bogus"}, "Unknown property name: [bogus]."),
        ({"Resource": TUNING, "SortBy": "OverallBestTrainingJob"}, "This engine does not search"),
        ({"Resource": TRAINING, "NextToken": "x"}, "The NextToken is not valid for this request."),
        ({"Resource": TRAINING, "MaxResults": 101}, "1 validation error detected: Value '101' at"),
        (
            {"Resource": TRAINING, "VisibilityConditions": [{"Key": "a", "Value": "b"}]},
            "This engine knows no VisibilityConditions: leave them out.",
        ),
    ],
)
def test_a_search_that_cannot_be_done_is_refused(
    calls: Calls, request_: dict[str, Any], message: str
) -> None:
    found = refused(calls.sagemaker.search, **request_)
    assert found[0] == "ValidationException"
    assert found[1].startswith(message), found[1]


NAMES = st.sampled_from(
    [
        *("TrainingJobName", "CreationTime", "HyperParameters.lr", "HyperParameters", "Tags.team"),
        *("Tags", "Metrics.acc", "InputDataConfig.ChannelName", "Environment.a", "Bogus", "a..b"),
        *("BestTrainingJob.TunedHyperParameters.lr", "TrainingJobStatusCounters.Completed"),
        *("HyperParameters.\"][*]'", "Environment.$.a ? (@ > 1)", "Tags.%s", "SecondaryStatus"),
        *("EnableManagedSpotTraining", "FinalMetricDataList.Value", "TrainingTimeInSeconds"),
    ]
)
VALUES = st.text(min_size=1, max_size=20) | st.sampled_from(
    ["1", "1e308", "-1e-308", "0001-01-01", "9999-12-31T23:59:59-14:00", "true", "%s", "'", "{}"]
)
FILTERS = st.fixed_dictionaries(
    {"Name": NAMES},
    optional={"Operator": st.sampled_from(shapes.enum("Operator")), "Value": VALUES},
)
NESTED = st.fixed_dictionaries(
    {"NestedPropertyName": NAMES, "Filters": st.lists(FILTERS, min_size=1, max_size=2)}
)
LEAVES = st.fixed_dictionaries(
    {"Filters": st.lists(FILTERS, min_size=1, max_size=3)},
    optional={"NestedFilters": st.lists(NESTED, min_size=1, max_size=2)},
)
EXPRESSIONS = st.recursive(
    LEAVES,
    lambda inner: st.fixed_dictionaries(
        {"SubExpressions": st.lists(inner, min_size=1, max_size=2), "Operator": st.just("Or")}
    ),
    max_leaves=4,
)


@given(st.sampled_from([TRAINING, TUNING]), EXPRESSIONS, NAMES | st.none())
@settings(
    max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_whatever_is_searched_for_is_refused_or_answered_but_never_breaks(
    engine: EngineStack, found_in: Calls, kind: str, expression: Any, order: str | None
) -> None:
    request = {"Resource": kind, "SearchExpression": expression}
    request |= {"SortBy": order} if order else {}
    status, answer = asked(engine, json.dumps(request).encode(), "SageMaker.Search")
    assert (status, answer.get("__type")) in [
        (200, None),
        (400, "ValidationException"),
        (400, "SerializationException"),
    ]


@pytest.mark.slow
def test_a_search_that_takes_too_long_is_given_up(engine: EngineStack, found_in: Calls) -> None:
    with psycopg.connect(engine.environment["ENGINE_DATABASE_URL"]) as other:
        # Whoever wants to read tags has to wait.
        other.execute("LOCK TABLE engine_tag")
        found = refused(
            found_in.sagemaker.search, Resource=TRAINING, SearchExpression={"Filters": [MINE]}
        )
    assert found == (
        "ValidationException",
        "The search took longer than 10 seconds. Filter by names, statuses or times too.",
    )
