"""What is folded away is unfolded where there is something to say."""

from crispy_forms.utils import render_crispy_form

from tests.wizard.pages import Pages
from tuningconsole.wizard.flow import page_of
from tuningconsole.wizard.progress import Progress

SPECIFICATION = "TrainingJobDefinitions.0.AlgorithmSpecification"
METRICS = f"{SPECIFICATION}.MetricDefinitions"
PENDING = "TrainingJobDefinitions.0.StoppingCondition.MaxPendingTimeInSeconds"


def is_unfolded(text: str, place: str) -> bool:
    """Tell whether the fold around this place of the page is open."""
    before = text[: text.index(place)]
    return before[before.rindex("<details") :].partition(">")[0].endswith(" open")


def test_advice_unfolds_the_input_that_it_leads_to(pages: Pages) -> None:
    at = f'name="{PENDING}"'
    pages.open("resources")
    assert not is_unfolded(pages.text, at)
    page = page_of("resources", pages.draft.answers)
    assert page
    form = Progress(pages.draft).form(page)
    form.warn({PENDING: ["Have a look."]})
    assert is_unfolded(render_crispy_form(form), at)


def test_advice_on_a_whole_list_leads_to_it(pages: Pages) -> None:
    pages.draft.answers |= {f"{SPECIFICATION}:source": "image"} | {
        f"{METRICS}.{number}.{member}": f"m{number}=(.*)"
        for number in range(21)
        for member in ("Name", "Regex")
    }
    pages.draft.visited = ["hyperparameters"]
    pages.draft.save()
    pages.open("hyperparameters")
    [entry] = pages.shown.context["warnings"]
    assert entry.target == f"#id_{METRICS}"
    assert f"id_{METRICS}" in pages.inputs.ids
