"""Texts to begin a request for information with: worded by the head, changed before they are sent."""

from typing import ClassVar

from django.conf import settings
from django.db import models

from consultants.querysets import QuestionTextQuerySet


class QuestionText(models.Model):
    """What it asks about, and its words. ``number`` grows with each change, so that a stale page overwrites nothing."""

    title = models.CharField("overskrift", max_length=80)
    text = models.TextField("tekst")
    number = models.PositiveIntegerField(default=1, editable=False)
    retired_at = models.DateTimeField("taget ud af brug", null=True, blank=True)
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+", verbose_name="skrevet af"
    )
    written_at = models.DateTimeField("skrevet")

    objects = QuestionTextQuerySet.as_manager()

    class Meta:
        verbose_name = "tekst til spørgsmål"
        verbose_name_plural = "tekster til spørgsmål"
        ordering: ClassVar = ["pk"]

    def __str__(self) -> str:
        return self.title
