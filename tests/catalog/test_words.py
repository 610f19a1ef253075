"""Every word of the pages of algorithms, connections, S3 and roles can be translated.

The language here is no real one: each message is set in brackets, so that what stands outside of
them was not marked.
"""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from botocore.stub import Stubber
from django.contrib.auth.models import User
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override
from pytest_django.fixtures import Settings

from tests.brackets import EDGES, OF_AWS, WORD, Page, outside, speaking
from tests.catalog.authoring import CREATED, KEY, complete, described, hyperparameter
from tests.catalog.conftest import As
from tests.wizard.conftest import ROLE
from tuningconsole.aws import advice, errors, probing
from tuningconsole.aws.models import Connection, Probe
from tuningconsole.catalog import algorithms
from tuningconsole.catalog.authoring import creating, drafts, importing
from tuningconsole.catalog.authoring.pages import STEPS
from tuningconsole.catalog.models import Algorithm

pytestmark = pytest.mark.django_db
AS_THEY_ARE = {
    *("ARN", "DescribeAlgorithm", "JSON"),
    *("Categorical", "Continuous", "FreeText", "Integer", "None", "Gzip"),
}


def strings(document: Any) -> Iterator[str]:
    """Yield every name and text in a document."""
    if isinstance(document, str):
        yield document
    elif isinstance(document, dict):
        for name, item in document.items():
            yield name
            yield from strings(item)
    elif isinstance(document, list):
        for item in document:
            yield from strings(item)


Unmarked = Callable[..., set[str]]


@pytest.fixture
def unmarked(in_brackets: Path, settings: Settings, browse_as: As) -> Iterator[Unmarked]:
    """Return how to ask for what a page says that is in no message; `known` are names on it."""
    admin = browse_as("admin")
    admin.cookies[settings.LANGUAGE_COOKIE_NAME] = "de"

    def ask(address: str, *known: str, **posted: str) -> set[str]:
        answer = admin.post(address, posted, follow=True) if posted else admin.get(address)
        html = answer.content.decode()
        assert "⟦" in html
        texts = {text.strip(EDGES) for text in Page(outside(html)).texts}
        left = {text for text in texts if WORD.search(text) and not OF_AWS.fullmatch(text)}
        return left - AS_THEY_ARE - {name.strip(EDGES) for name in known}

    with speaking(in_brackets):
        yield ask


@pytest.fixture
def own(connection: Connection) -> Algorithm:
    checks = [{"Name": "x", "Status": "Failed", "FailureReason": "y"}]
    answer = described(AlgorithmStatusDetails={"ValidationStatuses": checks}, ProductId="p")
    return algorithms.keep(connection, Algorithm.Source.OWN, answer)


def test_the_pages_of_algorithms(
    unmarked: Unmarked, connection: Connection, own: Algorithm
) -> None:
    names = [*strings(complete()), str(connection)]
    empty = described(AlgorithmArn=f"{own.arn}2", AlgorithmName="forest", CreationTime=CREATED)
    other = algorithms.keep(connection, Algorithm.Source.SUBSCRIPTION, {**empty, KEY: {}})
    for address in (
        reverse("catalog:algorithms"),
        f"{reverse('catalog:algorithms')}?q=zz",
        reverse("catalog:subscriptions"),
        f"{reverse('catalog:subscriptions')}?q=zz",
        *(reverse("catalog:algorithm", args=[each.pk]) for each in (own, other)),
        reverse("catalog:delete", args=[own.pk]),
        reverse("catalog:remove", args=[other.pk]),
        reverse("catalog:begin"),
        reverse("catalog:create-role"),
    ):
        assert unmarked(address, *names, "a, b, c") == set(), address
    arns = ("x", "arn:aws:sagemaker:us-east-1:764419575721:algorithm/a", other.arn)
    for arn in arns:
        assert unmarked(reverse("catalog:subscriptions"), *names, arn=arn) == set(), arn
    delete = reverse("catalog:delete", args=[own.pk])
    assert unmarked(delete, *names, name="x") == set()
    assert unmarked(reverse("catalog:create-role"), *names, name="a b") == set()
    for document in ("{", "[]", '{"a": 1, "a": 2}', '{"a": NaN}', '"\\u0000"'):
        begin = {"from_json": "1", "document": document}
        left = unmarked(reverse("catalog:begin"), **begin)
        assert left == set(), document


def wrong() -> dict[str, Any]:
    """Return a request that breaks the rules of every page."""
    request = complete()
    specification = request[KEY]
    request["AlgorithmName"] = "-"
    channel = {"Name": "training", "SupportedInputModes": ["FastFile"]}
    specification["TrainingChannels"].append(channel)
    categorical = {"CategoricalParameterRangeSpecification": {"Values": ["a", "a"]}}
    integer = {"IntegerParameterRangeSpecification": {"MinValue": "9", "MaxValue": "1"}}
    specification["SupportedHyperParameters"] += [
        hyperparameter("depth", "FreeText", IsTunable=True),
        hyperparameter("i", "Integer", Range=integer, DefaultValue="x"),
        hyperparameter("k", "Categorical", Range=categorical, DefaultValue="z"),
    ]
    specification["MetricDefinitions"].append({"Name": "loss", "Regex": "("})
    del request["ValidationSpecification"]
    return request


def test_the_pages_of_a_draft(unmarked: Unmarked, connection: Connection) -> None:
    names = [
        *strings(complete()),
        *strings(wrong()),
        str(connection),
        "a, b, c",
        "a, a",
        "SageMakerRole",
    ]
    user = User.objects.get(username="admin")
    everything = {"InferenceSpecification:on": "on", "ValidationSpecification:on": "on"}
    bad = importing.imported(wrong()).answers | {
        "InferenceSpecification.Containers.0:more": '{"Strange": 1}',
        f"{KEY}.AdditionalS3DataSource": "{",
    }
    json = {f"{KEY}.SupportedHyperParameters:form": "json"}
    for answers in (None, everything, bad, json):
        draft = drafts.start(user, connection, answers)
        draft.visited = [step.id for step in STEPS] if answers else []
        draft.refusals = [{"key": "", "message": creating.TAKEN, "answer": None}]
        draft.save()
        for step in (*(step.id for step in STEPS), "review"):
            address = reverse("catalog:author", args=[draft.uuid, step])
            if step == "review":
                address = reverse("catalog:review", args=[draft.uuid])
            assert unmarked(address, *names) == set(), (step, answers)
        address = reverse("catalog:discard", args=[draft.uuid])
        assert unmarked(address, *names) == set()
        assert unmarked(address, *names, keep="1") == set()


def test_the_pages_of_connections(unmarked: Unmarked, connection: Connection) -> None:
    role = Connection.objects.create(
        team=connection.team, name="r", kind="aws", region="us-east-1", role_arn=ROLE, queue="q"
    )
    now = timezone.now()
    identity = probing.CALLS[0]
    results = [
        {**plain, "action": identity.action, "use": identity.use}
        for plain in (
            {"state": "failed", "detail": "1", "advice": "Allow iam:ListRoles."},
            {"state": "skipped", "detail": "Not tried: see the first line.", "advice": ""},
            {"state": "works", "detail": "", "advice": ""},
        )
    ]
    probe = Probe.objects.create(connection=role, asked_at=now, results=results)
    for done in (None, now):
        Probe.objects.filter(pk=probe.pk).update(done_at=done)
        for address in (
            reverse("connections:list"),
            *(reverse(f"connections:{name}", args=[role.pk]) for name in ("detail", "edit")),
            reverse("connections:remove", args=[role.pk]),
            reverse("connections:add"),
        ):
            assert unmarked(address, connection.name) == set(), address
    for source in ("profile", "role"):
        typed = {"name": "r", "source": source, "region": "us-east-1", "queue": "a b"}
        for name in ("r", "s"):
            left = unmarked(reverse("connections:add"), **{**typed, "name": name})
            assert left == set(), (source, name)


def test_the_browser_of_s3(unmarked: Unmarked, script: Callable[..., Stubber]) -> None:
    s3 = script("s3")
    files = [{"Key": "f/a", "Size": 1, "LastModified": CREATED}]
    s3.add_response("list_buckets", {"Buckets": [{"Name": "b-1-2"}]})
    s3.add_response("list_buckets", {"Buckets": []})
    s3.add_response("list_objects_v2", {"Contents": files, "NextContinuationToken": "t"})
    s3.add_response("list_objects_v2", {})
    s3.add_client_error("list_objects_v2", "AccessDenied", "1", 403)
    for query in ("", "q=z", "uri=s3://b-1-2/f/", "uri=s3://b-1-2/&q=z", "uri=s3://b-1-2/"):
        address = f"{reverse('catalog:s3')}?{query}&target=x&next=/jobs/"
        assert unmarked(address, "1 Byte", "b-1-2") == set(), query


def test_what_a_worker_found_is_told_in_the_readers_language(unmarked: Unmarked) -> None:
    result = {"action": probing.OPEN_ROLE, "state": "failed", "use": "", "detail": "AWS's."}
    denied = advice.of(errors.Denied("", "AccessDenied"), "iam:ListRoles")
    other = advice.OTHER_ACCOUNT.format(theirs="1", ours="2")
    assert denied == "Allow iam:ListRoles."
    with override("de"):
        told = [advice.told({**result, "advice": text}) for text in (denied, other, "")]
    assert [each["advice"] for each in told] == [f"⟦{denied}⟧", f"⟦{other}⟧", ""]
    assert {(each["detail"], each["state"], each["use"]) for each in told} == {
        ("AWS's.", "failed", "")
    }
    assert told[0]["action"] == f"⟦{probing.OPEN_ROLE}⟧"
