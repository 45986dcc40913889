"""Who of the staff has opened which application, or what has grown out of it: a line for each page shown."""

from typing import ClassVar

import pgtrigger
from django.conf import settings
from django.contrib.postgres.indexes import BrinIndex
from django.db import models

from applications.models.application import Application


class Purpose(models.TextChoices):
    """What the page that was opened is for."""

    TRIAGE = "triage", "Vurdering"
    MESSAGES = "messages", "Beskeder"
    ENGAGEMENT = "engagement", "Forløb"
    FOLLOW_UP = "follow_up", "Opfølgning"
    OVERSIGHT = "oversight", "Kontrol af adgang"
    EXPORT = "export", "Eksport"
    SEARCH = "search", "Søgning"


class AccessLog(models.Model):
    """One page of one case, shown to one member of the staff. Never changed, and deleted after thirteen months.

    No text, no name. ``page`` is the name of the address; ``has_sent``: a form was sent to it, not only looked at.
    """

    application = models.ForeignKey(
        Application, on_delete=models.CASCADE, related_name="reads", db_index=False, verbose_name="ansøgning"
    )
    reader = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", db_index=False, verbose_name="hvem"
    )
    purpose = models.CharField("formål", max_length=20, choices=Purpose.choices)
    page = models.CharField("side", max_length=60)
    has_sent = models.BooleanField("sendte en formular", default=False)
    at = models.DateTimeField("tidspunkt")

    class Meta:
        verbose_name = "opslag"
        verbose_name_plural = "opslag"
        indexes: ClassVar = [
            models.Index(fields=["application", "-id"], name="access_of_a_case"),
            models.Index(fields=["reader", "-id"], name="access_by_a_reader"),
            # Written in the order of time, so a few pages of index find the last hour among millions.
            BrinIndex(fields=["at"], name="access_by_time", pages_per_range=16, autosummarize=True),
        ]
        triggers: ClassVar = [pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self) -> str:
        return f"{self.page} {self.at:%d.%m.%Y}"


class ListRead(models.Model):
    """Many cases read at once: a list taken out as a file, or searched by words. Kept as long as ``AccessLog``.

    How many there were, and never which words: they may be somebody's name. Of a file each case has a line in
    ``AccessLog`` as well; what a search shows is a list like any other.
    """

    reader = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", db_index=False, verbose_name="hvem"
    )
    purpose = models.CharField("formål", max_length=20, choices=Purpose.choices)
    page = models.CharField("side", max_length=60)
    cases = models.PositiveIntegerField("sager")
    at = models.DateTimeField("tidspunkt")

    class Meta:
        verbose_name = "læst liste"
        verbose_name_plural = "læste lister"
        indexes: ClassVar = [models.Index(fields=["reader", "-id"], name="list_read_by_a_reader")]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(purpose__in=[Purpose.EXPORT, Purpose.SEARCH]), name="a_list_is_taken_out_or_searched"
            )
        ]
        triggers: ClassVar = [pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self) -> str:
        return f"{self.page} {self.at:%d.%m.%Y}"
