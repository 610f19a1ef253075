"""Ids travel with Celery's messages, in a header of their own."""

from typing import Any

from celery.signals import before_task_publish, task_postrun, task_prerun

from tuningconsole.tracing import context

HEADER = "tuningconsole_ids"
_BEFORE: dict[str, Any] = {}


def install() -> None:
    """Send and take the ids in this process; twice does no harm."""
    before_task_publish.connect(_send, dispatch_uid="ids.send")
    task_prerun.connect(_take, dispatch_uid="ids.take")
    task_postrun.connect(_drop, dispatch_uid="ids.drop")


def _send(headers: dict[str, Any] | None = None, **_more: Any) -> None:
    if headers is not None:
        headers[HEADER] = dict(context.current())


def _take(task_id: str, task: Any, **_more: Any) -> None:
    # A worker has a message's headers as attributes; a task that is called has them as they are.
    sent = getattr(task.request, HEADER, None) or (task.request.headers or {}).get(HEADER)
    ids = {str(name): str(value) for name, value in sent.items()} if isinstance(sent, dict) else {}
    _BEFORE[task_id] = context.begin(**{**ids, "task": task.name})


def _drop(task_id: str, **_more: Any) -> None:
    if before := _BEFORE.pop(task_id, None):
        context.end(before)
