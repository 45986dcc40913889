"""What the queue was narrowed to, kept under a name."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower

from consultants.querysets import SavedViewQuerySet

# So many of one's own, and so many that the team shares: each is counted whenever the queue is opened.
MOST = 8
LONGEST_QUERY = 1000


class SavedView(models.Model):
    """A choice of the queue, as its address tells it: names and keys of the filters, never a typed word.

    ``place``: which of the ``MOST`` places it takes, among its owner's own or among those that all share.
    """

    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+", verbose_name="gemt af"
    )
    name = models.CharField("navn", max_length=60)
    query = models.CharField("valg", max_length=LONGEST_QUERY)
    is_shared = models.BooleanField("fælles", default=False)
    place = models.PositiveSmallIntegerField("plads")
    made_at = models.DateTimeField("gemt")

    objects = SavedViewQuerySet.as_manager()

    class Meta:
        verbose_name = "gemt visning"
        verbose_name_plural = "gemte visninger"
        ordering: ClassVar = ["is_shared", "place"]
        constraints: ClassVar = [
            models.UniqueConstraint("owner", Lower("name"), name="one_view_of_a_name"),
            models.UniqueConstraint(fields=["owner", "place"], condition=Q(is_shared=False), name="own_view_has_place"),
            models.UniqueConstraint(fields=["place"], condition=Q(is_shared=True), name="shared_view_has_place"),
            models.CheckConstraint(condition=Q(place__gte=1, place__lte=MOST), name="only_so_many_views"),
        ]

    def __str__(self) -> str:
        return self.name
