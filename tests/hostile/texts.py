"""Rows whose every text would be markup, a formula, a header or an attribute if it were let."""

import json
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from xml.sax.saxutils import escape

from django.apps import apps
from django.db import models
from django.utils import timezone

from tests.hostile.worlds import furnished
from tests.teams.addresses import World
from tests.wizard.conftest import REQUEST
from tuningconsole.audit.models import Entry
from tuningconsole.aws.models import Connection, Probe
from tuningconsole.catalog.models import Lookup
from tuningconsole.jobs.models import TrainingJob, TuningJob
from tuningconsole.wizard import bringing
from tuningconsole.wizard.models import Draft

TAG = "x-h"
"""An element, or the beginning of an attribute, that no page of the console has."""
SHORT = "='\"\r\nX-H:1<x-h x-h-a=1>"
LONG = (
    f"{SHORT}</script></style></textarea></title></option>--><x-h><img src=x onerror=alert(1)>"
    "<svg onload=alert(2)>{{ 7*7 }}{% now 'Y' %}\u202e\u2028javascript:alert(3)"
)
KEPT = {
    *("region", "kind", "account", "account_id", "current", "sealed", "digest", "token_hash"),
    *("session_key", "password", "email", "ip", "address", "verb", "target_type", "target_id"),
    *("query", "name_key", "definition_name", "role", "profile", "role_arn", "queue", "status"),
    *("visited", "wrong", "changes", "kinds", "columns", "external_id", "facets", "fields"),
}
"""Columns that no text from outside gets into, or by which rows are found."""
MAPS = {"tags", "hyperparameters", "StaticHyperParameters", "Environment", "details"}
"""Members with names from outside."""


def hostile(value: Any, name: str = "") -> Any:
    """Return a document with the long text in every text of it that is no number."""
    if isinstance(value, dict):
        more = {LONG: LONG} if name in MAPS else {}
        return {key: hostile(item, key) for key, item in value.items()} | more
    if isinstance(value, list):
        return [hostile(item, name) for item in value]
    if isinstance(value, str) and not value.replace(".", "").isdigit():
        return value + LONG
    return value


def world(region: str) -> World:
    """Make the world, and write hostile texts over its own."""
    made = furnished(region)
    connection = Connection.objects.get(team__name="Secretive")
    alice, now = made.people["alice"], timezone.now()
    job = TuningJob.objects.get(uuid=made.rows["jobs.uuid"])
    job.description, job.tags, job.problems = REQUEST, {"a": "b"}, [{"path": "x", "message": "y"}]
    job.save()
    TrainingJob.objects.update(
        hyperparameters={"depth": "3"}, description={"FailureReason": "x"}, objective_value=0.5
    )
    Probe.objects.create(
        connection=connection,
        asked_at=now,
        done_at=now,
        results=[{"action": "a", "use": "u", "state": "failed", "detail": "d", "advice": "a"}],
    )
    for kind in set(Lookup.Kind) - {Lookup.Kind.QUOTAS}:
        items = [{"value": "v", "label": "l", "detail": "d", "vpc": "v"}]
        Lookup.objects.create(connection=connection, kind=kind, items=items, error="e")
    Entry.objects.create(
        actor=alice,
        actor_name="a",
        team_key=connection.team_id,
        team_name="t",
        verb="created",
        target_type="draft",
        target_id="1",
        target_name="n",
        details={"a": "b"},
    )
    for model in apps.get_models():
        if model.__module__.startswith("tuningconsole."):
            for row in model._default_manager.all():
                _overwrite(row)
    brought = bringing.document(connection, json.dumps(hostile(REQUEST)))
    draft = Draft.objects.get(uuid=made.rows["wizard.uuid"])
    draft.answers = brought.answers | {"Tags.0.Key": LONG, "Tags.0.Value": LONG}
    draft.visited = ["job", "hyperparameters", "data", "resources", "limits"]
    draft.refusals = [{"key": "Tags.0.Key", "message": LONG, "answer": LONG}]
    draft.save()
    for number, person in enumerate(one for one in made.people.values() if one):
        type(person).objects.filter(pk=person.pk).update(username=f"{number}{SHORT}")
    made.rows["jobs.name"] = TrainingJob.objects.get().name
    return made


def _overwrite(row: models.Model) -> None:
    changed = {}
    for field in row._meta.concrete_fields:
        if field.name in KEPT or field.choices or field.primary_key or field.is_relation:
            continue
        if isinstance(field, models.JSONField) and (value := getattr(row, field.name)):
            changed[field.name] = hostile(value, field.name)
        elif isinstance(field, models.TextField):
            changed[field.name] = LONG
        elif type(field) is models.CharField:
            most = field.max_length or 0
            text = f"{LONG}{row.pk}" if most > len(LONG) + 9 else f"{SHORT}{row.pk}"
            if len(text) <= most:
                changed[field.name] = text
    if changed:
        type(row)._default_manager.filter(pk=row.pk).update(**changed)


class Sky(BaseHTTPRequestHandler):
    """AWS, every word of whose answers is hostile: lines of logs, keys of S3, refusals."""

    protocol_version = "HTTP/1.1"

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers.get("Content-Length", 0)))
        target = self.headers.get("X-Amz-Target", "")
        if "DescribeLogStreams" in target:
            self._say(200, json.dumps({"logStreams": [{"logStreamName": LONG}]}))
        elif target.startswith("Logs_"):
            events = [{"timestamp": 1, "message": LONG, "ingestionTime": 1}]
            self._say(
                200,
                json.dumps({"events": events, "nextForwardToken": LONG, "nextBackwardToken": LONG}),
            )
        else:
            refusal = {"__type": "ValidationException", "message": LONG}
            self._say(400, json.dumps(refusal))

    def do_GET(self) -> None:
        text = escape(LONG.replace("\u2028", ""))
        if self.path.rstrip("/") == "":
            bucket = f"<Bucket><Name>{text}</Name></Bucket>"
            self._say(
                200, f"<ListAllMyBucketsResult><Buckets>{bucket}</Buckets></ListAllMyBucketsResult>"
            )
        else:
            keys = f"<Contents><Key>{text}</Key><Size>1</Size>"
            keys += "<LastModified>2026-01-02T03:04:05Z</LastModified></Contents>"
            folders = f"<CommonPrefixes><Prefix>{text}/</Prefix></CommonPrefixes>"
            self._say(200, f"<ListBucketResult>{keys}{folders}</ListBucketResult>")

    def _say(self, status: int, text: str) -> None:
        body = text.encode()
        self.send_response(status)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: Any) -> None:
        """Say nothing."""


def sky() -> ThreadingHTTPServer:
    """Return a server of it on a free port of loopback, which is not running yet."""
    return ThreadingHTTPServer(("127.0.0.1", 0), Sky)
