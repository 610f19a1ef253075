"""NameContains by the index of letters: what is found is what contains the needle, and no more."""

import pytest

from tests.engine.calls import Calls
from tests.engine.operations.store import store, training_job

NAMES = ["grams-alpha-0001", "grams-alpha-0002", "grams-beta-0001", "GRAMS-Gamma-0001"]


@pytest.fixture(scope="module")
def named(calls: Calls) -> Calls:
    jobs = [training_job(name, created_at=number) for number, name in enumerate(NAMES)]
    store(calls.stack, TrainingJob=jobs)
    return calls


@pytest.mark.parametrize(
    ("needle", "found"),
    [
        ("grams-", NAMES),
        ("GRAMS-GAMMA", NAMES[3:]),
        ("ams-alpha-0001", NAMES[:1]),
        ("alpha-0002", NAMES[1:2]),
        # Its beginning and its end are in a name, and it is not.
        ("gra-0001", []),
        ("grams-alpha-beta-0001", []),
        ("a-0001", [NAMES[0], NAMES[2], NAMES[3]]),
    ],
)
def test_training_jobs_are_found_by_a_part_of_their_names(
    named: Calls, needle: str, found: list[str]
) -> None:
    answer = named.sagemaker.list_training_jobs(NameContains=needle)
    assert [item["TrainingJobName"] for item in answer["TrainingJobSummaries"]] == found


@pytest.mark.parametrize("needle", ["ams", "a", "-"])
def test_a_short_needle_is_found_too(named: Calls, needle: str) -> None:
    answer = named.sagemaker.list_training_jobs(NameContains=needle, MaxResults=100)
    names = {item["TrainingJobName"] for item in answer["TrainingJobSummaries"]}
    assert "NextToken" in answer or names >= set(NAMES)
    assert all(needle in name.lower() for name in names)
