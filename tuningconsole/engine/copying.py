"""Rows of which there may be millions, written by PostgreSQL's COPY."""

from collections.abc import Iterable
from datetime import datetime

from django.db import connection


def insert_log_events(events: Iterable[tuple[str, datetime, str]]) -> None:
    """Insert log events: stream, time, message; within the caller's transaction."""
    with (
        connection.cursor() as cursor,
        cursor.copy("COPY engine_logevent (stream, at, message) FROM STDIN") as rows,
    ):
        for event in events:
            rows.write_row(event)
