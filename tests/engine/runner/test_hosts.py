"""Several instances: a process each, which know of each other and end together."""

from tests.engine.calls import python, refused
from tests.engine.runner.jobs import HOSTS, REQUEST, SAYS, Jobs
from tests.engine.stack import BUCKET, until
from tests.engine.test_training import alive
from tests.spec.requests import changed

RESOURCES = "input/config/resourceconfig.json"


def test_each_host_is_told_who_it_is_and_who_the_others_are(jobs: Jobs) -> None:
    source = f"say('given', json.loads((ml / '{RESOURCES}').read_text()))"
    name = jobs.run(source, {HOSTS: 3})["TrainingJobName"]
    given = sorted(jobs.said(name)["given"], key=lambda item: item["current_host"])
    assert [item.pop("current_host") for item in given] == ["algo-1", "algo-2", "algo-3"]
    hosts = ["algo-1", "algo-2", "algo-3"]
    group = {"instance_group_name": "homogeneousCluster", "instance_type": "ml.m5.large"}
    for item in given:
        assert item == {
            "current_instance_type": "ml.m5.large",
            "current_group_name": "homogeneousCluster",
            "hosts": hosts,
            "instance_groups": [group | {"hosts": hosts}],
            "network_interface_name": "lo",
        }


def test_instance_groups_are_named_and_have_their_own_types(jobs: Jobs) -> None:
    groups = [
        {"InstanceGroupName": "few", "InstanceType": "ml.m5.large", "InstanceCount": 1},
        {"InstanceGroupName": "many", "InstanceType": "ml.c5.xlarge", "InstanceCount": 2},
    ]
    source = f"say('given', json.loads((ml / '{RESOURCES}').read_text()))"
    changes = {"ResourceConfig": {"InstanceGroups": groups, "VolumeSizeInGB": 1}}
    name = jobs.run(source, changes)["TrainingJobName"]
    given = {item["current_host"]: item for item in jobs.said(name)["given"]}
    assert {
        host: (item["current_group_name"], item["current_instance_type"])
        for host, item in given.items()
    } == {
        "algo-1": ("few", "ml.m5.large"),
        "algo-2": ("many", "ml.c5.xlarge"),
        "algo-3": ("many", "ml.c5.xlarge"),
    }
    assert given["algo-1"]["instance_groups"] == [
        {"instance_group_name": "few", "instance_type": "ml.m5.large", "hosts": ["algo-1"]},
        {
            "instance_group_name": "many",
            "instance_type": "ml.c5.xlarge",
            "hosts": ["algo-2", "algo-3"],
        },
    ]


def test_each_host_has_its_log_stream_and_the_models_become_one(jobs: Jobs) -> None:
    source = """
print("I am", host)
(ml / "model" / host).write_text(host)
(ml / "model/shared").write_text(host)
"""
    found = jobs.run(source, {HOSTS: 2})
    streams = jobs.calls.logs.describe_log_streams(
        logGroupName="/aws/sagemaker/TrainingJobs",
        logStreamNamePrefix=f"{found['TrainingJobName']}/",
    )["logStreams"]
    second = int(found["CreationTime"].timestamp())
    assert [item["logStreamName"] for item in streams] == [
        f"{found['TrainingJobName']}/algo-{number}-{second}" for number in (1, 2)
    ]
    # Of two files with one name the first host's is taken.
    assert jobs.calls.archive(found["ModelArtifacts"]["S3ModelArtifacts"]) == {
        "algo-1": b"algo-1",
        "algo-2": b"algo-2",
        "shared": b"algo-1",
    }


def test_one_failing_host_fails_the_job_and_the_others_end(jobs: Jobs) -> None:
    source = """
if host == "algo-2":
    (ml / "output/failure").write_text("the second one")
    sys.exit(4)
time.sleep(600)
"""
    found = jobs.run(source, {HOSTS: 3})
    assert found["TrainingJobStatus"] == "Failed"
    assert found["FailureReason"] == "AlgorithmError: the second one, exit code: 4"
    assert alive(found["TrainingJobName"]) == []


def test_a_job_is_over_when_its_last_host_is(jobs: Jobs) -> None:
    source = """
if host == "algo-1": sys.exit(0)
say("begun", host)
until_told = ml / "model/told"
while not until_told.exists(): time.sleep(0.02)
"""
    name = jobs.start(source, {HOSTS: 2})
    jobs.reaches(name, "Training")
    until(lambda: jobs.said(name).get("begun") == ["algo-2"])
    # One host is left: a process, or with bubblewrap's own two, three.
    until(lambda: len(alive(name)) in (1, 3))
    assert jobs.calls.training_job(name)["TrainingJobStatus"] == "InProgress"
    (jobs.calls.stack.work / name / "algo-2/ml/model/told").touch()
    assert jobs.ended(name)["TrainingJobStatus"] == "Completed"


def test_more_instances_than_the_machine_is_good_for_are_refused(jobs: Jobs) -> None:
    request = changed(REQUEST, {HOSTS: 65, "TrainingJobName": jobs.calls.fresh("many")})
    request["AlgorithmSpecification"]["TrainingImage"] = "any:1"
    code, message = refused(jobs.calls.sagemaker.create_training_job, **request)
    assert code == "ValidationException"
    assert message == "This engine runs at most 64 instances of a training job, as processes."


def test_a_sharded_channel_is_shared_out(jobs: Jobs) -> None:
    key = jobs.calls.fresh("shards")
    for number in range(5):
        jobs.calls.put(f"{key}/{number}.csv")
    source = "say('files', [host, sorted(os.listdir(ml / 'input/data/training'))])"
    channel = {
        "ChannelName": "training",
        "DataSource": {
            "S3DataSource": {
                "S3DataType": "S3Prefix",
                "S3Uri": f"s3://{BUCKET}/{key}/",
                "S3DataDistributionType": "ShardedByS3Key",
            }
        },
    }
    name = jobs.run(source, {HOSTS: 2, "InputDataConfig": [channel]})["TrainingJobName"]
    assert sorted(jobs.said(name)["files"]) == [
        ["algo-1", ["0.csv", "2.csv", "4.csv"]],
        ["algo-2", ["1.csv", "3.csv"]],
    ]


def test_the_first_of_several_instance_configurations_is_what_a_tuning_job_runs_on(
    jobs: Jobs,
) -> None:
    calls = jobs.calls
    algorithm = calls.algorithm(
        python(SAYS + "say('at', host); print('score=1')"),
        SupportsDistributedTraining=True,
        SupportedTrainingInstanceTypes=["ml.m5.xlarge", "ml.c5.xlarge"],
    )
    configs = [
        {"InstanceType": kind, "InstanceCount": count, "VolumeSizeInGB": 1}
        for kind, count in (("ml.m5.xlarge", 2), ("ml.c5.xlarge", 3))
    ]
    config = {"AllocationStrategy": "Prioritized", "InstanceConfigs": configs}
    request = calls.request(algorithm)
    del request["TrainingJobDefinition"]["ResourceConfig"]
    request["TrainingJobDefinition"]["HyperParameterTuningResourceConfig"] = config
    calls.sagemaker.create_hyper_parameter_tuning_job(**request)
    name = request["HyperParameterTuningJobName"]
    assert calls.ended(name)["HyperParameterTuningJobStatus"] == "Completed"
    job = calls.only_child(name)
    assert job["ResourceConfig"]["InstanceType"] == "ml.m5.xlarge"
    assert sorted(jobs.said(job["TrainingJobName"])["at"]) == ["algo-1", "algo-2"]
