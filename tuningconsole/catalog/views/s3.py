"""The S3 browser: buckets, folders, objects. A fragment in a dialog, or a page of its own.

It shows what S3 says now, so it is the one page that asks AWS while it is made.
"""

import re
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from tuningconsole.aws import lookups
from tuningconsole.aws.access import current_connection
from tuningconsole.aws.errors import AwsError
from tuningconsole.aws.models import Connection
from tuningconsole.teams.access import membership
from tuningconsole.ui.views import back

MOST_BUCKETS = 200
_URI = re.compile(r"s3://([a-z0-9][a-z0-9.-]{1,61}[a-z0-9])(?:/(.*))?", re.DOTALL)
_TARGET = re.compile(r"[\w.:-]{0,200}")


@dataclass(frozen=True, slots=True)
class Place:
    """A bucket or a folder on the way to where the browser is."""

    name: str
    uri: str


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the listing; size in bytes and time for objects only."""

    name: str
    uri: str
    is_folder: bool = True
    size: int | None = None
    modified: datetime | None = None


@dataclass(frozen=True, slots=True)
class Listing:
    """A page of a bucket or of a folder; token: of the next page, "" on the last."""

    entries: list[Entry]
    token: str = ""


@dataclass(frozen=True, slots=True)
class Position:
    """Where the browser is, and what it is to do.

    Attributes:
        bucket: "" where the buckets are listed.
        prefix: the folder, ending in a slash, "" at the top of the bucket.
        wanted: what the names shown begin with; a part of it for buckets.
        token: of the page, "" for the first.
        target: id of the input that a choice goes to.
        next: where a choice leads without JavaScript.
    """

    bucket: str
    prefix: str
    wanted: str
    token: str
    target: str
    next: str

    @property
    def uri(self) -> str:
        """The S3 URI of the place, "" for the list of the buckets."""
        return f"s3://{self.bucket}/{self.prefix}" if self.bucket else ""

    @property
    def way(self) -> list[Place]:
        """The bucket and the folders from it to here."""
        places = [Place(self.bucket, f"s3://{self.bucket}/")] if self.bucket else []
        for name in self.prefix.split("/")[:-1]:
            places.append(Place(name or "/", f"{places[-1].uri}{name}/"))
        return places

    def at(self, uri: str, **more: str) -> str:
        """Return the browser's address of another place."""
        values = {"uri": uri, "target": self.target, "next": self.next, **more}
        given = {name: value for name, value in values.items() if value}
        return f"{reverse('catalog:s3')}?{urlencode(given)}"

    def choice(self, uri: str) -> str:
        """Return the address that takes the choice to its input without JavaScript."""
        joint = "&" if "?" in self.next else "?"
        return f"{self.next}{joint}{urlencode({'target': self.target, 'uri': uri})}"


@require_safe
def browse(request: HttpRequest) -> HttpResponse:
    """Show what lies below `uri`; a choice goes to the input whose id is `target`."""
    membership(request)
    position = _position(request)
    is_dialog = bool(request.headers.get("HX-Request"))
    context: dict[str, Any] = {
        "base": "catalog/_fragment.html" if is_dialog else "base.html",
        "may_choose": position.target and (is_dialog or position.next),
        "position": position,
        "way": [(place, position.at(place.uri)) for place in position.way],
        "top": position.at(""),
    }
    try:
        listing = _read(current_connection(request), position)
    except AwsError as error:
        context["error"] = str(error)
    else:
        context["entries"] = [
            (entry, position.at(entry.uri), position.choice(entry.uri)) for entry in listing.entries
        ]
        if listing.token:
            context["following"] = position.at(position.uri, q=position.wanted, token=listing.token)
    if position.uri:
        context["choice"] = position.choice(position.uri)
    return render(request, "catalog/s3.html", context)


def _position(request: HttpRequest) -> Position:
    """Read the address; what is no S3 URI stands for the list of the buckets."""
    given = {
        name: request.GET.get(name, "").replace("\x00", "")
        for name in ("uri", "q", "token", "target", "next")
    }
    match = _URI.fullmatch(given["uri"].strip())
    bucket, key = (match[1], match[2] or "") if match else ("", "")
    target = given["target"] if _TARGET.fullmatch(given["target"]) else ""
    return Position(
        bucket=bucket,
        prefix=key[: key.rfind("/") + 1],
        wanted=given["q"],
        token=given["token"],
        target=target,
        next=back(request, given["next"]) if given["next"] and target else "",
    )


def _read(connection: Connection, position: Position) -> Listing:
    """Return what is there now.

    Raises:
        AwsError: it could not be read.
    """
    if not position.bucket:
        names = [item["value"] for item in lookups.buckets(connection)]
        found = [name for name in names if position.wanted.strip() in name]
        return Listing([Entry(name, f"s3://{name}/") for name in found[:MOST_BUCKETS]])
    answer = lookups.list_objects(
        connection, position.bucket, position.prefix + position.wanted, position.token
    )
    here, start = f"s3://{position.bucket}/", len(position.prefix)
    folders = [Entry(prefix[start:], here + prefix) for prefix in answer.folders]
    files = [
        Entry(
            name=item["key"][start:],
            uri=here + item["key"],
            is_folder=False,
            size=item["size"],
            modified=item["modified"],
        )
        for item in answer.files
    ]
    return Listing([*folders, *files], answer.token)
