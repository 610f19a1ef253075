"""``manage.py seed_engine``: what the engine has to show at its first start; harmless later."""

import json
from pathlib import Path
from typing import Any

import numpy as np
from botocore.exceptions import ClientError
from django.conf import settings
from django.core.management.base import BaseCommand
from sklearn import datasets

from tuningconsole.engine import resources, storage
from tuningconsole.engine.models import Algorithm

IMAGES = Path(__file__).resolve().parents[2] / "images"
SUBSCRIBED = ("scikit-decision-trees", "764419575721", "scikit-decision-trees-1542410022")
"""Image, account and name of the algorithm that the AWS documentation's example subscribes to."""
PRODUCT = "prod-scikit-decision-trees"
"""Its product at AWS Marketplace, by which clients and rules tell that it is subscribed to."""
DATA = {"iris": datasets.load_iris, "breast-cancer": datasets.load_breast_cancer}


class Command(BaseCommand):
    """Registers the sample algorithms and writes the sample data to S3."""

    help = "Register the sample algorithms and write the sample data, where they are missing."

    def handle(self, **_options: Any) -> None:
        """Write what is not there yet; nothing that is there is changed, save a product id."""
        for path in sorted(IMAGES.glob("*/specification.json")):
            request = json.loads(path.read_text())
            name, account = request["AlgorithmName"], settings.ENGINE_ACCOUNT
            if name == SUBSCRIBED[0]:
                _, account, name = SUBSCRIBED
            Algorithm.objects.get_or_create(
                arn=resources.algorithm_arn(name, account),
                defaults={
                    "name": name,
                    "account": account,
                    "request": request | {"AlgorithmName": name},
                },
            )
        # Those of stacks that are older than the product get it too.
        of_marketplace = resources.algorithm_arn(SUBSCRIBED[2], SUBSCRIBED[1])
        Algorithm.objects.filter(arn=of_marketplace, product_id="").update(product_id=PRODUCT)
        _make_bucket(settings.ENGINE_BUCKET)
        for name, load in DATA.items():
            uri = f"s3://{settings.ENGINE_BUCKET}/samples/{name}/{name}.csv"
            if not storage.has_objects(uri):
                storage.write(_csv(load()), uri)


def _make_bucket(name: str) -> None:
    try:
        storage.client().head_bucket(Bucket=name)
    except ClientError:
        storage.client().create_bucket(
            Bucket=name,
            CreateBucketConfiguration={"LocationConstraint": settings.ENGINE_REGION},
        )


def _csv(bunch: Any) -> bytes:
    """Return the data set as CSV without a header, the label in the first column."""
    table = np.column_stack([bunch.target, bunch.data])
    lines = [",".join([str(int(row[0])), *map(repr, row[1:].tolist())]) for row in table]
    return ("\n".join(lines) + "\n").encode()
