"""The metrics of a page on their way to the metric tester and back."""

from typing import Any

from tests.wizard.pages import Pages

S = "TrainingJobDefinitions.0.AlgorithmSpecification"
METRIC = f"{S}.MetricDefinitions"


def entered(pages: Pages, *expressions: str) -> dict[str, Any]:
    pages.open("hyperparameters")
    pages.press("_refresh", typed={f"{S}:source": "image"})
    for _ in expressions:
        pages.press("_add", METRIC)
    return {
        f"{METRIC}.{number}.{member}": text
        for number, expression in enumerate(expressions)
        for member, text in (("Name", f"metric {number}"), ("Regex", expression))
    }


def test_the_metrics_that_were_typed_are_tested_and_kept(pages: Pages) -> None:
    typed = entered(pages, "loss=(.*)", "a&b=([0-9]+)")
    pages.press("_test_metrics", typed=typed)
    assert pages.shown.request["PATH_INFO"].endswith("/metric-tester/")
    inputs = pages.inputs.values
    assert inputs["name"] == ["metric 0", "metric 1"]
    assert inputs["regex"] == ["loss=(.*)", "a&b=([0-9]+)"]
    assert pages.shown.context["next"].endswith("/hyperparameters/")
    assert typed.items() <= pages.draft.answers.items()


def test_more_than_an_address_holds_is_cut(pages: Pages) -> None:
    typed = entered(pages, *["x" * 490] * 9)
    assert pages.press("_test_metrics", typed=typed).status_code == 200


def test_an_algorithm_brings_its_own(pages: Pages) -> None:
    pages.open("hyperparameters")
    pages.press("_test_metrics")
    assert pages.inputs.values["name"] == ["validation:accuracy"]
