"""NameContains among half a million names: an index of the three letters in a row that they have.

PostgreSQL's pg_trgm does that better, but the PostgreSQL that comes with the embedded stack is
without it. Function and index: the migration `name_grams`.
"""

from typing import Any, TypeVar

from django.contrib.postgres.fields import ArrayField
from django.db.models import Func, Model, QuerySet, TextField, Value

from tuningconsole.engine.models import TrainingJob

Row = TypeVar("Row", bound=Model)

SHORTEST = 3
"""Fewer letters have no three in a row; almost every name has them, which is found soon."""
TAIL = 6


class Grams(Func):
    """The different three letters in a row of a text, in lower case."""

    function = "engine_name_grams"
    output_field = ArrayField(TextField())


def containing(rows: QuerySet[Row], needle: str) -> QuerySet[Row]:
    """Return the rows whose name contains the needle, in whatever case."""
    found: Any = rows.filter(name__icontains=needle)
    if rows.model is TrainingJob and len(needle) >= SHORTEST:
        # Names begin alike and differ at their ends. Each letter more is a list of all names that
        # have it to be gone through.
        for part in {needle[:SHORTEST], needle[-TAIL:]}:
            found = found.alias(grams=Grams("name")).filter(grams__contains=Grams(Value(part)))
    matching: QuerySet[Row] = found
    return matching
