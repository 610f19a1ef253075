"""Rows of jobs, and an algorithm that requests may name."""

from tests.jobs.conftest import connection, make_job
from tests.wizard.conftest import algorithm

__all__ = ["algorithm", "connection", "make_job"]
