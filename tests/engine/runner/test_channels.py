"""Input modes and sources: what a program finds under input/data."""

import gzip
import io
import json
from typing import Any

import pytest

from tests.engine.calls import channel, refused
from tests.engine.runner.jobs import HOSTS, MODE, REQUEST, Jobs
from tests.engine.stack import BUCKET
from tests.spec.requests import changed
from tuningconsole.engine.runner import recordio

SOURCE = "DataSource.S3DataSource"
READ_EPOCHS = """
def epoch(number, channel="training"):
    path = ml / f"input/data/{channel}_{number}"
    while not path.exists(): time.sleep(0.01)
    return path.read_bytes()
"""


def piped(uri: str, changes: dict[str, Any] | None = None, **members: Any) -> dict[str, Any]:
    """Return a channel in Pipe mode, changed at dotted paths."""
    return changed(channel(uri, InputMode="Pipe", **members), changes or {})


def records(content: bytes) -> list[bytes]:
    """Return the records of RecordIO, read as MXNet's reader does; no magic number within."""
    found, at = [], 0
    while at < len(content):
        assert content[at : at + 4] == b"\x0a\x23\xd7\xce"
        length = int.from_bytes(content[at + 4 : at + 8], "little")
        assert length >> 29 == 0
        found.append(content[at + 8 : at + 8 + length])
        at += 8 + length + -length % 4
    return found


def put(jobs: Jobs, contents: dict[str, bytes]) -> str:
    """Write objects below a fresh prefix; return its URI."""
    key = jobs.calls.fresh("data")
    for name, content in contents.items():
        jobs.calls.put(f"{key}/{name}", content)
    return f"s3://{BUCKET}/{key}/"


def test_file_mode_leaves_gzip_as_it_is(jobs: Jobs) -> None:
    packed = gzip.compress(b"1,2\n")
    uri = put(jobs, {"a.csv.gz": packed})
    source = "say('hex', (ml / 'input/data/training/a.csv.gz').read_bytes().hex())"
    found = jobs.run(source, {"InputDataConfig": [channel(uri)]})
    assert jobs.said(found["TrainingJobName"])["hex"] == [packed.hex()]


def test_fast_file_mode_shows_the_same_files(jobs: Jobs) -> None:
    uri = put(jobs, {"a.csv": b"1", "deep/b.csv": b"2"})
    source = """
folder = ml / "input/data/training"
say("files", sorted(str(p.relative_to(folder)) for p in folder.rglob("*") if p.is_file()))
say("config", json.loads((ml / "input/config/inputdataconfig.json").read_text()))
"""
    changes = {MODE: "FastFile", "InputDataConfig": [channel(uri, ContentType="text/csv")]}
    said = jobs.said(jobs.run(source, changes)["TrainingJobName"])
    assert said["files"] == [["a.csv", "deep/b.csv"]]
    assert said["config"][0]["training"] == {
        "ContentType": "text/csv",
        "TrainingInputMode": "FastFile",
        "S3DistributionType": "FullyReplicated",
        "RecordWrapperType": "None",
    }


def test_pipe_mode_gives_every_object_in_every_epoch(jobs: Jobs) -> None:
    uri = put(jobs, {"a": b"first\n", "b": b"second\n"})
    source = READ_EPOCHS + "for n in range(3): say('epoch', epoch(n).decode())"
    found = jobs.run(source, {MODE: "Pipe", "InputDataConfig": [channel(uri)]})
    assert found["TrainingJobStatus"] == "Completed"
    assert jobs.said(found["TrainingJobName"])["epoch"] == ["first\nsecond\n"] * 3


def test_a_program_may_leave_an_epoch_early(jobs: Jobs) -> None:
    uri = put(jobs, {"a": b"x" * 3_000_000})
    source = READ_EPOCHS + (
        "with open(ml / 'input/data/training_0', 'rb') as pipe: say('some', len(pipe.read(10)))\n"
        "say('all', len(epoch(1)))"
    )
    found = jobs.run(source, {"InputDataConfig": [piped(uri)]})
    said = jobs.said(found["TrainingJobName"])
    assert (said["some"], said["all"]) == ([10], [3_000_000])


def test_pipe_mode_unpacks_gzip_and_wraps_objects_in_records(jobs: Jobs) -> None:
    uri = put(jobs, {"a.gz": gzip.compress(b"first"), "b.gz": gzip.compress(b"second!!")})
    source = READ_EPOCHS + "say('hex', epoch(0).hex())"
    members = {"CompressionType": "Gzip", "RecordWrapperType": "RecordIO"}
    found = jobs.run(source, {"InputDataConfig": [piped(uri, **members)]})
    [content] = jobs.said(found["TrainingJobName"])["hex"]
    assert records(bytes.fromhex(content)) == [b"first", b"second!!"]


def test_what_is_said_to_be_gzip_and_is_not_fails_the_job(jobs: Jobs) -> None:
    uri = put(jobs, {"a.gz": b"plain"})
    found = jobs.run("", {"InputDataConfig": [piped(uri, CompressionType="Gzip")]})
    assert found["TrainingJobStatus"] == "Failed"
    assert found["FailureReason"].startswith(
        "ClientError: Data download failed:channel training holds what is no gzip:"
    )


def test_shuffling_gives_each_epoch_an_order_of_its_own_and_the_same_again(jobs: Jobs) -> None:
    uri = put(jobs, {f"{number:02d}": f"{number:02d} ".encode() for number in range(12)})
    source = READ_EPOCHS + "for n in range(3): say('epoch', epoch(n).decode().split())"
    changes = {"InputDataConfig": [piped(uri, ShuffleConfig={"Seed": 5})]}
    first, again = (jobs.said(jobs.run(source, changes)["TrainingJobName"]) for _ in range(2))
    assert first["epoch"] == again["epoch"]
    assert len({tuple(order) for order in first["epoch"]}) == 3
    ordered = [f"{number:02d}" for number in range(12)]
    assert all(sorted(order) == ordered != order for order in first["epoch"])


def test_shards_of_a_shuffled_channel_change_hands_with_the_epoch(jobs: Jobs) -> None:
    uri = put(jobs, {f"{number:02d}": f"{number:02d} ".encode() for number in range(12)})
    source = READ_EPOCHS + "for n in range(2): say('epoch', [host, n, epoch(n).decode().split()])"
    given = piped(
        uri,
        {f"{SOURCE}.S3DataDistributionType": "ShardedByS3Key"},
        ShuffleConfig={"Seed": 5},
    )
    found = jobs.run(source, {"InputDataConfig": [given], HOSTS: 2})
    epochs: dict[int, dict[str, list[str]]] = {0: {}, 1: {}}
    for host, number, parts in jobs.said(found["TrainingJobName"])["epoch"]:
        epochs[number][host] = parts
    for parts in epochs.values():
        assert [len(part) for part in parts.values()] == [6, 6]
        assert len(set(parts["algo-1"] + parts["algo-2"])) == 12
    assert set(epochs[0]["algo-1"]) != set(epochs[1]["algo-1"])


def test_a_manifest_lists_what_a_channel_holds(jobs: Jobs) -> None:
    uri = put(jobs, {"a": b"1", "deep/b": b"2", "left-out": b"3"})
    manifest = put(jobs, {"it": json.dumps([{"prefix": uri}, "a", "deep/b"]).encode()}) + "it"
    source = """
folder = ml / "input/data/training"
say("files", sorted(str(p.relative_to(folder)) for p in folder.rglob("*") if p.is_file()))
"""
    given = changed(channel(manifest), {f"{SOURCE}.S3DataType": "ManifestFile"})
    found = jobs.run(source, {"InputDataConfig": [given]})
    assert jobs.said(found["TrainingJobName"])["files"] == [["a", "deep/b"]]


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"{", "is not JSON"),
        (b'{"prefix": "s3://b/"}', "is not a list"),
        (b"[1]", "lists what is neither a prefix nor a name"),
    ],
)
def test_a_manifest_that_is_none_fails_the_job(jobs: Jobs, content: bytes, reason: str) -> None:
    uri = put(jobs, {"it": content}) + "it"
    given = changed(channel(uri), {f"{SOURCE}.S3DataType": "ManifestFile"})
    found = jobs.run("", {"InputDataConfig": [given]})
    assert found["TrainingJobStatus"] == "Failed"
    assert f"Data download failed:The manifest {uri} {reason}" in found["FailureReason"]


def test_an_augmented_manifest_gives_its_attributes_in_their_order(jobs: Jobs) -> None:
    images = put(jobs, {"one": b"\x01image", "two": b"\x02image"})
    lines = [
        {"label": 7, "image-ref": f"{images}one", "unused": "x"},
        {"image-ref": f"{images}two", "label": {"class": "cat"}},
    ]
    manifest = put(jobs, {"it": "\n".join(json.dumps(line) for line in lines).encode()}) + "it"
    given = piped(
        manifest,
        {
            f"{SOURCE}.S3DataType": "AugmentedManifestFile",
            f"{SOURCE}.AttributeNames": ["image-ref", "label"],
        },
        RecordWrapperType="RecordIO",
    )
    found = jobs.run(READ_EPOCHS + "say('hex', epoch(0).hex())", {"InputDataConfig": [given]})
    [content] = jobs.said(found["TrainingJobName"])["hex"]
    assert records(bytes.fromhex(content)) == [
        b"\x01image",
        b"7",
        b"\x02image",
        b'{"class": "cat"}',
    ]


def test_a_channel_goes_to_the_instance_groups_that_it_names(jobs: Jobs) -> None:
    uri = put(jobs, {"a": b"1"})
    groups = [
        {"InstanceGroupName": name, "InstanceType": "ml.m5.large", "InstanceCount": 1}
        for name in ("readers", "others")
    ]
    given = changed(channel(uri), {f"{SOURCE}.InstanceGroupNames": ["readers"]})
    source = """
config = json.loads((ml / "input/config/inputdataconfig.json").read_text())
say("channels", [host, list(config), os.listdir(ml / "input/data")])
"""
    found = jobs.run(
        source,
        {
            "ResourceConfig": {"InstanceGroups": groups, "VolumeSizeInGB": 1},
            "InputDataConfig": [given],
        },
    )
    assert sorted(jobs.said(found["TrainingJobName"])["channels"]) == [
        ["algo-1", ["training"], ["training"]],
        ["algo-2", [], []],
    ]


def test_data_beyond_s3_is_refused(jobs: Jobs) -> None:
    system = {
        "FileSystemId": "fs-0123456789a",
        "FileSystemType": "EFS",
        "DirectoryPath": "/data",
        "FileSystemAccessMode": "ro",
    }
    given = {"ChannelName": "training", "DataSource": {"FileSystemDataSource": system}}
    vpc = {"SecurityGroupIds": ["sg-1"], "Subnets": ["subnet-1"]}
    request = changed(
        REQUEST,
        {
            "TrainingJobName": jobs.calls.fresh("refused"),
            "AlgorithmSpecification.TrainingImage": "any:1",
            "InputDataConfig": [given],
            "VpcConfig": vpc,
        },
    )
    code, message = refused(jobs.calls.sagemaker.create_training_job, **request)
    assert code == "ValidationException"
    assert message == (
        "Channel training: this engine reads data from S3 only; a file system or a hub's dataset"
        " is not within its reach."
    )


def test_a_record_that_holds_the_magic_number_is_parted_where_a_reader_puts_it_back() -> None:
    magic = b"\x0a\x23\xd7\xce"
    file = io.BytesIO()
    recordio.write(b"1234" + magic + b"x" + magic + b"yyy" + magic, file)
    # The second one does not stand at a multiple of four, and stays.
    first = magic + (1 << 29 | 4).to_bytes(4, "little") + b"1234"
    between = magic + (2 << 29 | 8).to_bytes(4, "little") + b"x" + magic + b"yyy"
    last = magic + (3 << 29).to_bytes(4, "little")
    assert file.getvalue() == first + between + last
