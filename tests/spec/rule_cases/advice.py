"""What a person is warned of though SageMaker takes it."""

from tests.spec.requests import ALGORITHM, changed
from tests.spec.rule_cases.case import STATIC, Case, D

METRICS = f"{D}.AlgorithmSpecification.MetricDefinitions"
OTHER_METRIC = changed(
    ALGORITHM, {"TrainingSpecification.MetricDefinitions": [{"Name": "loss", "Regex": "x"}]}
)


def metrics(count: int) -> list[dict[str, str]]:
    return [{"Name": f"m{number}", "Regex": "x"} for number in range(count)]


def credential(path: str, noun: str, value: str) -> Case:
    """Return the case of a value at the path that looks like a credential."""
    name = path.rpartition(".")[2]
    return Case(
        "credentials",
        {path: value},
        path,
        f"The value of {noun} {name} looks like a credential.",
        {"algorithms": {}},
        severity="warning",
    )


CASES = [
    credential(f"{STATIC}.note", "hyperparameter", "key=AKIAIOSFODNN7EXAMPLE"),
    credential(f"{STATIC}.note", "hyperparameter", "ASIAIOSFODNN7EXAMPLE"),
    credential(f"{STATIC}.hf_token", "hyperparameter", "hf_abc"),
    credential(f"{STATIC}.dbPassword", "hyperparameter", '"open"'),
    credential(f"{D}.Environment.TOKEN", "environment variable", "abc"),
    credential(f"{D}.Environment.HUGGING_FACE_HUB_TOKEN", "environment variable", "abc"),
    credential(f"{D}.Environment.SECRET", "environment variable", "abc"),
    credential(f"{D}.Environment.AWS_SECRET_ACCESS_KEY", "environment variable", "wJalr/K7MDENG"),
    credential(f"{D}.Environment.WANDB_API_KEY", "environment variable", "0f3a"),
    Case(
        "metric_count",
        {METRICS: metrics(21)},
        METRICS,
        "The number of metric definitions, [21], exceeds 20.",
        severity="warning",
    ),
    Case(
        "objective_has_metric",
        {},
        f"{D}.TuningObjective.MetricName",
        "The objective metric validation:accuracy has no metric definition in trees.",
        {"algorithms": {"trees": OTHER_METRIC}},
        severity="warning",
    ),
]

VALID = [
    {METRICS: metrics(20)},
    {f"{D}.Environment": {"HF_TOKEN": "arn:aws:secretsmanager:eu-west-1:111122223333:secret:a"}},
    {f"{D}.Environment": {"MAX_TOKENS": "512", "PAD_TOKEN": "<pad>", "STOP_TOKEN": "</s>"}},
    {f"{D}.Environment": {"TOKENIZER": "bert", "SECRET_NAME": "a", "API_KEY_PATH": "/run/key"}},
    {f"{D}.Environment": {"PASSWORDLESS": "a", "SECRETARY": "b", "APIKEYS": "c"}},
    {f"{D}.Environment": {"API_KEY": "", "USE_SECRETS": "true", "KEYSTONE": "a"}},
    {f"{STATIC}.note": "AKIA is how an access key begins"},
]
