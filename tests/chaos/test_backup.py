"""What docs/howto/back-up.md says: dump, destroy, restore, and everything is there."""

import shutil
import signal
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.chaos.console import Console
from tests.conformance.console import Console as Visitor
from tests.conformance.requests import SUBSCRIBED, tuning_job
from tests.stack import EmbeddedStack
from tuningconsole.embedded.postgres import _program

pytestmark = [pytest.mark.stack, pytest.mark.slow]
TABLES = ("auth_user", "teams_team", "wizard_draft", "catalog_algorithm", "aws_connection")


@contextmanager
def database_of_a_console() -> Iterator[Console]:
    """A console's stores with an empty database, in a folder that is gone afterwards."""
    with tempfile.TemporaryDirectory(prefix="tuningconsole-backup-") as folder:
        console = Console(Path(folder), "http://127.0.0.1:1")
        try:
            console.start_stores()
            yield console
        finally:
            console.stop()


def run(program: str, *arguments: str) -> None:
    done = subprocess.run([_program(program), *arguments], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr


def rows(console: Console) -> dict[str, list[tuple[object, ...]]]:
    return {table: console.rows(f"SELECT * FROM {table} ORDER BY 1") for table in TABLES}  # noqa: S608


def test_a_dump_brings_a_database_back(tmp_path: Path) -> None:
    dump = str(tmp_path / "console.dump")
    with database_of_a_console() as console:
        console.manage("migrate", "--verbosity", "0")
        console.seed(3)
        before = rows(console)
        run("pg_dump", "--format=custom", f"--file={dump}", console.environment["DATABASE_URL"])
    with database_of_a_console() as console:
        run("pg_restore", "--no-owner", f"--dbname={console.environment['DATABASE_URL']}", dump)
        assert rows(console) == before
        assert len(before["wizard_draft"]) == 4
        # An upgrade goes on from there, and the submissions are in order.
        console.manage("migrate", "--verbosity", "0")
        assert "in order" in console.manage("audit_submissions")


def test_the_folder_of_an_embedded_stack_is_all_there_is(tmp_path: Path) -> None:
    stack = EmbeddedStack(tmp_path)
    copy = tmp_path / "backup"
    try:
        assert stack.start(), stack.said
        made = stack.client("iam").create_role(RoleName="Kept", AssumeRolePolicyDocument="{}")
        [bucket] = stack.client("s3").list_buckets()["Buckets"][:1]
        stack.client("s3").put_object(Bucket=bucket["Name"], Key="a/b", Body=b"kept")
        request = tuning_job("kept", SUBSCRIBED, role=made["Role"]["Arn"], bucket=bucket["Name"])
        stack.client("sagemaker").create_hyper_parameter_tuning_job(**request)
        Visitor(stack.url, "admin", stack.password).row("kept")
        assert stack.stop(signal.SIGTERM) == 0
        subprocess.run(["/bin/cp", "--archive", stack.var, copy], check=True)
        shutil.rmtree(stack.var)
        subprocess.run(["/bin/cp", "--archive", copy, stack.var], check=True)
        assert stack.start(), stack.said
        assert "2 / 2" in Visitor(stack.url, "admin", stack.password).row("kept")
        body = stack.client("s3").get_object(Bucket=bucket["Name"], Key="a/b")["Body"]
        assert body.read() == b"kept"
        assert stack.client("iam").get_role(RoleName="Kept")
    finally:
        stack.stop(signal.SIGTERM)
