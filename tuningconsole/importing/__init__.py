"""A text somebody pasted or chose -> a request of CreateHyperParameterTuningJob.

Read are JSON and YAML, each as the AWS CLI's skeleton too; what DescribeHyperParameterTuningJob
answers; and the AWS CLI's command with the JSON in it, as `export.aws_cli` writes it. Only what
prevents a draft is a problem here; the constraints and the rules are the draft's to keep. Pure: no
Django, no I/O.
"""

import codecs
import re
from dataclasses import dataclass
from typing import Any

from botocore.model import Shape, StructureShape

from tuningconsole.importing import documents, members
from tuningconsole.importing.documents import Entries, Tree
from tuningconsole.importing.members import Note
from tuningconsole.spec import described, shapes
from tuningconsole.spec.problems import Problem

LONGEST = 1_000_000
"""Bytes of a document. 10 definitions of 30 ranges and 20 channels each take 140,000, indented."""
_DESCRIBED = "DescribeHyperParameterTuningJobResponse"
_COMMAND = re.compile(
    r"""\s*aws\s[^'"]*?--cli-input-(?:json|yaml)[\s=]\s*'([^']*)'[^'"]*""", re.DOTALL
)
_BYTE_ORDER_MARKS = {codecs.BOM_UTF16_LE: "utf-16", codecs.BOM_UTF16_BE: "utf-16"}
"""Windows PowerShell's `>` writes UTF-16."""


@dataclass(frozen=True, slots=True)
class Imported:
    """What was read of a document.

    Attributes:
        request: all of it that could be read, in the form with which it came.
        problems: what could not, by its path in the document; "" for the document itself.
        notes: what was left out or read otherwise than it stands, likewise.
    """

    request: dict[str, Any]
    problems: tuple[Problem, ...] = ()
    notes: tuple[Note, ...] = ()


def read(document: bytes | str) -> Imported:
    """Return the request of a document and what is wrong with it; no document raises."""
    try:
        tree = documents.parse(_body(decoded(document)))
    except RefusedError as refused:
        return _failed(str(refused))
    except documents.UnreadableError as error:
        return _failed(str(error))
    if tree is None or (isinstance(tree, Entries) and not tree.pairs):
        return _failed("Enter a request, or choose a file that holds one.")
    if not isinstance(tree, Entries):
        return _failed("Enter an object with named members, as JSON or YAML.")
    return _of_tree(tree)


class RefusedError(Exception):
    """The document is not looked into; the message says why."""


def decoded(document: bytes | str) -> str:
    """Return the text of a document: UTF-8, or UTF-16 with its mark.

    Raises:
        RefusedError: it is too long, or neither.
    """
    if len(document) > LONGEST:
        raise RefusedError(f"Shorten it: a request has at most {LONGEST:,} bytes.")
    if isinstance(document, str):
        return document.removeprefix("\ufeff")
    encoding = _BYTE_ORDER_MARKS.get(document[:2], "utf-8-sig")
    try:
        return document.decode(encoding)
    except UnicodeDecodeError as error:
        raise RefusedError(
            f"Save the file as UTF-8: byte {error.start + 1} of it is none."
        ) from error


def _body(text: str) -> str:
    """Return the document of a command of the AWS CLI, any other text as it is."""
    if not re.match(r"\s*aws\s", text):
        return text
    if command := _COMMAND.fullmatch(text):
        return command[1]
    raise RefusedError("Enter the JSON alone: this command is not one that can be taken apart.")


def _of_tree(tree: Entries) -> Imported:
    reader = members.Reader()
    request_shape = shapes.shape(shapes.CREATE_TUNING_JOB)
    asked, told = _members(request_shape), _members(shapes.shape(_DESCRIBED))
    is_answer = any(_is_name(name, told - asked) for name, _ in tree.pairs)
    if is_answer:
        told |= {"ResponseMetadata"}
        kept = [pair for pair in tree.pairs if not _is_name(pair[0], told - asked)]
        request = described.request_of(reader.read(request_shape, Entries(kept)))
        notes = (
            Note(
                "",
                "Read as an answer of DescribeHyperParameterTuningJob: what the service"
                " adds is left out.",
            ),
            *reader.told,
        )
        return Imported(request, tuple(reader.listed), notes)
    return Imported(reader.read(request_shape, tree), tuple(reader.listed), tuple(reader.told))


def _members(shape: Shape) -> set[str]:
    return set(shape.members) if isinstance(shape, StructureShape) else set()


def _is_name(name: Tree, names: set[str]) -> bool:
    return isinstance(name, str) and name in names


def _failed(message: str) -> Imported:
    return Imported({}, (Problem("", message, message, constraint="type"),))
