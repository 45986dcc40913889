"""Questions to the catalogue of themes."""

from datetime import date
from typing import TYPE_CHECKING, Self

from django.db import models

if TYPE_CHECKING:
    from themes.models import Theme


class ThemeQuerySet(models.QuerySet["Theme"]):
    def open_on(self, day: date) -> Self:
        """The themes an application of that day may choose."""
        return self.filter(models.Q(open_until=None) | models.Q(open_until__gte=day), open_from__lte=day)
