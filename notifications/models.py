"""What is owed to whom, and what became of it: ids and codes; never a text, a name or an address. And what letters say
where somebody has worded them anew.
"""

import uuid
from typing import TYPE_CHECKING, ClassVar

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from notifications.querysets import UNSENT, WAITING, NotificationQuerySet

if TYPE_CHECKING:
    from datetime import timedelta


class State(models.TextChoices):
    """Where a letter is. Sent, skipped and dead are final; docs: `notifications.delivery`."""

    OWED = "owed", "Skal sendes"
    CLAIMED = "claimed", "Ved at blive sendt"
    UNKNOWN = "unknown", "Uvist, om det kom frem"
    SENT = "sent", "Sendt"
    SKIPPED = "skipped", "Ikke længere relevant"
    DEAD = "dead", "Kunne ikke sendes"


class Notification(models.Model):
    """One letter of one kind about one thing to one recipient, on one occasion: it leaves once."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField("slags", max_length=60)
    about_id = models.UUIDField("om")
    recipient_key = models.CharField("modtager", max_length=80, help_text="signatory:<uuid>, user:<id>")
    occurrence = models.CharField("anledning", max_length=80, blank=True, default="")

    owed_at = models.DateTimeField("opstået")
    due_at = models.DateTimeField("skal afsted")
    hold_until = models.DateTimeField("kan fortrydes til", null=True, blank=True)

    state = models.CharField("tilstand", max_length=10, choices=State.choices, default=State.OWED)
    attempts = models.PositiveSmallIntegerField("forsøg", default=0)
    doubts = models.PositiveSmallIntegerField("uvisse forsøg", default=0)
    next_attempt_at = models.DateTimeField("næste forsøg")
    lease_owner = models.UUIDField("afsender i gang", null=True, blank=True)
    lease_until = models.DateTimeField("afsenderens frist", null=True, blank=True)
    attempted_at = models.DateTimeField("afleveret til postserver", null=True, blank=True)

    sent_at = models.DateTimeField("sendt", null=True, blank=True)
    refused_at = models.DateTimeField("afvist af modtagers postserver", null=True, blank=True)
    skipped_because = models.CharField("udeladt fordi", max_length=200, blank=True, default="")
    last_error = models.CharField("seneste fejl", max_length=60, blank=True, default="")

    objects = NotificationQuerySet.as_manager()

    class Meta:
        verbose_name = "brev"
        verbose_name_plural = "breve"
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["about_id", "kind", "recipient_key", "occurrence"], name="notification_leaves_once"
            ),
            models.CheckConstraint(
                condition=~Q(recipient_key__contains="@") & ~Q(occurrence__contains="@") & ~Q(last_error__contains="@"),
                name="notification_holds_no_address",
            ),
            models.CheckConstraint(
                condition=Q(state="sent", sent_at__isnull=False) | (~Q(state="sent") & Q(sent_at__isnull=True)),
                name="notification_sent_exactly_when_dated",
            ),
            models.CheckConstraint(
                condition=Q(state="claimed", lease_owner__isnull=False, lease_until__isnull=False)
                | (~Q(state="claimed") & Q(lease_until__isnull=True)),
                name="notification_claimed_exactly_when_leased",
            ),
            models.CheckConstraint(
                condition=Q(state="skipped") & ~Q(skipped_because="") | ~Q(state="skipped") & Q(skipped_because=""),
                name="notification_skipped_exactly_when_reasoned",
            ),
            models.CheckConstraint(
                condition=Q(refused_at__isnull=True) | Q(state="dead"), name="notification_refused_only_when_dead"
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["next_attempt_at"], condition=Q(state__in=WAITING), name="notification_claimable"),
            models.Index(fields=["lease_until"], condition=Q(state="claimed"), name="notification_leased"),
            models.Index(fields=["due_at"], condition=Q(state__in=UNSENT), name="notification_unsent"),
            models.Index(fields=["state"], condition=Q(state__in=["dead", "unknown"]), name="notification_troubled"),
            models.Index(fields=["doubts"], condition=Q(doubts__gt=0), name="notification_doubted"),
            models.Index(fields=["recipient_key"], name="notification_recipient"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"


class HeartbeatManager(models.Manager["Heartbeat"]):
    def beat(self, name: str) -> None:
        """The loop ``name`` is alive. Timed by the database, whose clock no demo moves and all hosts share."""
        self.bulk_create(
            [Heartbeat(name=name, at=Now())], update_conflicts=True, unique_fields=["name"], update_fields=["at"]
        )

    def ages(self) -> "dict[str, timedelta]":
        """How long ago each loop was last heard of."""
        age = models.ExpressionWrapper(Now() - models.F("at"), output_field=models.DurationField())
        return dict(self.order_by("name").annotate(age=age).values_list("name", "age"))


class Heartbeat(models.Model):
    """A loop's last sign of life."""

    name = models.CharField("kredsløb", max_length=60, primary_key=True)
    at = models.DateTimeField("senest hørt")

    objects: ClassVar[HeartbeatManager] = HeartbeatManager()

    class Meta:
        verbose_name = "livstegn"
        verbose_name_plural = "livstegn"

    def __str__(self) -> str:
        return self.name


class LetterTextQuerySet(models.QuerySet["LetterText", "LetterText"]):
    def newest(self, kind: str) -> "LetterText | None":
        """The latest word on that letter, perhaps that it reads as at first."""
        return self.filter(kind=kind).order_by("-number").first()

    def newest_of_each(self) -> "dict[str, LetterText]":
        """The latest word on every letter about which there is one."""
        found = self.order_by("kind", "-number").distinct("kind").select_related("written_by")
        return {each.kind: each for each in found}


class LetterText(models.Model):
    """How somebody worded a letter, from ``written_at`` on; the highest ``number`` of a kind is in force.

    ``kind``: a key of the catalogue. Without words: as its templates read. Rows are added only.
    """

    kind = models.CharField("brev", max_length=60)
    number = models.PositiveIntegerField("nummer")
    subject = models.CharField("emne", max_length=150, blank=True)
    body = models.TextField("tekst", max_length=5000, blank=True)
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+", verbose_name="skrevet af"
    )
    written_at = models.DateTimeField("skrevet")

    objects = LetterTextQuerySet.as_manager()

    class Meta:
        verbose_name = "brevtekst"
        verbose_name_plural = "brevtekster"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["kind", "number"], name="letter_text_numbered_once"),
            models.CheckConstraint(
                condition=Q(subject="", body="") | (~Q(subject="") & ~Q(body="")), name="letter_text_whole_or_none"
            ),
        ]
        triggers: ClassVar = [
            pgtrigger.ReadOnly(name="texts_stand", fields=["kind", "number", "subject", "body", "written_at"]),
            pgtrigger.Protect(name="texts_stay", operation=pgtrigger.Delete),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.number}"

    @property
    def is_default(self) -> bool:
        """Whether it says that the letter reads as at first."""
        return not self.body
