"""Trial actions (prøvehandlinger): what the group tries out between the meetings, and what came of it."""

import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from consultants.models.engagement import Engagement


class Outcome(models.TextChoices):
    """How a trial action went; all but "stopped" were tried to the end."""

    HELPED = "helped", "Det hjalp"
    PARTLY = "partly", "Det hjalp delvist"
    DID_NOT_HELP = "did_not_help", "Det hjalp ikke"
    STOPPED = "stopped", "Blev ikke prøvet"


class TrialAction(models.Model):
    """One small experiment. The group reads it on its own page; ``owner`` is a role or a few words, never a person."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    engagement = models.ForeignKey(
        Engagement, on_delete=models.CASCADE, related_name="trial_actions", verbose_name="forløb"
    )
    text = models.TextField("hvad vi prøver")
    owner = models.CharField("hvem tager den", max_length=60)
    due_on = models.DateField("prøves senest")
    # Stored beside the outcome, so that an index carries the list: what is still being tried comes first.
    is_over = models.BooleanField("prøvet", default=False)
    outcome = models.CharField("udfald", max_length=12, choices=Outcome.choices, blank=True)
    result = models.TextField("hvad der kom ud af det", blank=True)
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+", verbose_name="skrevet af"
    )
    written_at = models.DateTimeField("skrevet")

    class Meta:
        verbose_name = "prøvehandling"
        verbose_name_plural = "prøvehandlinger"
        ordering: ClassVar = ["is_over", "due_on", "id"]
        indexes: ClassVar = [models.Index(fields=["engagement", "is_over", "due_on", "id"], name="trial_actions")]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(is_over=True) ^ Q(outcome=""), name="trial_over_exactly_with_outcome")
        ]

    def __str__(self) -> str:
        return f"Prøvehandling {self.due_on:%d.%m.%Y}"
