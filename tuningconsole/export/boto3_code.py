"""The request as a Python program with boto3.

A request is one literal, keys and all: nothing that stands in it is ever a name of the program.
"""

from tuningconsole.export import Format, LeftOut, Request
from tuningconsole.export.writing.python import source


def write(request: Request) -> tuple[str, tuple[LeftOut, ...]]:
    """Return the program; every member is in it."""
    program = f"""\
import boto3

request = {source(request)}
sagemaker = boto3.client("sagemaker")
answer = sagemaker.create_hyper_parameter_tuning_job(**request)
print(answer["HyperParameterTuningJobArn"])
"""
    return program, ()


FORMAT = Format("boto3_code", "Python: boto3", "-boto3.py", "text/x-python", write)
