"""Where each member of a search record is in the database: SQL, by resource and member."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from tuningconsole.engine.operations.training_job_answers import AS_DEFINED


@dataclass(frozen=True, slots=True)
class Resource:
    """What Search can look for.

    Attributes:
        shape: the service model's name of the record.
        table: the rows' table.
        columns: member -> SQL of a plain value; timestamps, texts and numbers.
        documents: member -> SQL of a JSON document.
        same: member -> SQL of being equal to %s, where an index serves that only.
        not_searchable: members that are worked out of many rows.
    """

    shape: str
    table: str
    columns: Mapping[str, str]
    documents: Mapping[str, str]
    same: Mapping[str, str] = field(default_factory=dict)
    not_searchable: frozenset[str] = field(default_factory=frozenset)


_SECONDS = """
    CASE WHEN engine_trainingjob.status IN ('Completed', 'Failed', 'Stopped') THEN greatest(1,
    round(extract(epoch FROM engine_trainingjob.ended_at - engine_trainingjob.started_at))) END
"""
_LAST_METRICS = """(
    SELECT jsonb_agg(
        jsonb_build_object('MetricName', m.name, 'Value', m.value, 'Timestamp', m.at)
    )
    FROM (
        SELECT DISTINCT ON (name) * FROM engine_metric
        WHERE training_job_id = engine_trainingjob.id ORDER BY name, id DESC
    ) m
)"""
_ARTIFACT = """jsonb_build_object('S3ModelArtifacts', coalesce(
    nullif(engine_trainingjob.artifact, ''),
    rtrim(engine_trainingjob.definition #>> '{OutputDataConfig,S3OutputPath}', '/') || '/'
    || engine_trainingjob.name || '/output/model.tar.gz'
))"""
_PARENT = """coalesce(
    (SELECT j.arn FROM engine_tuningjob j WHERE j.id = engine_trainingjob.tuning_job_id),
    nullif(engine_trainingjob.tuning_job_arn, '')
)"""
_SAME_PARENT = """(
    engine_trainingjob.tuning_job_id = (SELECT j.id FROM engine_tuningjob j WHERE j.arn = %s)
    OR engine_trainingjob.tuning_job_arn = %s
)"""
_HYPERPARAMETERS = """(
    coalesce(engine_trainingjob.definition -> 'StaticHyperParameters', '{}')
    || engine_trainingjob.tuned
)"""

TRAINING_JOB = Resource(
    shape="TrainingJob",
    table="engine_trainingjob",
    columns={
        "TrainingJobName": "engine_trainingjob.name",
        "TrainingJobArn": "engine_trainingjob.arn",
        "TuningJobArn": _PARENT,
        "TrainingJobStatus": "engine_trainingjob.status",
        "SecondaryStatus": "engine_trainingjob.secondary_status",
        "FailureReason": "nullif(engine_trainingjob.failure_reason, '')",
        "CreationTime": "engine_trainingjob.created_at",
        "TrainingStartTime": "engine_trainingjob.started_at",
        "TrainingEndTime": "engine_trainingjob.ended_at",
        "LastModifiedTime": "engine_trainingjob.modified_at",
        "TrainingTimeInSeconds": _SECONDS,
        "BillableTimeInSeconds": _SECONDS,
    },
    documents={
        **{name: f"(engine_trainingjob.definition -> '{name}')" for name in AS_DEFINED},
        "HyperParameters": _HYPERPARAMETERS,
        "ModelArtifacts": _ARTIFACT,
        "SecondaryStatusTransitions": "engine_trainingjob.transitions",
        "FinalMetricDataList": _LAST_METRICS,
    },
    same={"TuningJobArn": _SAME_PARENT},
)

_CONFIG = """(
    (engine_tuningjob.request -> 'HyperParameterTuningJobConfig') || engine_tuningjob.config
)"""
_DEFINITION = """(
    CASE WHEN jsonb_exists(engine_tuningjob.request, 'TrainingJobDefinition')
    THEN engine_tuningjob.definitions -> 0 END
)"""
_DEFINITIONS = """(
    CASE WHEN NOT jsonb_exists(engine_tuningjob.request, 'TrainingJobDefinition')
    THEN engine_tuningjob.definitions END
)"""
_STATUS_COUNTERS = """coalesce(engine_tuningjob.counters -> 'TrainingJobStatusCounters', (
    SELECT jsonb_build_object(
        'Completed', count(*) FILTER (WHERE c.status = 'Completed'),
        'InProgress', count(*) FILTER (WHERE c.status IN ('InProgress', 'Stopping')),
        'RetryableError', count(*) FILTER (WHERE c.status = 'Failed' AND c.is_retryable_failure),
        'NonRetryableError',
        count(*) FILTER (WHERE c.status = 'Failed' AND NOT c.is_retryable_failure),
        'Stopped', count(*) FILTER (WHERE c.status = 'Stopped')
    )
    FROM engine_trainingjob c WHERE c.tuning_job_id = engine_tuningjob.id
))"""
_OBJECTIVE_COUNTERS = """coalesce(engine_tuningjob.counters -> 'ObjectiveStatusCounters', (
    SELECT jsonb_build_object(
        'Succeeded', count(*) FILTER (WHERE c.objective_status = 'Succeeded'),
        'Pending', count(*) FILTER (WHERE c.objective_status = 'Pending'),
        'Failed', count(*) FILTER (WHERE c.objective_status = 'Failed')
    )
    FROM engine_trainingjob c WHERE c.tuning_job_id = engine_tuningjob.id
))"""
_BEST = """(
    SELECT jsonb_build_object(
        'TrainingJobName', c.name,
        'TrainingJobArn', c.arn,
        'TrainingJobDefinitionName', nullif(c.definition_name, ''),
        'CreationTime', c.created_at,
        'TrainingStartTime', c.started_at,
        'TrainingEndTime', c.ended_at,
        'TrainingJobStatus', c.status,
        'TunedHyperParameters', c.tuned,
        'ObjectiveStatus', c.objective_status,
        'FinalHyperParameterTuningJobObjectiveMetric', jsonb_build_object(
            'MetricName', engine_tuningjob.definitions -> c.definition_number::int
                -> 'TuningObjective' ->> 'MetricName',
            'Value', c.objective_value
        )
    )
    FROM engine_trainingjob c
    WHERE c.tuning_job_id = engine_tuningjob.id
        AND c.objective_value IS NOT NULL AND c.objective_status = 'Succeeded'
    ORDER BY
        -- The first definition's objective first, as Describe chooses.
        CASE jsonb_array_length(engine_tuningjob.definitions) WHEN 1 THEN 0 ELSE (
            SELECT min(d.place)
            FROM jsonb_array_elements(engine_tuningjob.definitions) WITH ORDINALITY d(body, place)
            WHERE d.body -> 'TuningObjective'
                = engine_tuningjob.definitions -> c.definition_number::int -> 'TuningObjective'
        ) END,
        CASE engine_tuningjob.definitions -> c.definition_number::int
            -> 'TuningObjective' ->> 'Type'
        WHEN 'Maximize' THEN -c.objective_value ELSE c.objective_value END,
        c.id
    LIMIT 1
)"""
_CONSUMED = """jsonb_build_object('RuntimeInSeconds', floor(extract(
    epoch FROM coalesce(engine_tuningjob.ended_at, now()) - engine_tuningjob.created_at
)))"""

TUNING_JOB = Resource(
    shape="HyperParameterTuningJobSearchEntity",
    table="engine_tuningjob",
    columns={
        "HyperParameterTuningJobName": "engine_tuningjob.name",
        "HyperParameterTuningJobArn": "engine_tuningjob.arn",
        "HyperParameterTuningJobStatus": "engine_tuningjob.status",
        "FailureReason": "nullif(engine_tuningjob.failure_reason, '')",
        "CreationTime": "engine_tuningjob.created_at",
        "HyperParameterTuningEndTime": "engine_tuningjob.ended_at",
        "LastModifiedTime": "engine_tuningjob.modified_at",
    },
    documents={
        "HyperParameterTuningJobConfig": _CONFIG,
        "TrainingJobDefinition": _DEFINITION,
        "TrainingJobDefinitions": _DEFINITIONS,
        "WarmStartConfig": "(engine_tuningjob.request -> 'WarmStartConfig')",
        "TrainingJobStatusCounters": _STATUS_COUNTERS,
        "ObjectiveStatusCounters": _OBJECTIVE_COUNTERS,
        "BestTrainingJob": _BEST,
        "ConsumedResources": _CONSUMED,
    },
    not_searchable=frozenset({"OverallBestTrainingJob", "TuningJobCompletionDetails"}),
)

RESOURCES = {"TrainingJob": TRAINING_JOB, "HyperParameterTuningJob": TUNING_JOB}
