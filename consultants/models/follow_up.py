"""The follow-up visit six months after closing: a date in the database, never a timer in a queue."""

import uuid
from datetime import UTC, date
from typing import ClassVar

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q

from consultants.lifecycle import FOLLOW_UP_MOVES, FollowUpStatus, ensure_follow_up_legal
from consultants.models.engagement import Engagement
from consultants.models.meeting import Meeting
from consultants.querysets import FollowUpQuerySet


class Wish(models.TextChoices):
    """What a contact answered to the reminder."""

    YES = "yes", "Ja, vi vil gerne"
    NOT_ANY_MORE = "not_any_more", "Nej, ikke længere"


class FollowUpVisit(models.Model):
    """One for each closing, if the group wished for it. ``due_on``: six calendar months after.

    One at a time is due. Where an engagement was reopened, the visit of its first closing ends as voided.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    engagement = models.ForeignKey(
        Engagement, on_delete=models.CASCADE, related_name="follow_ups", verbose_name="forløb"
    )
    due_on = models.DateField("til opfølgning")
    # The closing was entered then: reminders due before that day are skipped, with the reason kept.
    entered_at = models.DateTimeField("oprettet")
    status = models.CharField(
        "status", max_length=12, choices=FollowUpStatus.choices, default=FollowUpStatus.DUE, editable=False
    )
    wish = models.CharField("gruppens svar", max_length=12, choices=Wish.choices, blank=True)
    # ISO dates, comma between: read them as `suggested_days`.
    suggested_dates = models.CharField("foreslåede datoer", max_length=300, blank=True)
    answered_at = models.DateTimeField("besvaret", null=True, blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+", verbose_name="besvaret af"
    )
    meeting = models.OneToOneField(
        Meeting, on_delete=models.SET_NULL, null=True, blank=True, related_name="follow_up", verbose_name="møde"
    )
    ended_on = models.DateField("afsluttet", null=True, blank=True)
    void_reason = models.CharField("hvorfor bortfaldet", max_length=300, blank=True, db_default="")

    objects = FollowUpQuerySet.as_manager()

    class Meta:
        verbose_name = "opfølgning"
        verbose_name_plural = "opfølgninger"
        ordering: ClassVar = ["due_on", "id"]
        indexes: ClassVar = [
            models.Index(fields=["due_on", "id"], name="follow_up_due", condition=Q(status=FollowUpStatus.DUE)),
            models.Index(fields=["status", "due_on", "id"], name="follow_up_by_status"),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(status=FollowUpStatus.DUE) ^ Q(ended_on__isnull=False), name="ended_exactly_with_a_date"
            ),
            models.UniqueConstraint(
                fields=["engagement"], condition=Q(status=FollowUpStatus.DUE), name="one_follow_up_at_a_time"
            ),
            models.CheckConstraint(
                condition=Q(status=FollowUpStatus.VOIDED) ^ Q(void_reason=""), name="voided_exactly_with_a_reason"
            ),
            models.CheckConstraint(condition=Q(wish="") ^ Q(answered_at__isnull=False), name="wish_and_time_together"),
        ]
        triggers: ClassVar = [
            pgtrigger.FSM(
                name="legal_moves_only",
                field="status",
                transitions=[
                    (old.value, new.value) for old, onward in FOLLOW_UP_MOVES.items() for new in sorted(onward)
                ],
            )
        ]

    def __str__(self) -> str:
        return f"Opfølgning {self.due_on:%d.%m.%Y}"

    def move_to(self, status: FollowUpStatus) -> None:
        """Change the status, the one place that does; raises IllegalMove. The caller saves."""
        ensure_follow_up_legal(self.status, status)
        self.status = status

    @property
    def is_due(self) -> bool:
        """Neither held, declined nor given up."""
        return self.status == FollowUpStatus.DUE

    @property
    def planned_meeting(self) -> Meeting | None:
        """The visit as it stands in the calendar now; None when nothing is booked or the booking was cancelled."""
        return self.meeting if self.meeting is not None and self.meeting.is_planned else None

    @property
    def answer_key(self) -> str:
        """Which answer stands; a later one has another key."""
        return self.answered_at.astimezone(UTC).isoformat() if self.answered_at else ""

    @property
    def suggested_days(self) -> list[date]:
        """The days that suit the group, in the order of time."""
        return [date.fromisoformat(day) for day in self.suggested_dates.split(",") if day]
