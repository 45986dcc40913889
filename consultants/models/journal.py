"""The consultants' journal of an engagement: contacts, tasks, and what somebody is still writing.

All of it is the secretariat's own; no page of the group shows a word of it.
"""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from consultants.models.engagement import Engagement
from consultants.querysets import TaskQuerySet


class Channel(models.TextChoices):
    """How people were in touch."""

    PHONE = "phone", "Telefon"
    MAIL = "mail", "Mail"
    MEETING = "meeting", "Møde"


class ContactEntry(models.Model):
    """One line of the contact log (kontaktlog): that people were in touch, how, when and for how long."""

    engagement = models.ForeignKey(Engagement, on_delete=models.CASCADE, related_name="contacts", verbose_name="forløb")
    channel = models.CharField("hvordan", max_length=10, choices=Channel.choices)
    on = models.DateField("dato")
    minutes = models.PositiveSmallIntegerField("minutter")
    text = models.CharField("hvad det handlede om", max_length=300)
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+", verbose_name="skrevet af"
    )
    written_at = models.DateTimeField("skrevet")

    class Meta:
        verbose_name = "kontakt"
        verbose_name_plural = "kontaktlog"
        indexes: ClassVar = [models.Index(fields=["engagement", "-on", "-id"], name="contact_log")]

    def __str__(self) -> str:
        return f"{self.get_channel_display()} {self.on:%d.%m.%Y}"


class Task(models.Model):
    """Something to do in an engagement: whose it is, and by which day."""

    engagement = models.ForeignKey(Engagement, on_delete=models.CASCADE, related_name="tasks", verbose_name="forløb")
    title = models.CharField("opgave", max_length=200)
    due_on = models.DateField("senest")
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+", verbose_name="hvem gør det"
    )
    done_at = models.DateTimeField("færdig", null=True, blank=True)
    done_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+", verbose_name="gjort af"
    )
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+", verbose_name="skrevet af"
    )
    written_at = models.DateTimeField("skrevet")

    objects = TaskQuerySet.as_manager()

    class Meta:
        verbose_name = "opgave"
        verbose_name_plural = "opgaver"
        indexes: ClassVar = [
            models.Index(fields=["engagement", "due_on", "id"], name="tasks_of_engagement"),
            models.Index(fields=["owner", "due_on", "id"], name="tasks_to_do", condition=Q(done_at=None)),
        ]

    def __str__(self) -> str:
        return f"Opgave {self.due_on:%d.%m.%Y}"


class NoteDraft(models.Model):
    """A note that its author is still writing; nobody else reads it.

    ``edit_number`` rises with each save. ``page`` and ``order`` say which page saved last, and how much it had sent:
    a page is never in its own way, and a save that was long on its way never undoes a later one.
    """

    engagement = models.ForeignKey(Engagement, on_delete=models.CASCADE, related_name="+", verbose_name="forløb")
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+", verbose_name="skrevet af"
    )
    text = models.TextField("note", blank=True)
    edit_number = models.PositiveIntegerField(default=0)
    page = models.CharField(max_length=16, blank=True)
    order = models.PositiveIntegerField(default=0)
    saved_at = models.DateTimeField("gemt")

    class Meta:
        verbose_name = "påbegyndt note"
        verbose_name_plural = "påbegyndte noter"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["engagement", "author"], name="one_note_is_begun_at_a_time")
        ]

    def __str__(self) -> str:
        return f"Påbegyndt note {self.saved_at:%d.%m.%Y}"
