"""Server time of saving a page of a large draft and drawing the next one.

    .venv/bin/python bench/wizard.py [rounds]

The draft has 10 training job definitions of 30 ranges and 20 channels each. Every page is saved
with Next and the one that it leads to is drawn, through Django's whole stack of middleware and
templates, with a PostgreSQL and a Redis of its own, as bench/pages.py does. Prints the median of
each kind of page and of all.
"""

import os
import statistics
import sys
import time
from copy import deepcopy
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

sys.path.insert(0, str(Path(__file__).parents[1]))

from tests.services import Services
from tests.spec import largest

ROUNDS = 3
FORM = "application/x-www-form-urlencoded"
"""As browsers send a form without files; Django's client would send one with."""


def algorithm() -> dict[str, Any]:
    """Return an algorithm that declares the 30 hyperparameters which are tuned."""
    found = deepcopy(largest.algorithm("algorithm0"))
    specification = found["TrainingSpecification"]
    declared = specification["SupportedHyperParameters"]
    specification["SupportedHyperParameters"] = [
        item for item in declared if item["Name"] in largest.TUNED
    ]
    return {**found, "AlgorithmStatus": "Completed"}


def request(arn: str) -> dict[str, Any]:
    """Return the request of the draft."""
    found = deepcopy(largest.REQUEST)
    for definition in found["TrainingJobDefinitions"]:
        specification = definition["AlgorithmSpecification"]
        specification["AlgorithmName"] = arn
        del specification["MetricDefinitions"]
        definition["StaticHyperParameters"] = {}
    return found


def made() -> Any:
    """Return the draft and a browser of its owner without scripts."""
    from django.test import Client

    from tests.people import connected, member_of
    from tests.wizard.pages import Pages
    from tuningconsole.catalog.models import Algorithm
    from tuningconsole.teams.models import Role, Team
    from tuningconsole.wizard.bringing import Brought, from_document
    from tuningconsole.wizard.reading import read

    team = Team.objects.create(name="Benchers")
    user, connection = member_of(team, "alice", Role.EDITOR), connected(team)
    description = algorithm()
    arn = description["AlgorithmArn"]
    Algorithm.objects.create(
        connection=connection,
        source=Algorithm.Source.OWN,
        name="algorithm0",
        arn=arn,
        status="Completed",
        created_at=datetime.now(UTC),
        description=description,
    )
    answers = read(request(arn), {arn: description})
    draft = from_document(user, connection, Brought(answers, [], [], 0, 0))
    print(f"{len(answers)} answers on {draft.number_of_pages} pages")
    client = Client()
    client.force_login(user)
    return Pages(client, draft)


def measure(rounds: int) -> None:
    """Save every page and draw the next, `rounds` times."""
    import tuningconsole.wsgi  # noqa: F401  # as a process of the console begins
    from tuningconsole.wizard import flow

    pages = made()
    took: dict[str, list[float]] = {}
    for _ in range(rounds):
        pages.draft.visited = []
        pages.draft.save()
        for page in flow.pages(pages.draft.answers):
            pages.open(page.id)
            sent = {**pages.inputs.values, "_next": "1"}
            address = pages.shown.request["PATH_INFO"]
            start = time.perf_counter()
            saved = pages.client.post(address, urlencode(sent, doseq=True), FORM)
            drawn = pages.client.get(saved["Location"])
            took.setdefault(page.step.id, []).append((time.perf_counter() - start) * 1000)
            assert drawn.status_code == 200
    for step, times in took.items():
        print(f"{step:20}{statistics.median(times):8.1f} ms")
    every = [each for times in took.values() for each in times]
    print(f"{'all':20}{statistics.median(every):8.1f} ms")


def main() -> None:
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else ROUNDS
    services = Services()
    try:
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tuningconsole.settings.tests")
        import django

        django.setup()
        from django.conf import settings
        from django.core.management import call_command

        settings.ALLOWED_HOSTS = ["testserver"]
        call_command("migrate", verbosity=0)
        measure(rounds)
        from django.db import connections

        connections.close_all()
    finally:
        services.stop()


if __name__ == "__main__":
    main()
