"""Whether new applications are received. Each change is a row of its own; the newest is in force."""

from typing import ClassVar

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q

from applications.querysets import IntakeQuerySet


class Intake(models.Model):
    """From ``at`` on new applications are received, or wait. ``message``: what everybody reads while they wait."""

    is_open = models.BooleanField("åbent")
    message = models.CharField("besked på forsiden", max_length=500, blank=True)
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+", verbose_name="ændret af"
    )
    at = models.DateTimeField("tidspunkt")

    objects = IntakeQuerySet.as_manager()

    class Meta:
        verbose_name = "modtagelse af ansøgninger"
        verbose_name_plural = "modtagelse af ansøgninger"
        ordering: ClassVar = ["id"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(is_open=True) ^ ~Q(message=""), name="closed_with_a_message")
        ]
        triggers: ClassVar = [
            pgtrigger.ReadOnly(name="changes_stand", fields=["is_open", "message", "at"]),
            pgtrigger.Protect(name="changes_stay", operation=pgtrigger.Delete),
        ]

    def __str__(self) -> str:
        return "Åbent" if self.is_open else "Lukket"
