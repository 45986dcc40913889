"""The thread between a group and the secretariat, and how far each person of the group has read in it."""

import uuid
from typing import ClassVar

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q

from applications.models.application import Application
from applications.querysets import MessageQuerySet


class Sender(models.TextChoices):
    """Who speaks: somebody named on the application, or the secretariat."""

    GROUP = "group", "Gruppen"
    SPARK = "spark", "SPARK"


class Message(models.Model):
    """One message. It stands as it was written; what the group writes awaits the secretariat until it is handled."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    application = models.ForeignKey(
        Application, on_delete=models.CASCADE, related_name="messages", verbose_name="ansøgning"
    )
    sender = models.CharField("afsender", max_length=5, choices=Sender.choices)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+", verbose_name="skrevet af"
    )
    text = models.TextField("tekst")
    at = models.DateTimeField("skrevet")
    # Drawn when the form was shown: a double click or a repeated POST writes once.
    token = models.UUIDField(editable=False)
    # The secretariat has answered, or seen that no answer is needed.
    handled_at = models.DateTimeField("behandlet", null=True, blank=True)
    handled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+", verbose_name="behandlet af"
    )

    objects = MessageQuerySet.as_manager()

    class Meta:
        verbose_name = "besked"
        verbose_name_plural = "beskeder"
        ordering: ClassVar = ["-at", "id"]
        indexes: ClassVar = [
            models.Index(fields=["application", "-at", "id"], name="message_thread"),
            models.Index(
                fields=["at", "id"], name="message_unhandled", condition=Q(sender="group", handled_at__isnull=True)
            ),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["application", "token"], name="a_message_is_written_once"),
            models.CheckConstraint(condition=Q(handled_at=None) | Q(sender="group"), name="only_questions_are_handled"),
        ]
        triggers: ClassVar = [
            pgtrigger.ReadOnly(name="messages_stand", fields=["application", "sender", "text", "at", "token"])
        ]

    def __str__(self) -> str:
        return f"Besked {self.at:%d.%m.%Y}"


class ThreadReading(models.Model):
    """How far somebody of the group has read: to ``read_to``, the moment of the newest message they had seen."""

    application = models.ForeignKey(
        Application, on_delete=models.CASCADE, related_name="readings", verbose_name="ansøgning"
    )
    reader = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+", verbose_name="læser"
    )
    read_to = models.DateTimeField("læst til")

    class Meta:
        verbose_name = "læst til"
        verbose_name_plural = "læst til"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["application", "reader"], name="one_mark_for_each_reader")
        ]

    def __str__(self) -> str:
        return f"{self.read_to:%d.%m.%Y}"
