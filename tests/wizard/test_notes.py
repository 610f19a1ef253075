"""What pages work out of what is entered."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from tests.wizard.pages import Pages
from tuningconsole.catalog.models import Lookup
from tuningconsole.jobs.models import TuningJob
from tuningconsole.wizard import notes
from tuningconsole.wizard.models import Draft
from tuningconsole.wizard.progress import address

D = "TrainingJobDefinitions.0"
H = f"{D}.HyperParameters"
LEAVES = {f"{H}.max_leaf_nodes:kind": "Integer", f"{H}.max_leaf_nodes:max": "5"}
ALPHA = {f"{H}.alpha:kind": "Continuous"}
CRITERION = {f"{H}.criterion:kind": "Categorical", f"{H}.criterion:values": ["gini", "log"]}


@pytest.mark.parametrize(
    ("tuned", "said"),
    [
        ({}, ""),
        (LEAVES, "The ranges have 4 combinations."),
        (LEAVES | CRITERION, "The ranges have 8 combinations."),
        (LEAVES | ALPHA, "The ranges have endless combinations: one of them is continuous."),
        (LEAVES | {f"{H}.max_leaf_nodes:min": "two"}, ""),
    ],
)
def test_the_number_of_combinations_stands_beside_the_number_of_training_jobs(
    pages: Pages, tuned: dict[str, Any], said: str
) -> None:
    pages.draft.answers |= tuned
    pages.draft.save()
    pages.open("limits")
    assert pages.shown.context["notes"].beside[notes.MAX_JOBS] == said
    assert said in pages.text


def test_the_quota_of_instances_stands_beside_how_many_run_at_once(pages: Pages) -> None:
    quota = {"value": "ml.m5.large for training job usage", "detail": "3"}
    Lookup.objects.create(connection=pages.draft.connection, kind=Lookup.Kind.QUOTAS, items=[quota])
    pages.open("limits")
    assert "2 of your quota of 3 ml.m5.large at once." in pages.text
    answer = live(pages, "limits", {notes.MAX_PARALLEL: "4"})
    assert "4 of your quota of 3 ml.m5.large at once." in answer


def test_hyperband_says_what_it_takes_for_an_empty_maximum(pages: Pages) -> None:
    specification = f"{D}.AlgorithmSpecification"
    own = f"{D}.OwnHyperParameters.0"
    pages.draft.answers |= {
        f"{specification}:source": "image",
        f"{own}:name": "epochs",
        f"{own}:kind": "Static",
        f"{own}:value": "27",
    }
    pages.draft.save()
    said = "Left empty, it is 27: the static epochs."
    assert said in live(pages, "job", {notes.STRATEGY: "Hyperband"})
    assert said not in live(pages, "job", {notes.STRATEGY: "Random"})


def live(pages: Pages, page_id: str, typed: dict[str, Any]) -> str:
    """Return what the script of a page is answered; the draft stays as it is."""
    pages.open(page_id)
    before = Draft.objects.values().get()
    answer = pages.client.post(
        address(pages.draft, page_id), {**pages.inputs.values, **typed, "_live": "1"}
    )
    assert Draft.objects.values().get() == before
    return answer.content.decode()


def test_a_warm_start_stands_beside_its_parent_with_its_changes(
    client_of_alice: Client,
    job: TuningJob,
) -> None:
    client_of_alice.post(reverse("wizard:warm-start", args=[job.uuid]))
    draft = Draft.objects.get()
    pages = Pages(client_of_alice, draft)
    for page_id in ("job", "hyperparameters"):
        pages.open(page_id)
        [compared] = pages.shown.context["notes"].parents
        assert compared.is_fit
        assert compared.changes == 0
    answer = live(pages, "hyperparameters", {f"{H}.alpha:value": "0.7"})
    assert "<strong>2</strong> of at most 10 changes" in answer


def test_an_unfit_parent_is_grey_with_its_reason(pages: Pages, job: TuningJob) -> None:
    described = job.description
    config = described["HyperParameterTuningJobConfig"]
    objective = {"Type": "Minimize", "MetricName": "loss"}
    described["HyperParameterTuningJobConfig"] = {
        **config,
        "HyperParameterTuningJobObjective": objective,
    }
    job.save()
    pages.open("job")
    [option] = [line for line in pages.text.split("<input") if f'value="{job.name}"' in line]
    assert "disabled" in option.partition(">")[0]
    assert "has another objective: Minimize loss" in pages.text


def test_what_is_worked_out_is_harmless(pages: Pages) -> None:
    answer = live(pages, "hyperparameters", {f"{H}.alpha:value": "<script>"})
    assert "<script>" not in answer


def test_a_parent_that_nobody_knows_here_is_let_through_with_a_warning(
    pages: Pages, job: TuningJob
) -> None:
    parents = "WarmStartConfig.ParentHyperParameterTuningJobs"
    typed = {"WarmStartConfig": "on", parents: [job.name], f"{parents}:other": "of-another-account"}
    pages.open("job")
    pages.next(typed)
    pages.open("job")
    [warning] = [one.message for one in pages.shown.context["warnings"]]
    assert warning.startswith("No tuning job of the name of-another-account is known here.")
