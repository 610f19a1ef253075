"""What is kept, what is said at which input, rows, and who may see a draft."""

import re
import uuid

import pytest
from django.contrib.auth.models import User
from django.urls import reverse
from pytest_django.fixtures import DjangoAssertNumQueries

from tests.wizard.conftest import ROLE
from tests.wizard.pages import Pages
from tuningconsole.catalog.models import Algorithm
from tuningconsole.teams.models import Membership, Role
from tuningconsole.wizard.flow import pages as pages_of
from tuningconsole.wizard.models import Draft
from tuningconsole.wizard.progress import Place

D = "TrainingJobDefinitions.0"
H = f"{D}.HyperParameters"
CHANNEL = f"{D}.InputDataConfig.0"
S3 = f"{CHANNEL}.DataSource.S3DataSource.S3Uri"
LIMITS = "HyperParameterTuningJobConfig.ResourceLimits"
PAGE_IDS = [page.id for page in pages_of({})]


def places(pages: Pages) -> list[Place]:
    return [place for group in pages.shown.context["groups"] for place in group.places]


def test_wrong_input_is_still_there_after_a_lost_session(pages: Pages, alice: User) -> None:
    pages.open("limits")
    pages.next({f"{LIMITS}.MaxParallelTrainingJobs": "many"})
    pages.client.logout()
    assert pages.open("limits").status_code == 302
    pages.client.force_login(alice)
    pages.open("limits")
    assert pages.inputs.values[f"{LIMITS}.MaxParallelTrainingJobs"] == ["many"]
    assert pages.errors[f"{LIMITS}.MaxParallelTrainingJobs"] == ["Enter a whole number."]


def test_a_page_not_left_yet_complains_of_nothing(pages: Pages) -> None:
    pages.open("data")
    assert not pages.errors
    assert 'role="alert"' not in pages.text


def test_previous_keeps_what_is_wrong_and_the_step_list_says_so(pages: Pages) -> None:
    pages.open("resources")
    pages.press("_previous", typed={f"{D}.ResourceConfig.InstanceCount": "two"})
    assert pages.heading == "Define data input and output"
    states = {place.id: place.state for place in places(pages)}
    assert states["resources"] == "wrong"
    assert states["data"] == "open"


@pytest.mark.parametrize("step_id", PAGE_IDS)
def test_the_step_list_leads_from_every_page_to_every_page(pages: Pages, step_id: str) -> None:
    pages.open(step_id)
    others = [place.id for place in places(pages) if not place.is_current]
    assert len(others) == len(PAGE_IDS)
    for other in others:
        pages.open(step_id)
        pages.press("_go", other)
        assert pages.shown.request["PATH_INFO"].endswith(f"/{other}/")


def test_a_channel_is_added_and_removed_without_javascript(pages: Pages) -> None:
    pages.open("data")
    pages.press("_add", f"{D}.InputDataConfig", typed={S3: "s3://samples/first"})
    second = f"{D}.InputDataConfig.1.ChannelName"
    assert pages.shown.redirect_chain[-1][0].endswith(f"#id_{second}")
    assert second in pages.inputs.values
    pages.press("_add", f"{D}.InputDataConfig", typed={second: "validation"})
    pages.press("_remove", CHANNEL)
    assert pages.inputs.values[f"{CHANNEL}.ChannelName"] == ["validation"]
    assert f"{D}.InputDataConfig.1.ChannelName" in pages.inputs.values
    assert f"{D}.InputDataConfig.2.ChannelName" not in pages.inputs.values


def test_a_required_channel_that_was_removed_is_asked_for(pages: Pages) -> None:
    pages.open("data")
    pages.press("_remove", CHANNEL)
    assert pages.next().status_code == 422
    assert f'href="#id_{D}.InputDataConfig"' in pages.text


def test_tags_end_at_fifty(pages: Pages) -> None:
    pages.open("limits")
    for _ in range(50):
        pages.press("_add", "Tags")
    assert "Tags.49.Key" in pages.inputs.values
    pages.client.post(pages.shown.request["PATH_INFO"], {"_add": "Tags"})
    pages.open("limits")
    assert "Tags.50.Key" not in pages.inputs.values


def test_two_tags_with_one_key_are_told_at_the_second(pages: Pages) -> None:
    pages.open("limits")
    pages.press("_add", "Tags", typed={})
    pages.press("_add", "Tags", typed={})
    pages.press("_add", "Tags", typed={"Tags.0.Key": "a"})
    pages.next({"Tags.2.Key": "a"})
    assert list(pages.errors) == ["Tags.2.Key"]


def test_switching_to_a_range_and_back_loses_nothing(pages: Pages) -> None:
    pages.open("hyperparameters")
    typed = {f"{H}.alpha:kind": "Continuous", f"{H}.alpha:max": "0.5", f"{H}.alpha:value": "0.1"}
    pages.next(typed)
    pages.open("hyperparameters")
    pages.next({f"{H}.alpha:kind": "Static"})
    pages.open("hyperparameters")
    assert pages.inputs.values[f"{H}.alpha:max"] == ["0.5"]
    assert pages.inputs.values[f"{H}.alpha:value"] == ["0.1"]


@pytest.mark.parametrize(
    ("button", "kinds"),
    [("tune", ["Integer", "Continuous", "Categorical"]), ("static", ["Static"] * 3)],
)
def test_all_hyperparameters_are_switched_at_once(
    pages: Pages, button: str, kinds: list[str]
) -> None:
    pages.open("hyperparameters")
    pages.press("_bulk", button)
    names = ("max_leaf_nodes", "alpha", "criterion")
    assert [pages.inputs.values[f"{H}.{name}:kind"][0] for name in names] == kinds


def test_a_new_role_comes_back_selected(pages: Pages) -> None:
    pages.open("job")
    answer = pages.client.post(pages.shown.request["PATH_INFO"], {"_go": "create-role"})
    back = reverse("wizard:step", args=[pages.draft.uuid, "job"])
    assert answer["Location"].startswith(reverse("catalog:create-role"))
    assert back.replace("/", "%2F") in answer["Location"]
    new = ROLE.replace("SageMakerRole", "Fresh")
    pages.shown = pages.client.get(back, {"role": new})
    assert pages.inputs.values[f"{D}.RoleArn"] == [new]
    pages.next()
    assert pages.draft.answers[f"{D}.RoleArn"] == new


def test_a_role_that_is_not_listed_can_be_typed(pages: Pages) -> None:
    pages.open("job")
    other = "arn:aws:iam::111122223333:role/other"
    assert pages.next({f"{D}.RoleArn": ":other", f"{D}.RoleArn:other": other}).status_code == 200
    pages.open("review")
    assert other in pages.text


@pytest.mark.parametrize("step_id", ["nothing", "job-", "create-role"])
def test_an_unknown_step_is_not_found(pages: Pages, step_id: str) -> None:
    assert pages.client.get(f"/create/{pages.draft.uuid}/{step_id}/").status_code == 404
    assert pages.client.post(f"/create/{pages.draft.uuid}/{step_id}/").status_code == 404


def test_a_draft_is_out_of_reach_for_whom_may_no_longer_edit(pages: Pages, alice: User) -> None:
    Membership.objects.filter(user=alice).update(role=Role.VIEWER)
    assert pages.open("job").status_code == 404
    assert pages.client.post(reverse("wizard:start")).status_code == 403


def test_a_draft_that_does_not_exist_is_not_found(pages: Pages) -> None:
    assert pages.client.get(reverse("wizard:step", args=[uuid.uuid4(), "job"])).status_code == 404


def test_cancel_asks_and_discards(pages: Pages) -> None:
    pages.open("job")
    pages.press("_cancel", typed={"HyperParameterTuningJobName": "half-"})
    assert pages.draft.name == "half-"
    path = pages.shown.request["PATH_INFO"]
    pages.client.post(path, {"keep": "1"})
    assert Draft.objects.count() == 1
    pages.client.post(path, {"discard": "1"})
    assert Draft.objects.count() == 0


def test_a_vanished_algorithm_is_told_and_nothing_is_lost(
    pages: Pages, algorithm: Algorithm
) -> None:
    algorithm.delete()
    for page_id in PAGE_IDS:
        pages.open(page_id)
        assert pages.shown.status_code == 200
    pages.open("review")
    assert "This algorithm is not known here" in pages.text


@pytest.mark.parametrize("step_id", PAGE_IDS)
def test_pages_need_few_queries_however_much_is_entered(
    pages: Pages, step_id: str, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    pages.draft.answers |= {f"Tags.{number}.Key": f"k{number}" for number in range(50)}
    pages.draft.save()
    with django_assert_max_num_queries(12):
        pages.open(step_id)


def test_what_is_no_longer_offered_stays_chosen(pages: Pages, algorithm: Algorithm) -> None:
    gone = {
        f"{D}.VpcConfig": "vpc-gone",
        f"{D}.VpcConfig.Subnets": ["subnet-gone"],
        f"{D}.RoleArn": ROLE.replace("SageMakerRole", "gone"),
        f"{H}.criterion:value": "entropy",
        f"{D}.ResourceConfig.InstanceType": "ml.m4.xlarge",
    }
    pages.draft.answers |= gone
    pages.draft.save()
    for page_id in PAGE_IDS:
        pages.open(page_id)
        pages.next()
    for name, answer in gone.items():
        assert pages.draft.answers[name] == answer


def test_an_input_is_described_by_its_help_and_by_its_limits(pages: Pages) -> None:
    pages.open("job")
    at = "id_HyperParameterTuningJobName"
    [name] = re.findall(rf'<input[^>]*id="{at}"[^>]*>', pages.text)
    assert f'aria-describedby="{at}_helptext {at}_constraint"' in name
    assert f'id="{at}_constraint"' in pages.text
