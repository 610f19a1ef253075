"""The largest page that is legal can be sent: Django refuses forms with too many inputs."""

from tests.wizard.conftest import description, hyperparameter
from tests.wizard.pages import Pages
from tuningconsole.catalog.models import Algorithm
from tuningconsole.spec import shapes

D = "TrainingJobDefinitions.0"
MOST = shapes.shape("HyperParameterSpecifications").metadata["max"]
MOST_VALUES = shapes.shape("ParameterValues").metadata["max"]


def test_the_page_of_the_largest_algorithm_is_taken(pages: Pages, algorithm: Algorithm) -> None:
    values = [f"v{number}" for number in range(MOST_VALUES)]
    of_values = {"CategoricalParameterRangeSpecification": {"Values": values}}
    supported = [
        hyperparameter(f"h{number}", "Categorical", Range=of_values) for number in range(MOST)
    ]
    algorithm.description = description(SupportedHyperParameters=supported)
    algorithm.save()
    pages.open("hyperparameters")
    pages.press("_bulk", "defaults")
    typed = {f"{D}.HyperParameters.h{MOST - 1}:value": "v3"}
    typed |= {f"{D}.AlgorithmSpecification.MetricDefinitions.{n}:x": "1" for n in range(80)}
    typed |= {f"{D}.Environment.{n}:x": "1" for n in range(96)}
    assert pages.press("_refresh", typed=typed).status_code == 200
    assert pages.draft.answers[f"{D}.HyperParameters.h{MOST - 1}:value"] == "v3"
