"""A consultant's meetings as a calendar to subscribe to, at an address that only they know."""

from typing import ClassVar

from django.conf import settings
from django.db import models

_SHA_256 = "^[0-9a-f]{64}$"


class CalendarFeed(models.Model):
    """One per consultant. The address is a secret: only its hash is kept, so it can be shown once and never again."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="calendar_feed", verbose_name="konsulent"
    )
    token_hash = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField("lavet")
    # "SPARK-møde" and nothing more, unless the consultant wishes to see where.
    shows_workplace = models.BooleanField("vis arbejdsplads", default=False)

    class Meta:
        verbose_name = "kalenderadresse"
        verbose_name_plural = "kalenderadresser"
        constraints: ClassVar = [
            models.CheckConstraint(condition=models.Q(token_hash__regex=_SHA_256), name="feed_keeps_a_hash")
        ]

    def __str__(self) -> str:
        return str(self.user)
