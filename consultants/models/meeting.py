"""Meetings: planned, moved, held, cancelled."""

import uuid
from typing import ClassVar

import pgtrigger
from django.db import models
from django.db.models import F, Q

from consultants.lifecycle import MEETING_MOVES, MeetingStatus, ensure_meeting_legal
from consultants.models.engagement import Engagement
from consultants.querysets import MeetingQuerySet


class MeetingKind(models.TextChoices):
    """What sort of meeting; a visit is a meeting at the workplace."""

    INTRO = "intro", "Indledende møde"
    WORKING = "working", "Arbejdsmøde (3 timer)"
    FULL_DAY = "full_day", "Heldagsmøde"
    FOLLOW_UP = "follow_up", "Opfølgningsbesøg"


class Meeting(models.Model):
    """A meeting between the group and its consultant.

    The id is the calendar UID for good; ``sequence`` rises with each change that calendars must hear of.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    engagement = models.ForeignKey(Engagement, on_delete=models.CASCADE, related_name="meetings", verbose_name="forløb")
    kind = models.CharField("slags", max_length=10, choices=MeetingKind.choices)
    status = models.CharField(
        "status", max_length=10, choices=MeetingStatus.choices, default=MeetingStatus.PLANNED, editable=False
    )
    starts_at = models.DateTimeField("begynder")
    ends_at = models.DateTimeField("slutter")
    place = models.CharField("sted", max_length=200, blank=True)
    agenda = models.TextField("dagsorden", blank=True)
    homework = models.TextField("hjemmeopgave", blank=True)
    summary = models.TextField("referat", blank=True)
    # Who came is counted by role; nobody is named.
    managers_came = models.PositiveSmallIntegerField("ledere", null=True, blank=True)
    union_representatives_came = models.PositiveSmallIntegerField("tillidsrepræsentanter", null=True, blank=True)
    environment_representatives_came = models.PositiveSmallIntegerField(
        "arbejdsmiljørepræsentanter", null=True, blank=True
    )
    employees_came = models.PositiveSmallIntegerField("andre medarbejdere", null=True, blank=True)
    # Counts the times its texts were written: who began with older ones is told.
    edit_number = models.PositiveSmallIntegerField(default=0)
    sequence = models.PositiveSmallIntegerField(default=0)
    cancel_reason = models.CharField("hvorfor aflyst", max_length=300, blank=True)

    objects = MeetingQuerySet.as_manager()

    class Meta:
        verbose_name = "møde"
        verbose_name_plural = "møder"
        ordering: ClassVar = ["starts_at", "id"]
        indexes: ClassVar = [
            models.Index(fields=["starts_at"], name="meeting_planned", condition=Q(status=MeetingStatus.PLANNED)),
            models.Index(fields=["engagement", "starts_at"], name="meeting_of_engagement"),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="meeting_ends_after_it_begins"),
            models.CheckConstraint(
                condition=Q(status=MeetingStatus.CANCELLED) ^ Q(cancel_reason=""),
                name="cancelled_exactly_with_a_reason",
            ),
        ]
        triggers: ClassVar = [
            pgtrigger.FSM(
                name="legal_moves_only",
                field="status",
                transitions=[(old.value, new.value) for old, onward in MEETING_MOVES.items() for new in sorted(onward)],
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.starts_at:%d.%m.%Y}"

    def move_to(self, status: MeetingStatus) -> None:
        """Change the status, the one place that does; raises IllegalMove. The caller saves."""
        ensure_meeting_legal(self.status, status)
        self.status = status

    @property
    def is_planned(self) -> bool:
        return self.status == MeetingStatus.PLANNED
