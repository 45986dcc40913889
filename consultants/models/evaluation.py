"""The anonymous evaluation: who is asked when, whether they have answered, and, apart from both, what was answered.

No answer can be led back to a person by what the tables say. An answer has a random key, knows no time finer than the
month, and no engagement where fewer than five were asked. The one thing that an answer and an invitation share is the
transaction they were written in; ``actions.evaluations.shuffle`` takes that away, and the order on the disk with it.
"""

import base64
import hashlib
import uuid
from datetime import date
from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.crypto import salted_hmac

from consultants.models.engagement import Engagement


class Occasion(models.TextChoices):
    """When a group is asked."""

    CLOSING = "closing", "Lige efter forløbet"
    THREE_MONTHS = "three_months", "Efter tre måneder"


class Evaluation(models.Model):
    """A group is asked once for each occasion of a closing. ``invited`` and ``answered`` are counts, and stay."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    engagement = models.ForeignKey(
        Engagement, on_delete=models.CASCADE, related_name="evaluations", verbose_name="forløb"
    )
    occasion = models.CharField("anledning", max_length=12, choices=Occasion.choices)
    # An engagement that was opened again and closed later is asked about that closing.
    closed_on = models.DateField("forløbet sluttede")
    due_on = models.DateField("spørges")
    invited_on = models.DateField("spurgt", null=True, blank=True)
    closes_on = models.DateField("kan besvares til og med", null=True, blank=True)
    is_reminded = models.BooleanField("påmindet", default=False)
    # Over: the invitations are deleted, and nobody is known to have answered or not.
    is_over = models.BooleanField("slut", default=False)
    invited = models.PositiveSmallIntegerField("spurgte", default=0)
    answered = models.PositiveSmallIntegerField("svar", default=0)

    class Meta:
        verbose_name = "evaluering"
        verbose_name_plural = "evalueringer"
        indexes: ClassVar = [
            models.Index(fields=["due_on"], name="evaluation_to_send", condition=Q(invited_on=None)),
            models.Index(
                fields=["invited_on"], name="evaluation_open", condition=Q(is_over=False, invited_on__isnull=False)
            ),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["engagement", "occasion", "closed_on"], name="one_evaluation_for_each_occasion"
            ),
            models.CheckConstraint(
                condition=Q(invited_on=None, closes_on=None) | Q(invited_on__isnull=False, closes_on__isnull=False),
                name="asked_with_a_last_day",
            ),
            models.CheckConstraint(condition=Q(answered__lte=F("invited")), name="no_more_answers_than_asked"),
        ]

    def __str__(self) -> str:
        return self.get_occasion_display()


class EvaluationInvitation(models.Model):
    """That somebody was asked, and whether the link is used; never when, and never what was answered."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    evaluation = models.ForeignKey(Evaluation, on_delete=models.CASCADE, related_name="invitations")
    recipient_key = models.CharField("modtager", max_length=80)
    token_hash = models.CharField(max_length=64, unique=True)
    is_used = models.BooleanField("brugt", default=False)

    class Meta:
        verbose_name = "invitation til evaluering"
        verbose_name_plural = "invitationer til evaluering"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["evaluation", "recipient_key"], name="asked_once_for_each_evaluation"),
            models.CheckConstraint(
                condition=Q(("token_hash__regex", "^[0-9a-f]{64}$")), name="evaluation_link_keeps_a_hash"
            ),
        ]

    def __str__(self) -> str:
        return "Brugt" if self.is_used else "Ikke brugt"


class Agreement(models.TextChoices):
    """An answer to a statement."""

    YES = "yes", "Ja"
    NO = "no", "Nej"
    DONT_KNOW = "dont_know", "Ved ikke"


class EvaluationAnswer(models.Model):
    """What somebody answered. Nobody knows who."""

    key = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    occasion = models.CharField("anledning", max_length=12, choices=Occasion.choices)
    month = models.DateField("måned")
    # Only where at least five were asked.
    engagement = models.ForeignKey(
        Engagement, on_delete=models.SET_NULL, null=True, blank=True, related_name="+", verbose_name="forløb"
    )
    satisfaction = models.PositiveSmallIntegerField("tilfredshed")
    would_recommend = models.CharField("vil anbefale", max_length=9, choices=Agreement.choices)
    stronger_cooperation = models.CharField("stærkere samarbejde", max_length=9, choices=Agreement.choices)
    clearer_roles = models.CharField("klarere roller", max_length=9, choices=Agreement.choices)
    would_apply_again = models.CharField("vil søge igen", max_length=9, choices=Agreement.choices)
    words = models.TextField("egne ord", blank=True)

    class Meta:
        verbose_name = "svar på evaluering"
        verbose_name_plural = "svar på evalueringer"
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(month__day=1), name="answers_know_the_month_only"),
            models.CheckConstraint(condition=Q(satisfaction__range=(1, 5)), name="satisfaction_from_one_to_five"),
        ]

    def __str__(self) -> str:
        return f"{self.month:%Y-%m}"


# ── Tokens ──────────────────────────────────────────────────────────────────────────────────────────────────────────
def token_of(invitation_id: uuid.UUID) -> str:
    """The secret of the link. Reckoned anew for each letter, so that it is stored nowhere."""
    told = salted_hmac("consultants.evaluation", str(invitation_id), algorithm="sha256")
    return base64.urlsafe_b64encode(told.digest()).decode().rstrip("=")


def hash_of(token: str) -> str:
    """What is kept of a token, in hexadecimal."""
    return hashlib.sha256(token.encode()).hexdigest()


def month_of(day: date) -> date:
    """The first day of the month."""
    return day.replace(day=1)
