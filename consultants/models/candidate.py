"""What a monthly round ranks and decides: each application as it stood when the round was opened."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from applications.lifecycle import RANKED, Status
from applications.models import Application, PrioritisationRound
from applications.models.application import DeclineReason
from consultants.precedence import Decision, Standing
from consultants.querysets import CandidateQuerySet


class Failure(models.TextChoices):
    """Why a decision could not be carried out when the round was closed, or can't be taken any more."""

    WITHDRAWN = "withdrawn", "Gruppen har trukket ansøgningen tilbage"
    WITH_THE_GROUP = "with_the_group", "Gruppen er ved at rette ansøgningen"
    NEEDS_INFORMATION = "needs_information", "Gruppen er blevet bedt om oplysninger"
    NEW_TEXT = "new_text", "Gruppen har ændret teksten og sagt ja til en ny version"
    DECIDED_ELSEWHERE = "decided_elsewhere", "Ansøgningen er afgjort uden om runden"
    ROUND_FULL = "round_full", "Der var ikke flere pladser i runden"
    NO_CONSULTANT = "no_consultant", "Konsulenten kan ikke længere få forløb"
    NOT_AT_THE_DESK = "not_at_the_desk", "Den, der lukkede runden, har ikke længere adgang"


class RoundCandidate(models.Model):
    """An application frozen in a round: place, points and why; then what was decided, and what became of it."""

    round = models.ForeignKey(
        PrioritisationRound, on_delete=models.PROTECT, related_name="candidates", verbose_name="runde"
    )
    application = models.ForeignKey(
        Application, on_delete=models.CASCADE, related_name="candidacies", verbose_name="ansøgning"
    )
    # 1 for the most urgent
    rank = models.PositiveIntegerField("plads")
    points = models.PositiveSmallIntegerField("point")
    # As on the application: [{"points": 30, "sentence": "…"}, …] in the order of the formula
    reasons = models.JSONField("begrundelse", default=list)
    # What the ranking knew, so that other weights can be tried on the same facts; see ranking.stored
    facts = models.JSONField("oplysninger bag", default=dict)
    version_number = models.PositiveSmallIntegerField("version")

    decision = models.CharField("afgørelse", max_length=10, choices=Decision.choices, blank=True)
    text = models.TextField("brevet", blank=True)
    decline_reason = models.CharField("afslagsgrund", max_length=30, choices=DeclineReason.choices, blank=True)
    consultant = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+", verbose_name="konsulent"
    )
    override_reason = models.CharField("hvorfor imod rækkefølgen", max_length=300, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+", verbose_name="afgjort af"
    )
    decided_at = models.DateTimeField("afgjort", null=True)
    applied_at = models.DateTimeField("ført ud i livet", null=True)
    failed_because = models.CharField("hvorfor ikke", max_length=20, choices=Failure.choices, blank=True)

    objects = CandidateQuerySet.as_manager()

    class Meta:
        verbose_name = "kandidat"
        verbose_name_plural = "kandidater"
        ordering: ClassVar = ["rank"]
        indexes: ClassVar = [
            models.Index(
                fields=["round", "rank"],
                name="candidate_to_carry_out",
                condition=Q(applied_at=None, failed_because="") & ~Q(decision=""),
            ),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["round", "rank"], name="one_candidate_per_place"),
            models.UniqueConstraint(fields=["round", "application"], name="candidate_once_per_round"),
            models.CheckConstraint(
                condition=Q(decision=Decision.DECLINE) ^ Q(decline_reason=""), name="candidate_declined_with_a_reason"
            ),
            models.CheckConstraint(
                condition=Q(decision=Decision.GRANT) ^ Q(consultant=None), name="candidate_granted_to_a_consultant"
            ),
            models.CheckConstraint(
                condition=Q(decision__in=[Decision.GRANT, Decision.DECLINE]) ^ Q(text=""), name="candidate_has_a_letter"
            ),
            models.CheckConstraint(condition=Q(decision="") ^ Q(decided_at__isnull=False), name="decided_with_a_time"),
            models.CheckConstraint(
                condition=Q(applied_at=None) | (~Q(decision="") & Q(failed_because="")), name="applied_or_failed"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.rank}. {self.application_id}"

    @property
    def obstacle(self) -> Failure | None:
        """Why it can't be decided as things stand now; None if it can, or is carried out. Needs the application."""
        status = Status(self.application.status)
        if self.applied_at is not None:
            return None
        if status not in RANKED:
            return _AWAY.get(status, Failure.WITH_THE_GROUP)
        return Failure.NEW_TEXT if self.application.version_number != self.version_number else None

    @property
    def away(self) -> Failure | None:
        """Why it has no part in the round; what held when closing began holds for ever. Needs application and round."""
        if self.failed_because:
            return Failure(self.failed_because)
        return None if self.round.closing_started_at else self.obstacle

    @property
    def goes_on_waiting(self) -> bool:
        """Whether it waits already and is to go on so: there is nothing to do, and nothing new to tell anybody."""
        return self.decision == Decision.WAIT and self.application.status == Status.WAITING

    @property
    def standing(self) -> Standing:
        """Its part in the order of the round."""
        return Standing(
            rank=self.rank,
            decision=self.decision,
            for_want_of_room=self.decline_reason == DeclineReason.CAPACITY,
            has_reason=bool(self.override_reason),
        )


_AWAY = {
    Status.NEEDS_INFORMATION: Failure.NEEDS_INFORMATION,
    Status.GRANTED: Failure.DECIDED_ELSEWHERE,
    Status.DECLINED: Failure.DECIDED_ELSEWHERE,
    Status.WITHDRAWN: Failure.WITHDRAWN,
    Status.EXPIRED: Failure.WITHDRAWN,
}
