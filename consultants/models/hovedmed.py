"""The notice to a municipality's HovedMED: whether it is sent at all, whereto, and what has left."""

import uuid
from typing import ClassVar

import pgtrigger
from django.conf import settings
from django.db import models

from applications.models import Municipality
from consultants.models.engagement import Engagement


class HovedMedSetting(models.Model):
    """Whether notices are sent. Each change is a row; the newest is in force, and without any they are not."""

    is_on = models.BooleanField("sendes")
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+", verbose_name="ændret af"
    )
    at = models.DateTimeField("tidspunkt")

    class Meta:
        verbose_name = "brev til HovedMED"
        verbose_name_plural = "brev til HovedMED"
        ordering: ClassVar = ["id"]
        triggers: ClassVar = [
            pgtrigger.ReadOnly(name="choices_stand", fields=["is_on", "at"]),
            pgtrigger.Protect(name="choices_stay", operation=pgtrigger.Delete),
        ]

    def __str__(self) -> str:
        return "Slået til" if self.is_on else "Slået fra"


class HovedMedAddress(models.Model):
    """Where a municipality's HovedMED reads its post; typed with the first notice, corrected with the next."""

    municipality = models.OneToOneField(
        Municipality, on_delete=models.PROTECT, related_name="hovedmed_address", verbose_name="kommune"
    )
    email = models.EmailField("e-mail", max_length=254)
    changed_at = models.DateTimeField("ændret")

    class Meta:
        verbose_name = "adresse på HovedMED"
        verbose_name_plural = "adresser på HovedMED"

    def __str__(self) -> str:
        return f"HovedMED, {self.municipality}"


class HovedMedNotice(models.Model):
    """What a HovedMED was told of an engagement, once: themes, quarter, and ``workplaces`` by the group's leave."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    engagement = models.ForeignKey(
        Engagement, on_delete=models.CASCADE, related_name="hovedmed_notices", verbose_name="forløb"
    )
    address = models.ForeignKey(
        HovedMedAddress, on_delete=models.PROTECT, related_name="notices", verbose_name="modtager"
    )
    themes = models.TextField("temaer")
    year = models.PositiveSmallIntegerField("år")
    quarter = models.PositiveSmallIntegerField("kvartal")
    workplaces = models.TextField("arbejdspladser", blank=True)
    sent_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+", verbose_name="sendt af"
    )
    at = models.DateTimeField("tidspunkt")

    class Meta:
        verbose_name = "besked til HovedMED"
        verbose_name_plural = "beskeder til HovedMED"
        ordering: ClassVar = ["-at", "-id"]
        indexes: ClassVar = [models.Index(fields=["-at", "-id"], name="hovedmed_log")]
        constraints: ClassVar = [models.UniqueConstraint(fields=["engagement", "address"], name="one_notice_each")]

    def __str__(self) -> str:
        return f"{self.quarter}. kvartal {self.year}"
