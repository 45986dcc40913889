"""What an application is found by: its words, kept beside it so that a search reads no text.

Folded (see `danish.folding`), and never an address or a number to call. Written by `applications.actions.searching`.
"""

from typing import ClassVar

from django.contrib.postgres.indexes import GinIndex, OpClass
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import Q

from applications.lifecycle import Status
from applications.models.application import Application
from applications.querysets import READ_AT_THE_DESK


class SearchRow(models.Model):
    """The words of one application that was received."""

    application = models.OneToOneField(
        Application, on_delete=models.CASCADE, primary_key=True, related_name="search", verbose_name="ansøgning"
    )
    # Reference, workplaces, municipalities and people, each word as it is written and as its stem.
    names = SearchVectorField()
    # The same, and the stems of what the group wrote.
    words = SearchVectorField()
    received_at = models.DateTimeField("modtaget")
    # The application's, kept the same by the database: to search the desk costs what lies there, not all that ever did.
    status = models.CharField("status", max_length=20, choices=Status.choices)

    class Meta:
        verbose_name = "søgerække"
        verbose_name_plural = "søgerækker"
        indexes: ClassVar = [
            GinIndex(fields=["names"], name="search_names"),
            GinIndex(fields=["words"], name="search_words"),
            # Whoever searches the desk for a name that many bear reads none of all that lies behind it.
            GinIndex(
                fields=["names"],
                name="search_names_read",
                condition=Q(status__in=sorted(READ_AT_THE_DESK)),
                fastupdate=False,
            ),
            models.Index(fields=["-received_at"], name="search_newest"),
            models.Index(
                fields=["-received_at"], name="search_newest_read", condition=Q(status__in=sorted(READ_AT_THE_DESK))
            ),
            models.Index(fields=["status", "-received_at"], name="search_newest_by_status"),
        ]

    def __str__(self) -> str:
        return str(self.application_id)


class SearchWord(models.Model):
    """A word that stands in at least one row: what a misspelt one is compared with."""

    word = models.TextField("ord", primary_key=True)
    # Without what tells æ from a and ø from o.
    flat = models.TextField("fladt")

    class Meta:
        verbose_name = "søgeord"
        verbose_name_plural = "søgeord"
        indexes: ClassVar = [
            # New words are few: each is put in its place at once, so that no search has a heap of them to look through.
            GinIndex(OpClass("flat", name="gin_trgm_ops"), name="search_word_alike", fastupdate=False),
            models.Index(OpClass("word", name="text_pattern_ops"), name="search_word_begins"),
        ]

    def __str__(self) -> str:
        return self.word
