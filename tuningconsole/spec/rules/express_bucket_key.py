"""Output in S3 Express One Zone is encrypted without a key of one's own.

Rule C17 of domain-rules.md. Source: OutputDataConfig$KmsKeyId in botocore's model ("KMS key is not
supported for Amazon S3 Express One Zone"); a bucket of that kind ends in --x-s3, by Amazon S3's
naming rules of directory buckets. Evidence: [D] documented; the text is ours [E].
"""

from collections.abc import Iterable

from tuningconsole.spec.problems import Problem
from tuningconsole.spec.reading import definitions, structure, text
from tuningconsole.spec.rules import Context, Request


def check_definitions(request: Request, context: Context) -> Iterable[Problem]:
    """Yield a problem for every key of an output in such a bucket."""
    for definition in definitions(request):
        output = structure(definition.body, "OutputDataConfig")
        key = text(output, "KmsKeyId")
        bucket = text(output, "S3OutputPath").partition("://")[2].partition("/")[0]
        if key and bucket.endswith("--x-s3"):
            yield Problem(
                f"{definition.path}.OutputDataConfig.KmsKeyId",
                f"Remove the key, or choose another bucket: {bucket} is in S3 Express One Zone,"
                " which takes no key.",
                "KmsKeyId is not supported for Amazon S3 Express One Zone.",
                value=key,
            )
