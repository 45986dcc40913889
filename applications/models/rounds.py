"""The monthly round, the weights it ranks by, and the counter of references."""

from dataclasses import fields
from typing import ClassVar

from django.db import models

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
    """A monthly assessment: the day it meets and how many new engagements it may grant."""

    meets_on = models.DateField("dato", unique=True)
    capacity = models.PositiveSmallIntegerField("antal nye forløb")
    closed_at = models.DateTimeField("lukket", null=True, blank=True)

    objects = RoundQuerySet.as_manager()

    class Meta:
        verbose_name = "prioriteringsrunde"
        verbose_name_plural = "prioriteringsrunder"
        ordering: ClassVar = ["meets_on"]

    def __str__(self) -> str:
        return f"{self.meets_on:%d.%m.%Y}"


class ReferenceCounter(models.Model):
    """The last number used in a Copenhagen year; locked last in the submitting transaction, never handed out twice."""

    year = models.PositiveSmallIntegerField(primary_key=True)
    last = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = "referencetæller"
        verbose_name_plural = "referencetællere"

    def __str__(self) -> str:
        return f"{self.year}: {self.last}"
