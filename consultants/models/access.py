"""Somebody has opened more cases than a day's work explains."""

import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models


class AccessAlert(models.Model):
    """One member of the staff opened ``cases`` different cases in the hour before ``at``. For the head to look at."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    reader = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name="hvem"
    )
    cases = models.PositiveIntegerField("sager")
    at = models.DateTimeField("tidspunkt")
    # The hour that ``at`` lies in: two watchers at the same moment make one alert.
    hour = models.DateTimeField("time")

    class Meta:
        verbose_name = "mange opslag"
        verbose_name_plural = "mange opslag"
        constraints: ClassVar = [models.UniqueConstraint(fields=["reader", "hour"], name="one_alert_an_hour")]
        indexes: ClassVar = [models.Index(fields=["-at"], name="alert_newest")]

    def __str__(self) -> str:
        return f"{self.cases} sager"
