"""Whatever happens in whatever order, a submission has one job at most, and comes to rest.

HYPOTHESIS_EXAMPLES sets how many histories are tried; a run of many is told in
docs/measurements.md.
"""

import os
from collections import Counter
from contextlib import suppress
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import transaction
from hypothesis import HealthCheck
from hypothesis import settings as made_of
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from pytest_django.fixtures import Settings

from tests.chaos.sagemaker import NAME, Fault, Job, Refusal, SageMaker, serve
from tests.jobs.rows import NOW, REQUEST, place
from tuningconsole.aws import errors, tuning_jobs
from tuningconsole.jobs import actions, invariants, polling, sending, stopping, submission
from tuningconsole.jobs.models import Reason, State, Sweep, TuningJob
from tuningconsole.jobs.submission import TAG, NameTaken

EXAMPLES = int(os.environ.get("HYPOTHESIS_EXAMPLES", "8"))
FAULTS = [fault for fault in Fault if fault not in {Fault.SLOW, Fault.SILENT}]
ARRIVES_WITHIN_S = 30
"""How late a request may be: well within `sending.SETTLING`."""
SETTINGS = made_of(
    max_examples=EXAMPLES,
    stateful_step_count=30,
    deadline=None,
    derandomize=True,
    suppress_health_check=list(HealthCheck),
)
AT_REST = {State.CREATED, State.HELD, State.CANCELLED, State.GONE}


class Histories(RuleBasedStateMachine):
    """Two names, several submissions, workers that vanish, an AWS that breaks off anywhere."""

    def __init__(self, sagemaker: SageMaker) -> None:
        super().__init__()
        self.aws = sagemaker
        self.now = NOW
        self.late: list[tuple[float, str, str, dict[str, Any]]] = []
        self.fault = Fault.NONE
        self.asked: set[int] = set()
        sagemaker.jobs.clear()
        sagemaker.accepted.clear()
        self.transaction = transaction.atomic()
        self.transaction.__enter__()
        self.user, self.connection = place()

    def choose(self, operation: str, region: str, given: dict[str, Any]) -> Fault:
        if operation not in {"CreateHyperParameterTuningJob", "StopHyperParameterTuningJob"}:
            return Fault.NONE
        if self.fault == Fault.LATE:
            at = self.now.timestamp() + ARRIVES_WITHIN_S
            self.late.append((at, operation, region, given))
            return Fault.DROPPED
        return self.fault

    def teardown(self) -> None:
        try:
            self.drain()
        finally:
            transaction.set_rollback(True)
            self.transaction.__exit__(None, None, None)

    def made(self) -> Counter[str]:
        """Return submission -> how many jobs were ever created of it."""
        tags = [job.tags for job in self.aws.accepted]
        return Counter(each[TAG] for each in tags if TAG in each)

    def some(self, number: int) -> TuningJob | None:
        rows = list(TuningJob.objects.filter(key__isnull=False).order_by("pk"))
        return rows[number % len(rows)] if rows else None

    numbers = st.integers(0, 5)

    @rule(name=st.sampled_from(["trees", "Trees", "forest"]))
    def submit(self, name: str) -> None:
        try:
            job = submission.submit(
                user=self.user,
                team=self.connection.team,
                connection=self.connection,
                request={**REQUEST, NAME: name},
                key=uuid4(),
            )
        except NameTaken:
            return
        times = {"submitted_at": self.now, "created_at": self.now, "due_at": self.now}
        TuningJob.objects.filter(pk=job.pk).update(**times)

    @rule(number=numbers)
    def submit_again(self, number: int) -> None:
        if job := self.some(number):
            same = submission.submit(
                user=self.user,
                team=self.connection.team,
                connection=self.connection,
                request=job.request,
                key=job.key,
            )
            assert same == job

    @rule(number=numbers, fault=st.sampled_from(FAULTS))
    def work(self, number: int, fault: Fault) -> None:
        if job := self.some(number):
            self.fault = fault
            sending.step(job.pk, self.now)

    @rule(number=numbers, is_sent=st.booleans(), fault=st.sampled_from(FAULTS))
    def lose_the_worker(self, number: int, is_sent: bool, fault: Fault) -> None:
        job = self.some(number)
        claimed = job and sending._claim(job.pk, self.now)
        if claimed and claimed.state == State.SENDING and is_sent:
            self.fault = fault
            try:
                tuning_jobs.create(self.connection, claimed.request)
            except errors.AwsError:
                return

    @rule(number=numbers)
    def ask_to_stop(self, number: int) -> None:
        if (job := self.some(number)) and actions.request_stop(job, self.user):
            self.asked.add(job.pk)
            TuningJob.objects.filter(pk=job.pk).update(
                stop_requested_at=self.now, stop_due_at=self.now
            )

    @rule(number=numbers, fault=st.sampled_from(FAULTS))
    def stop(self, number: int, fault: Fault) -> None:
        if job := self.some(number):
            self.fault = fault
            stopping.step(job.pk, self.now)

    @rule(number=numbers, is_kept=st.booleans())
    def decide(self, number: int, is_kept: bool) -> None:
        if (job := self.some(number)) and (actions.retry if is_kept else actions.discard)(
            job, self.user
        ):
            TuningJob.objects.filter(pk=job.pk, due_at__isnull=False).update(
                due_at=self.now, submitted_at=self.now
            )

    @rule(name=st.sampled_from(["trees", "forest"]))
    def somebody_else_creates(self, name: str) -> None:
        jobs = self.aws.jobs[self.connection.region]
        foreign = {**REQUEST, NAME: name, "Tags": []}
        jobs.setdefault(name, Job(self.connection.region, foreign, self.now.timestamp(), 100.0))

    @rule(number=numbers)
    def somebody_else_stops(self, number: int) -> None:
        jobs = list(self.aws.jobs[self.connection.region].values())
        if jobs:
            jobs[number % len(jobs)].stops.append(self.now.timestamp())

    @precondition(lambda self: TuningJob.objects.filter(state=State.CREATED).exists())
    @rule()
    def somebody_else_deletes(self) -> None:
        job = TuningJob.objects.filter(state=State.CREATED).first()
        assert job is not None
        self.aws.jobs[self.connection.region].pop(job.name_key, None)

    @rule()
    def look(self) -> None:
        self.fault = Fault.NONE
        Sweep.objects.update(due_at=self.now)
        polling.sweep(self.connection.pk, self.now)
        for pk in TuningJob.objects.to_refresh(self.now).values_list("pk", flat=True):
            polling.refresh(pk, self.now)

    @rule(seconds=st.sampled_from([1, 5, 31, 61, 200]))
    def time_passes(self, seconds: int) -> None:
        self.now += timedelta(seconds=seconds)
        arrived = [item for item in self.late if item[0] <= self.now.timestamp()]
        self.late = [item for item in self.late if item not in arrived]
        for _, operation, region, given in arrived:
            with suppress(Refusal):
                self.aws.answer(operation, region, given)

    @invariant()
    def a_submission_has_one_job_at_most(self) -> None:
        assert set(self.made().values()) <= {1}

    @invariant()
    def what_counts_as_not_sent_has_no_job(self) -> None:
        surely = TuningJob.objects.filter(state__in=[State.CANCELLED, State.HELD]).exclude(
            reason__in=[Reason.POISON, Reason.UNPROVEN]
        )
        assert not {str(job.uuid) for job in surely} & set(self.made())

    @invariant()
    def the_rows_are_in_order(self) -> None:
        assert [item for item in invariants.broken(self.now) if item.rule != "Q7"] == []

    def drain(self) -> None:
        """Everything comes to rest once nothing fails any more."""
        self.fault = Fault.NONE
        rows = TuningJob.objects.filter(key__isnull=False)
        stops = TuningJob.objects.to_stop(NOW + timedelta(days=365))
        for _ in range(50):
            self.time_passes(61)
            for job in rows.exclude(state__in=AT_REST) | stops:
                sending.step(job.pk, self.now)
                stopping.step(job.pk, self.now)
            if {job.state for job in rows} <= AT_REST and not stops.exists() and not self.late:
                break
        else:
            raise AssertionError(list(rows.values("state", "reason", "stop_requested_at")))
        self.look()
        for job in rows.filter(state=State.CREATED, status="InProgress"):
            assert job.pk not in self.asked or job.message
        self.what_counts_as_not_sent_has_no_job()
        self.a_submission_has_one_job_at_most()


@pytest.mark.slow
@pytest.mark.timeout(3600)
@pytest.mark.django_db
def test_any_history_ends_well(settings: Settings) -> None:
    made: list[Histories] = []
    sagemaker = SageMaker(clock=lambda: made[-1].now.timestamp())
    server = serve(sagemaker, lambda *asked: made[-1].choose(*asked))
    address = f"http://127.0.0.1:{server.server_address[1]}"
    settings.EMBEDDED = {**settings.EMBEDDED, "endpoints": {"": address}}

    def history() -> Histories:
        made.append(Histories(sagemaker))
        return made[-1]

    try:
        run_state_machine_as_test(history, settings=SETTINGS)  # type: ignore[no-untyped-call]
    finally:
        server.shutdown()
