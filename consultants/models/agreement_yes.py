"""Who has said yes to which version of the cooperation agreement."""

from typing import ClassVar

import pgtrigger
from django.conf import settings
from django.db import models

from applications.consensus import Side
from consultants.models.engagement import CooperationAgreement


class Part(models.TextChoices):
    """Those who agree with one another: the two sides of the workplace, each by its contact, and SPARK."""

    MANAGEMENT = "management", "Ledelsen"
    EMPLOYEES = "employees", "Medarbejderne"
    SPARK = "spark", "SPARK"

    @classmethod
    def of(cls, side: str) -> "Part":
        """The part that the contact of that side speaks for."""
        return cls.MANAGEMENT if side == Side.MANAGEMENT else cls.EMPLOYEES


class AgreementYes(models.Model):
    """A yes to one version, for ever: a new version has none, so writing one voids every yes without clearing any."""

    agreement = models.ForeignKey(
        CooperationAgreement, on_delete=models.CASCADE, related_name="yeses", verbose_name="samarbejdsaftale"
    )
    part = models.CharField("part", max_length=10, choices=Part.choices)
    said_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+", verbose_name="sagt af"
    )
    at = models.DateTimeField("tidspunkt")

    class Meta:
        verbose_name = "ja til samarbejdsaftalen"
        verbose_name_plural = "ja'er til samarbejdsaftalen"
        ordering: ClassVar = ["at", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["agreement", "part"], name="one_yes_of_each_part"),
            models.UniqueConstraint(fields=["agreement", "said_by"], name="nobody_agrees_with_themselves"),
        ]
        triggers: ClassVar = [pgtrigger.Protect(name="a_yes_stands", operation=pgtrigger.Update)]

    def __str__(self) -> str:
        return f"{self.get_part_display()}: ja"
