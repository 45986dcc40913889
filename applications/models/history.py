"""What happened to an application, what it was asked, and what it was answered."""

import uuid
from typing import ClassVar

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q

from applications.models.application import Application, DeclineReason


class ApplicationEvent(models.Model):
    """One line of the timeline. Verb, ids, codes and field names; never a text, a name or an address."""

    application = models.ForeignKey(
        Application, on_delete=models.CASCADE, related_name="events", verbose_name="ansøgning"
    )
    verb = models.CharField("hændelse", max_length=40)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+", verbose_name="hvem"
    )
    at = models.DateTimeField("tidspunkt")
    data = models.JSONField("oplysninger", default=dict, blank=True)

    class Meta:
        verbose_name = "hændelse"
        verbose_name_plural = "hændelser"
        ordering: ClassVar = ["at", "id"]
        indexes: ClassVar = [
            models.Index(fields=["application", "at"], name="event_timeline"),
        ]
        triggers: ClassVar = [pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self) -> str:
        return self.verb


class InformationRequest(models.Model):
    """A question from the secretariat; the waiting clock stands still until it is answered."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    application = models.ForeignKey(
        Application, on_delete=models.CASCADE, related_name="requests", verbose_name="ansøgning"
    )
    question = models.TextField("spørgsmål")
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+", verbose_name="spurgt af"
    )
    asked_at = models.DateTimeField("spurgt")
    answer = models.TextField("svar", blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+", verbose_name="besvaret af"
    )
    answered_at = models.DateTimeField("besvaret", null=True, blank=True)

    class Meta:
        verbose_name = "spørgsmål"
        verbose_name_plural = "spørgsmål"
        ordering: ClassVar = ["asked_at"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["application"], condition=Q(answered_at=None), name="one_open_question"),
            models.CheckConstraint(condition=Q(answered_at=None) ^ ~Q(answer=""), name="answer_and_time_together"),
        ]

    def __str__(self) -> str:
        return f"Spørgsmål {self.asked_at:%d.%m.%Y}"


class DecisionLetter(models.Model):
    """The decision as the group reads it at …/svar/, numbered; the mail only points to it.

    ``waits``: neither a yes nor a no yet, but a place on the waiting list.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    application = models.ForeignKey(
        Application, on_delete=models.CASCADE, related_name="letters", verbose_name="ansøgning"
    )
    number = models.PositiveSmallIntegerField("nummer", default=1)
    granted = models.BooleanField("bevilget")
    waits = models.BooleanField("på venteliste", default=False, db_default=False)
    reason = models.CharField("afslagsgrund", max_length=30, choices=DeclineReason.choices, blank=True)
    text = models.TextField("tekst")
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+", verbose_name="skrevet af"
    )
    written_at = models.DateTimeField("skrevet")

    class Meta:
        verbose_name = "afgørelse"
        verbose_name_plural = "afgørelser"
        ordering: ClassVar = ["number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["application", "number"], name="letters_are_numbered"),
            models.CheckConstraint(
                condition=Q(waits=True, granted=False, reason="")
                | (Q(waits=False) & (Q(granted=True) ^ ~Q(reason=""))),
                name="a_refusal_has_a_reason",
            ),
        ]
        triggers: ClassVar = [
            pgtrigger.ReadOnly(name="written_letters_stand", fields=["application", "number", "text"])
        ]

    def __str__(self) -> str:
        return f"Afgørelse {self.number}"
