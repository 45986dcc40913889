"""When a consultant is away. Days only: why somebody is away is nobody's business here."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from consultants.querysets import AbsenceQuerySet


class Absence(models.Model):
    """Days away, both included; entered by the consultant or by the head."""

    consultant = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="absences", verbose_name="konsulent"
    )
    first_day = models.DateField("første dag")
    last_day = models.DateField("sidste dag")
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+", verbose_name="skrevet af"
    )
    entered_at = models.DateTimeField("skrevet")

    objects = AbsenceQuerySet.as_manager()

    class Meta:
        verbose_name = "fravær"
        verbose_name_plural = "fravær"
        ordering: ClassVar = ["first_day", "id"]
        indexes: ClassVar = [
            models.Index(fields=["last_day"], name="absence_not_over"),
            # The list of those not over is paged in this order.
            models.Index(fields=["first_day", "id"], name="absence_by_day"),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(last_day__gte=F("first_day")), name="absence_ends_after_it_begins"),
            models.UniqueConstraint(fields=["consultant", "first_day"], name="one_absence_from_a_day"),
        ]

    def __str__(self) -> str:
        return f"{self.first_day:%d.%m.%Y}–{self.last_day:%d.%m.%Y}"
