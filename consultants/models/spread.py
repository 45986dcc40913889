"""How SPARK is spread: who rang, whom we have been in touch with, and stories that a workplace lets us tell."""

import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from applications.models import Municipality, Sector
from consultants.models.engagement import Engagement
from consultants.querysets import StoryQuerySet
from themes.models import Theme


class PhoneCall(models.Model):
    """A call to SPARK-linjen. Nobody's name and no free text: what it was about, and how long it took."""

    id = models.BigAutoField(primary_key=True)
    called_on = models.DateField("dato")
    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="+", verbose_name="kommune")
    sector = models.ForeignKey(Sector, on_delete=models.PROTECT, related_name="+", verbose_name="branche")
    theme = models.ForeignKey(
        Theme, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="tema"
    )
    minutes = models.PositiveSmallIntegerField("minutter")
    led_to_application = models.BooleanField("førte til en ansøgning", default=False)
    # Drawn with the form: sent twice it is one call.
    token = models.UUIDField(unique=True, editable=False)
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+", verbose_name="skrevet af"
    )
    entered_at = models.DateTimeField("skrevet")

    class Meta:
        verbose_name = "opkald"
        verbose_name_plural = "opkald"
        indexes: ClassVar = [
            models.Index(fields=["-called_on", "-id"], name="phone_call_newest"),
            models.Index(fields=["municipality", "-called_on"], name="phone_call_of_municipality"),
        ]
        constraints: ClassVar = [models.CheckConstraint(condition=Q(minutes__gte=1), name="a_call_takes_a_minute")]

    def __str__(self) -> str:
        return f"Opkald {self.called_on:%d.%m.%Y}"


class Channel(models.TextChoices):
    """By what we were in touch with a municipality."""

    LETTER = "letter", "Brev"
    MAIL = "mail", "Mail"
    PHONE = "phone", "Telefon"
    MEETING = "meeting", "Møde"
    EVENT = "event", "Arrangement"


class Outreach(models.Model):
    """We were in touch with a municipality; with whom stands nowhere."""

    id = models.BigAutoField(primary_key=True)
    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="+", verbose_name="kommune")
    on = models.DateField("dato")
    channel = models.CharField("hvordan", max_length=10, choices=Channel.choices)
    token = models.UUIDField(unique=True, editable=False)
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+", verbose_name="skrevet af"
    )
    entered_at = models.DateTimeField("skrevet")

    class Meta:
        verbose_name = "kontakt til kommune"
        verbose_name_plural = "kontakter til kommuner"
        indexes: ClassVar = [models.Index(fields=["municipality", "-on", "-id"], name="outreach_of_municipality")]

    def __str__(self) -> str:
        return f"{self.get_channel_display()} {self.on:%d.%m.%Y}"


class Story(models.Model):
    """What a workplace got out of it. Public only while it is published and the workplace's consent stands.

    ``consent_by``: in roles, never by name. ``asked_by`` and ``asked_at``: who asked the group of ``engagement`` at its
    end whether it may be told of, and was told yes; the yes to the very words comes after that.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    title = models.CharField("overskrift", max_length=120)
    text = models.TextField("historien")
    theme = models.ForeignKey(Theme, on_delete=models.PROTECT, related_name="+", verbose_name="tema")
    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="+", verbose_name="kommune")
    shows_municipality = models.BooleanField("kommunen må nævnes", default=False)
    consent_by = models.CharField("hvem har sagt ja", max_length=120, blank=True)
    consent_on = models.DateField("sagt ja den", null=True, blank=True)
    withdrawn_at = models.DateTimeField("samtykket trukket tilbage", null=True, blank=True)
    published_at = models.DateTimeField("offentliggjort", null=True, blank=True)
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+", verbose_name="skrevet af"
    )
    written_at = models.DateTimeField("skrevet")
    engagement = models.OneToOneField(
        Engagement, on_delete=models.SET_NULL, null=True, blank=True, related_name="story", verbose_name="forløb"
    )
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+", verbose_name="spurgt af"
    )
    asked_at = models.DateTimeField("spurgt", null=True, blank=True)
    # Grows with every change of words or consent, so that a page made before it can't undo it.
    edit_number = models.PositiveIntegerField(default=0, db_default=0, editable=False)

    objects = StoryQuerySet.as_manager()

    class Meta:
        verbose_name = "historie"
        verbose_name_plural = "historier"
        indexes: ClassVar = [
            models.Index(fields=["-written_at", "id"], name="story_newest"),
            models.Index(fields=["-published_at", "id"], name="story_published", condition=~Q(published_at=None)),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(published_at=None) | Q(consent_on__isnull=False), name="published_only_with_consent"
            ),
            models.CheckConstraint(
                condition=(Q(consent_on=None) & Q(consent_by="")) | (Q(consent_on__isnull=False) & ~Q(consent_by="")),
                name="consent_has_who_and_when",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def has_consent(self) -> bool:
        return self.consent_on is not None

    @property
    def is_offered(self) -> bool:
        """The group has said yes to being told of, and has not taken it back."""
        return self.asked_at is not None and self.withdrawn_at is None

    @property
    def told_place(self) -> str:
        """The municipality, where it may be named."""
        return str(self.municipality) if self.shows_municipality else ""
