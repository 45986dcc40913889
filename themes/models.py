"""The catalogue of themes a workplace may ask for help with."""

from datetime import date
from typing import ClassVar

import pgtrigger
from django.db import models

from themes.querysets import ThemeQuerySet


class Theme(models.Model):
    """One of the parties' themes. An application of a given date may choose only what was open then."""

    key = models.SlugField("nøgle", max_length=30, unique=True)
    title = models.CharField("titel", max_length=120)
    short_title = models.CharField("kort titel", max_length=40)
    summary = models.CharField("kort fortalt", max_length=240)
    about = models.TextField("hvad temaet handler om", blank=True)
    typical_situations = models.TextField("typiske situationer, én på hver linje", blank=True)
    what_spark_can_do = models.TextField("hvad et forløb kan gøre, ét punkt på hver linje", blank=True)
    position = models.PositiveSmallIntegerField("rækkefølge", default=0)
    open_from = models.DateField("åbent fra")
    open_until = models.DateField("åbent til og med", null=True, blank=True)

    objects = ThemeQuerySet.as_manager()

    class Meta:
        verbose_name = "tema"
        verbose_name_plural = "temaer"
        ordering: ClassVar = ["position", "id"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(open_until=None) | models.Q(open_until__gte=models.F("open_from")),
                name="theme_opens_before_it_closes",
            )
        ]
        triggers: ClassVar = [
            # It is an address, figures are counted by it, and applications keep it beside them.
            pgtrigger.ReadOnly(name="key_stands", fields=["key"]),
        ]

    def __str__(self) -> str:
        return self.title

    def is_open_on(self, day: date) -> bool:
        """Whether an application of ``day`` may choose the theme."""
        return self.open_from <= day and (self.open_until is None or day <= self.open_until)


class GuidanceLink(models.Model):
    """Where to read more about a theme; data, because authorities move their pages."""

    theme = models.ForeignKey(Theme, on_delete=models.CASCADE, related_name="links", verbose_name="tema")
    title = models.CharField("titel", max_length=160)
    url = models.URLField("adresse", max_length=300)
    position = models.PositiveSmallIntegerField("rækkefølge", default=0)

    class Meta:
        verbose_name = "henvisning"
        verbose_name_plural = "henvisninger"
        ordering: ClassVar = ["position", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["theme", "url"], name="one_link_per_theme_and_address")
        ]

    def __str__(self) -> str:
        return self.title
