"""The monthly round, the weights it ranks by, and the counter of references."""

from dataclasses import fields
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from applications.priority import Weights
from applications.querysets import RoundQuerySet


class PriorityWeights(models.Model):
    """One version of the parties' weights; the newest whose day has come is in force. Points, not per cent."""

    version = models.PositiveSmallIntegerField("version", unique=True)
    in_force_from = models.DateField("gælder fra", unique=True)
    municipality_never = models.PositiveSmallIntegerField("kommunen har aldrig haft et forløb", default=30)
    municipality_long_ago = models.PositiveSmallIntegerField(
        "kommunen har ikke haft et forløb i 24 måneder", default=15
    )
    sector_at_most = models.PositiveSmallIntegerField("branchen er underrepræsenteret, højst", default=20)
    per_week = models.PositiveSmallIntegerField("for hver hele uges ventetid", default=1)
    weeks_at_most = models.PositiveSmallIntegerField("ventetid i uger, der tæller, højst", default=26)
    joint = models.PositiveSmallIntegerField("fællesforløb", default=10)

    class Meta:
        verbose_name = "prioriteringsvægte"
        verbose_name_plural = "prioriteringsvægte"
        ordering: ClassVar = ["version"]

    def __str__(self) -> str:
        return f"Version {self.version}"

    def as_weights(self) -> Weights:
        """The same figures for the pure rule."""
        return Weights(**{field.name: getattr(self, field.name) for field in fields(Weights)})


class PrioritisationRound(models.Model):
    """A monthly assessment: the day it meets and how many new engagements it may grant.

    Planned, then opened (its candidates are frozen upstairs), then being closed (its decisions are carried out one by
    one, by whoever comes by), then closed.
    """

    meets_on = models.DateField("dato", unique=True)
    capacity = models.PositiveSmallIntegerField("antal nye forløb")
    opened_at = models.DateTimeField("åbnet", null=True, blank=True, editable=False)
    # Those in force when it was opened; none where the parties had decided on none: then the defaults ranked.
    weights = models.ForeignKey(
        PriorityWeights, on_delete=models.PROTECT, null=True, related_name="+", editable=False, verbose_name="vægte"
    )
    closing_started_at = models.DateTimeField("lukning begyndt", null=True, blank=True, editable=False)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        related_name="+",
        editable=False,
        verbose_name="lukket af",
    )
    closed_at = models.DateTimeField("lukket", null=True, blank=True)

    objects = RoundQuerySet.as_manager()

    class Meta:
        verbose_name = "prioriteringsrunde"
        verbose_name_plural = "prioriteringsrunder"
        ordering: ClassVar = ["meets_on"]
        indexes: ClassVar = [
            # What the clockwork looks for every minute.
            models.Index(
                fields=["closing_started_at"],
                name="round_being_closed",
                condition=Q(closed_at=None, closing_started_at__isnull=False),
            ),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(closing_started_at=None) | Q(opened_at__isnull=False), name="round_closes_once_opened"
            ),
            models.UniqueConstraint(
                fields=["closed_at"],
                condition=Q(opened_at__isnull=False, closed_at=None),
                nulls_distinct=False,
                name="one_round_open_at_a_time",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.meets_on:%d.%m.%Y}"

    @property
    def is_opened(self) -> bool:
        """Candidates are frozen and can be decided on."""
        return self.opened_at is not None and self.closing_started_at is None and self.closed_at is None

    @property
    def is_closing(self) -> bool:
        """The decisions are being carried out."""
        return self.closing_started_at is not None and self.closed_at is None


class ReferenceCounter(models.Model):
    """The last number used in a Copenhagen year; locked last in the submitting transaction, never handed out twice."""

    year = models.PositiveSmallIntegerField(primary_key=True)
    last = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = "referencetæller"
        verbose_name_plural = "referencetællere"

    def __str__(self) -> str:
        return f"{self.year}: {self.last}"
