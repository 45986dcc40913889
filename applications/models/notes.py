"""What the secretariat notes about an application for itself. The group never sees it."""

from typing import ClassVar

from django.conf import settings
from django.db import models

from applications.models.application import Application
from applications.querysets import CaseNoteQuerySet


class Readers(models.TextChoices):
    """Who may read a note."""

    TEAM = "team", "Hele sekretariatet"
    HEAD = "head", "Kun sekretariatslederen"


class CaseNote(models.Model):
    """A working note about an application; erased by whoever wrote it, or by the head."""

    application = models.ForeignKey(
        Application, on_delete=models.CASCADE, related_name="notes", verbose_name="ansøgning"
    )
    text = models.TextField("note")
    readers = models.CharField("hvem kan læse den", max_length=10, choices=Readers.choices, default=Readers.TEAM)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+", verbose_name="skrevet af"
    )
    written_at = models.DateTimeField("skrevet")

    objects = CaseNoteQuerySet.as_manager()

    class Meta:
        verbose_name = "note"
        verbose_name_plural = "noter"
        ordering: ClassVar = ["-id"]

    def __str__(self) -> str:
        return f"Note {self.written_at:%d.%m.%Y}"
