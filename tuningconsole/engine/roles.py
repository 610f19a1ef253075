"""Execution roles: the check that CreateHyperParameterTuningJob makes before it accepts one."""

from botocore.exceptions import BotoCoreError, ClientError
from django.conf import settings

from tuningconsole.engine import clients
from tuningconsole.engine.errors import DependencyError, ValidationError


def check(arn: str) -> None:
    """Return if the role is one of this account's.

    Texts: domain-rules.md 1.7, C12 and C14b.

    Raises:
        ValidationError: it is another account's, or there is none of that name.
        DependencyError: IAM does not answer.
    """
    if arn.split(":")[4] != settings.ENGINE_ACCOUNT:
        raise ValidationError("RoleArn: Cross-account pass role is not allowed.")
    try:
        clients.client("iam").get_role(RoleName=arn.rpartition("/")[2])
    except ClientError as error:
        if error.response["Error"]["Code"] != "NoSuchEntity":
            raise DependencyError("IAM could not be asked about the role.") from error
        raise ValidationError(
            f"Could not assume role {arn}. Please ensure that the role exists and allows principal"
            " 'sagemaker.amazonaws.com' to assume the role."
        ) from error
    except BotoCoreError as error:
        raise DependencyError("IAM could not be reached to look up the role.") from error
