"""Input data: what a channel's source lists, and how it gets to the hosts.

File        each host's objects as files, before its program starts; gzip stays gzip
FastFile    the same: SageMaker streams the files as they are read, here they are fetched first
Pipe        everything into one file of the job, unpacked and wrapped; feeder.py gives it out

Sources: domain-rules.md 1.7 (C5 to C9) and 3.7; the documentation of Channel, S3DataSource and
ShuffleConfig in the service model.
"""

import gzip
import json
import random
import shutil
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

from tuningconsole.engine import storage
from tuningconsole.engine.runner import recordio
from tuningconsole.engine.runner.hosts import Host, with_channel

REFERENCE = "-ref"
"""An attribute with this ending holds the S3 URI of its content (augmented manifests)."""


class DataError(Exception):
    """The data is there, but not what the channel says of it."""


@dataclass(frozen=True, slots=True)
class Item:
    """An object of a channel: where it is, and its name below the channel's folder."""

    at: storage.Location
    name: str


@dataclass(frozen=True, slots=True)
class Channel:
    """A channel of a definition as it is run; `mode` is its own or the definition's."""

    given: Mapping[str, Any]
    mode: str

    @property
    def name(self) -> str:
        """Its name."""
        return str(self.given["ChannelName"])

    @property
    def source(self) -> Mapping[str, Any]:
        """Its S3DataSource."""
        found: Mapping[str, Any] = self.given["DataSource"]["S3DataSource"]
        return found

    @property
    def seed(self) -> int | None:
        """The seed that shuffles it, None when it is not."""
        shuffle = self.given.get("ShuffleConfig")
        return None if shuffle is None else int(shuffle["Seed"])

    @property
    def is_sharded(self) -> bool:
        """Each host gets a part, not all."""
        return bool(self.source["S3DataDistributionType"] == "ShardedByS3Key")

    def configuration(self) -> dict[str, str]:
        """Return its entry in inputdataconfig.json."""
        found = {
            "ContentType": self.given.get("ContentType"),
            "TrainingInputMode": self.mode,
            "S3DistributionType": self.source["S3DataDistributionType"],
            "RecordWrapperType": self.given["RecordWrapperType"],
        }
        return {name: value for name, value in found.items() if value is not None}


def of(definition: Mapping[str, Any]) -> list[Channel]:
    """Return the channels of a definition as it is run."""
    default = definition["AlgorithmSpecification"]["TrainingInputMode"]
    return [
        Channel(item, item.get("InputMode") or default)
        for item in definition.get("InputDataConfig", ())
    ]


def fetch_files(channel: Channel, host: Host, hosts: list[Host], folder: Path) -> None:
    """Fetch the objects that a host gets of a channel into the channel's folder.

    Raises:
        storage.StorageError: S3 did not give them.
        DataError: the manifest is none.
    """
    receivers = with_channel(hosts, channel.given)
    if host not in receivers:
        return
    folder.mkdir(exist_ok=True)
    items = list(_items(channel))
    if channel.is_sharded:
        if channel.seed is not None:
            random.Random(f"{channel.seed}:0").shuffle(items)  # noqa: S311  Repeatable.
        items = items[receivers.index(host) :: len(receivers)]
    for item in items:
        storage.fetch(item.at, _inside(folder, item.name))


def fetch_feed(channel: Channel, blob: Path) -> list[list[int]]:
    """Fetch a channel in Pipe mode into one file; return its parts, [offset, length] each.

    Raises:
        storage.StorageError: S3 did not give it.
        DataError: it is not what the channel says.
    """
    parts = []
    with blob.open("wb") as file:
        for contents in _contents(channel, blob.with_suffix(".part")):
            begin = file.tell()
            for content in contents:
                _append(channel, content, file)
            parts.append([begin, file.tell() - begin])
    return parts


def _append(channel: Channel, content: Path, file: BinaryIO) -> None:
    """Add one object to the file, unpacked and wrapped as the channel asks for."""
    is_packed = channel.given["CompressionType"] == "Gzip"
    try:
        with gzip.open(content) if is_packed else content.open("rb") as opened:
            if channel.given["RecordWrapperType"] == "RecordIO":
                recordio.write(opened.read(), file)
            else:
                shutil.copyfileobj(opened, file)
    except (gzip.BadGzipFile, EOFError, zlib.error) as error:
        raise DataError(f"channel {channel.name} holds what is no gzip: {error}") from error
    except recordio.TooLargeError as error:
        raise DataError(f"channel {channel.name}: {error}") from error


def _contents(channel: Channel, scratch: Path) -> Iterator[Iterator[Path]]:
    """Yield what belongs together in an epoch: an object, or a line of an augmented manifest."""
    if channel.source["S3DataType"] == "AugmentedManifestFile":
        for line in _lines(channel, scratch):
            yield _attributes(channel, line, scratch)
        return
    for item in _items(channel):
        yield _fetched(item.at, scratch)


def _fetched(at: storage.Location, scratch: Path) -> Iterator[Path]:
    storage.fetch(at, scratch)
    yield scratch


def _lines(channel: Channel, scratch: Path) -> list[Mapping[str, Any]]:
    """Return the lines of an augmented manifest, a JSON object each."""
    storage.fetch(storage.locate(channel.source["S3Uri"]), scratch)
    lines = [line for line in scratch.read_bytes().split(b"\n") if line.strip()]
    try:
        found = [json.loads(line) for line in lines]
    except ValueError as error:
        raise DataError(f"{channel.source['S3Uri']} is not JSON Lines: {error}") from error
    if not all(isinstance(line, dict) for line in found):
        raise DataError(f"{channel.source['S3Uri']} has a line that is no JSON object.")
    return found


def _attributes(channel: Channel, line: Mapping[str, Any], scratch: Path) -> Iterator[Path]:
    """Yield the values of the attributes that the channel names, in their order."""
    for name in channel.source["AttributeNames"]:
        if name not in line:
            raise DataError(f"A line of {channel.source['S3Uri']} has no attribute {name}.")
        value = line[name]
        if name.endswith(REFERENCE):
            yield from _fetched(storage.locate(str(value)), scratch)
        else:
            scratch.write_text(value if isinstance(value, str) else json.dumps(value))
            yield scratch


def _items(channel: Channel) -> Iterator[Item]:
    uri = channel.source["S3Uri"]
    if channel.source["S3DataType"] == "ManifestFile":
        yield from _listed(uri)
        return
    prefix = storage.locate(uri).key
    # A prefix is a folder's, or the beginning of names in one: files keep their own name.
    base = prefix[: prefix.rfind("/") + 1]
    base = prefix + "/" if _is_folder(uri) else base
    for at in storage.keys(uri):
        yield Item(at, at.key.removeprefix(base))


def _listed(uri: str) -> Iterator[Item]:
    """Yield what a manifest lists: `[{"prefix": "s3://bucket/folder/"}, "name", "name", ...]`.

    Without a prefix each name is a whole URI.
    """
    try:
        found = json.loads(storage.read(uri))
    except ValueError as error:
        raise DataError(f"The manifest {uri} is not JSON: {error}") from error
    if not isinstance(found, list):
        raise DataError(f"The manifest {uri} is not a list.")
    prefix = ""
    for entry in found:
        if isinstance(entry, dict) and isinstance(entry.get("prefix"), str):
            prefix = entry["prefix"]
        elif isinstance(entry, str):
            at = storage.locate(prefix + entry)
            yield Item(at, entry if prefix else at.key)
        else:
            raise DataError(f"The manifest {uri} lists what is neither a prefix nor a name.")


def _is_folder(uri: str) -> bool:
    """Tell whether an S3 URI without a slash at its end means a folder."""
    return not uri.endswith("/") and storage.has_objects(uri + "/")


def _inside(folder: Path, key: str) -> Path:
    """Return the file for a key, which may hold `..` but does not lead out of the folder."""
    path = (folder / key.lstrip("/")).resolve()
    if not path.is_relative_to(folder.resolve()):
        raise storage.StorageError(f"The key {key} would lead out of its channel's folder.")
    return path
