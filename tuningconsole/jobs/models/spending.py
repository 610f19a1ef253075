"""What training has taken: instance time by day, a team's own prices for it, and its budget."""

from django.conf import settings
from django.db import models

from tuningconsole.aws.models import Connection
from tuningconsole.teams.models import Team


class InstanceTime(models.Model):
    """Seconds of an instance type that the training jobs of a person took on a day (UTC).

    Prices are not in it: they are multiplied when somebody looks, so that a corrected price
    corrects the past too. Nothing is ever counted twice: each training job knows what of it is
    counted (`TrainingJob.counted_s`).
    """

    team = models.ForeignKey(Team, models.CASCADE, related_name="+")
    connection = models.ForeignKey(Connection, models.CASCADE, related_name="+")
    creator = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    day = models.DateField()
    instance_type = models.CharField(max_length=40)
    seconds = models.BigIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["team", "day", "connection", "creator", "instance_type"],
                name="instance_time_is_added_up",
                nulls_distinct=False,
            )
        ]

    def __str__(self) -> str:
        return f"{self.seconds} s of {self.instance_type} on {self.day}"


class PriceTable(models.Model):
    """The team's own prices, as YAML, in place of the table that the console brings."""

    team = models.OneToOneField(Team, models.CASCADE, primary_key=True, related_name="+")
    text = models.TextField()

    def __str__(self) -> str:
        return f"prices of {self.team}"


class Budget(models.Model):
    """What a team means to spend in a month (UTC), each month anew.

    Attributes:
        currency: that of the prices when it was set. Where they are in another one now, nothing is
            compared until somebody sets the budget again.
    """

    team = models.OneToOneField(Team, models.CASCADE, primary_key=True, related_name="+")
    amount = models.DecimalField(max_digits=12, decimal_places=2)
    currency = models.CharField(max_length=3)

    def __str__(self) -> str:
        return f"budget of {self.team}"
