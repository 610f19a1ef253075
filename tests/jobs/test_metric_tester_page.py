"""The page of the metric tester."""

import re
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from tests.jobs.conftest import Make, trained
from tests.jobs.test_training_job_page import has_lines, logs
from tests.spec.test_metrics import SLOW, SLOW_LINE
from tuningconsole.aws.models import Connection
from tuningconsole.catalog.models import Algorithm
from tuningconsole.jobs.models import TrainingJob

LOSS = {"name": ["loss"], "regex": [r"loss=(\S+)"]}
NAME = re.compile(r'name="name"\s+value="([^"]*)"')
REGEX = re.compile(r'name="regex"\s+value="([^"]*)"')
LOG = re.compile(r"<textarea [^>]*>\n?(.*?)</textarea>", re.S)


def address() -> str:
    return reverse("jobs:metric-tester")


def get(client: Client, **query: Any) -> str:
    return client.get(address(), query).content.decode()


def post(client: Client, **values: Any) -> str:
    response = client.post(address(), values)
    assert response.status_code == 200
    return response.content.decode()


@pytest.fixture
def job(make_job: Make) -> TrainingJob:
    return trained(make_job(), 7, 0.5)


def of(job: TrainingJob) -> dict[str, str]:
    return {"job": str(job.tuning_job.uuid), "training_job": job.name}


def test_what_each_expression_finds_is_shown_line_by_line(signed_in: Client) -> None:
    html = post(signed_in, **LOSS, log="epoch\nloss=0.5\nloss=abc\nloss=0.25")
    rows = re.findall(r"<tr>(.*?)</tr>", html, re.S)[1:]
    cells = [[re.sub(r"<[^>]+>|\s+", "", cell) for cell in row.split("</td>")[:3]] for row in rows]
    assert cells == [
        ["2", "loss=0.5", "0.5"],
        ["3", "loss=abc", "Notanumber:abc"],
        ["4", "loss=0.25", "0.25"],
    ]
    assert re.search(r"<strong>\s*<span[^>]*>0.25</span>\s*</strong> \(line 4\)", html)


def test_an_expression_is_wrong_at_its_field_and_what_was_typed_stays(signed_in: Client) -> None:
    html = post(signed_in, name=["a", "b"], regex=["(", "b=(.)"], log="b=1")
    assert NAME.findall(html) == ["a", "b"]
    assert REGEX.findall(html) == ["(", "b=(.)"]
    assert 'aria-describedby="id_regex.0_error"' in html
    assert re.search(r'id="id_regex.0_error">.*?Correct the expression: missing \)', html, re.S)
    assert "id_regex.1_error" not in html
    assert LOG.findall(html) == ["b=1"]


def test_a_catastrophic_expression_is_told_and_the_page_answers(signed_in: Client) -> None:
    html = post(signed_in, name=["slow"], regex=[SLOW], log=f"{SLOW_LINE}\n" * 3)
    assert re.search(r"Simplify the expression: it took longer than 0.1 s on 3 lines", html)


def test_rows_are_added_and_removed_without_scripts(signed_in: Client) -> None:
    assert NAME.findall(get(signed_in)) == [""]
    two = {"name": ["a", "b"], "regex": ["1", "2"]}
    assert NAME.findall(post(signed_in, **two, _add="1")) == ["a", "b", ""]
    assert REGEX.findall(post(signed_in, **two, _remove="0")) == ["2"]
    assert REGEX.findall(post(signed_in, **two, _remove="x")) == ["1", "2"]


def test_with_scripts_only_the_form_comes(signed_in: Client) -> None:
    response = signed_in.post(address(), {**LOSS, "log": "loss=1"}, headers={"HX-Request": "true"})
    html = response.content.decode()
    assert "<html" not in html
    assert html.lstrip().startswith('<form method="post"')
    assert "(line 1)" in html


HOSTILE = '</textarea><script>alert(1)</script>"\x00\u202e'


def test_nothing_that_is_pasted_becomes_markup(signed_in: Client) -> None:
    html = post(signed_in, name=[HOSTILE], regex=["(<script.*)"], log=HOSTILE, next=HOSTILE)
    assert "<script>alert" not in html
    assert "&lt;script&gt;alert(1)" in html
    assert "\x00" not in html
    # What was typed stays as it is in its input, and nowhere else.
    assert "\u202e" not in re.sub(r"<textarea.*?</textarea>|<input[^>]*>", "", html, flags=re.S)


@pytest.mark.parametrize(
    ("next_page", "is_shown"),
    [("/create/", True), ("https://evil.example/", False), ("//evil.example", False), ("", False)],
)
def test_the_way_back_stays_in_the_console(
    signed_in: Client, next_page: str, is_shown: bool
) -> None:
    for html in (get(signed_in, next=next_page), post(signed_in, next=next_page)):
        assert (f'<a href="{next_page}">Back</a>' in html) == is_shown
        assert (f'name="next" value="{next_page}"' in html) == (is_shown or not next_page)


def test_an_algorithms_definitions_are_filled_in(signed_in: Client, connection: Connection) -> None:
    metrics = [{"Name": "loss", "Regex": 'loss="(.*)"'}]
    algorithm = Algorithm.objects.create(
        connection=connection,
        source="own",
        name="trees",
        arn="arn",
        status="Completed",
        created_at="2026-01-02T00:00:00Z",
        description={"TrainingSpecification": {"MetricDefinitions": metrics}},
    )
    html = get(signed_in, algorithm=algorithm.pk)
    assert NAME.findall(html) == ["loss"]
    assert REGEX.findall(html) == ["loss=&quot;(.*)&quot;"]


@pytest.mark.parametrize("pk", ["0", "99999", "9" * 40, "trees"])
def test_an_algorithm_that_is_not_the_connections_is_not_found(signed_in: Client, pk: str) -> None:
    assert signed_in.get(address(), {"algorithm": pk}).status_code == 404


def test_a_training_jobs_definitions_are_those_it_is_read_by(
    signed_in: Client, job: TrainingJob
) -> None:
    html = get(signed_in, **of(job))
    assert NAME.findall(html) == ["validation:accuracy"]
    assert f"load the last ones that {job.name} has written" in html
    told = {"AlgorithmSpecification": {"MetricDefinitions": [{"Name": "told", "Regex": "x"}]}}
    TrainingJob.objects.update(description=told)
    assert NAME.findall(get(signed_in, **of(job))) == ["told"]


def test_a_training_jobs_log_is_loaded_and_searched_at_once(
    signed_in: Client, job: TrainingJob, connection: Connection
) -> None:
    with logs(connection) as stub:
        has_lines(stub, "loss=1", "<b>loss=2")
        html = post(signed_in, **LOSS, **of(job), _load="1", log="old")
    assert LOG.findall(html) == ["loss=1\n&lt;b&gt;loss=2"]
    assert "(line 2)" in html


def test_a_log_that_cannot_be_read_keeps_what_was_typed(
    signed_in: Client, job: TrainingJob, connection: Connection
) -> None:
    with logs(connection) as stub:
        stub.add_client_error(
            "describe_log_streams", "AccessDeniedException", "Not <you>.", http_status_code=400
        )
        html = post(signed_in, **LOSS, **of(job), _load="1", log="loss=3")
    assert "The log could not be read." in html
    assert "Not &lt;you&gt;." in html
    assert LOG.findall(html) == ["loss=3"]


def test_a_strangers_training_job_is_not_found(
    client: Client, stranger: User, job: TrainingJob
) -> None:
    client.force_login(stranger)
    assert client.get(address(), of(job)).status_code == 404
    assert client.post(address(), {**of(job), "_load": "1"}).status_code == 404
    assert client.get(address(), {"job": "x", "training_job": "y"}).status_code == 404


def test_the_training_jobs_page_leads_to_it(signed_in: Client, job: TrainingJob) -> None:
    page = reverse("jobs:training-job", args=[job.tuning_job.uuid, job.name])
    html = signed_in.get(page).content.decode()
    assert f'href="{address()}?job={job.tuning_job.uuid}&amp;training_job={job.name}"' in html


def test_the_page_takes_the_same_queries_whatever_is_pasted(
    signed_in: Client, job: TrainingJob, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for count in (1, 40):
        definitions = {"name": ["loss"] * count, "regex": ["loss=(.)"] * count}
        with django_assert_num_queries(4):
            post(signed_in, **definitions, log="loss=1")
    with django_assert_num_queries(5):
        get(signed_in, **of(job))


def test_pasted_lines_are_still_there_after_a_lost_session(signed_in: Client) -> None:
    user = User.objects.get(pk=signed_in.session["_auth_user_id"])
    signed_in.logout()
    answer = signed_in.post(address(), {**LOSS, "log": "loss=0.125"})
    assert answer["Location"].endswith(f"?next={address()}")
    signed_in.force_login(user)
    html = get(signed_in)
    assert LOG.findall(html) == ["loss=0.125"]
    assert "(line 1)" in html
    assert LOG.findall(get(signed_in)) == [""]
