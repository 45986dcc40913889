"""The workplaces an application is for, and whom to ask at each of them."""

import uuid
from collections.abc import Collection
from typing import ClassVar, Protocol

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from phonenumber_field.modelfields import PhoneNumberField

from applications.models.application import Application
from applications.models.guards import workplaces_call_for_places
from applications.models.places import Municipality, Sector
from applications.querysets import ContactQuerySet, WorkplaceQuerySet


class Workplace(models.Model):
    """A workplace that an application is about; a joint application has several."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    application = models.ForeignKey(
        Application, on_delete=models.CASCADE, related_name="workplaces", verbose_name="ansøgning"
    )
    position = models.PositiveSmallIntegerField(default=0)
    name = models.CharField("arbejdspladsens navn", max_length=160)
    municipality = models.ForeignKey(
        Municipality, on_delete=models.PROTECT, related_name="workplaces", verbose_name="kommune"
    )
    sector = models.ForeignKey(Sector, on_delete=models.PROTECT, related_name="workplaces", verbose_name="branche")
    employees = models.PositiveIntegerField("antal medarbejdere")
    postal_code = models.CharField("postnummer", max_length=4, blank=True)
    town = models.CharField("by", max_length=60, blank=True)
    cvr_number = models.CharField("CVR-nummer", max_length=8, blank=True)
    production_unit = models.CharField("P-nummer", max_length=10, blank=True)

    objects = WorkplaceQuerySet.as_manager()

    class Meta:
        verbose_name = "arbejdsplads"
        verbose_name_plural = "arbejdspladser"
        ordering: ClassVar = ["position", "id"]
        # Whether an application has one there is asked of many at once; the answer stands in the index.
        indexes: ClassVar = [models.Index(fields=["application", "municipality"], name="workplace_lies_there")]
        triggers: ClassVar = [workplaces_call_for_places()]

    def __str__(self) -> str:
        return self.name


class WorkplaceContact(models.Model):
    """Whom to ask at one workplace of a joint application. No signatory: has no say in consensus, and edits nothing.

    Told once the application has been submitted, and from then on sees the common text and the own workplace. "Det er
    ikke mig" deletes the row.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    workplace = models.OneToOneField(
        Workplace, on_delete=models.CASCADE, related_name="contact", verbose_name="arbejdsplads"
    )
    name = models.CharField("navn", max_length=120)
    email = models.EmailField("e-mail", max_length=254)
    phone = PhoneNumberField("telefon", blank=True)
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+", verbose_name="tilføjet af"
    )
    added_at = models.DateTimeField("tilføjet")
    # When the first letter was owed; until then nothing is open to them.
    told_at = models.DateTimeField("fik besked", null=True, blank=True)

    objects = ContactQuerySet.as_manager()

    class Meta:
        verbose_name = "arbejdspladsens kontaktperson"
        verbose_name_plural = "arbejdspladsernes kontaktpersoner"
        indexes: ClassVar = [models.Index(fields=["email"], name="contact_by_address", condition=~Q(told_at=None))]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(email=Lower("email")), name="contact_email_is_lower_case"),
        ]

    def __str__(self) -> str:
        return self.name


def how_many(workplaces: int, municipalities: int) -> str:
    """ "12 arbejdspladser i 3 kommuner"."""
    return (
        f"{workplaces} arbejdsplads{'' if workplaces == 1 else 'er'} i "
        f"{municipalities} kommune{'' if municipalities == 1 else 'r'}"
    )


class Located(Protocol):
    """A workplace, or what stands for one: its name and where it lies."""

    @property
    def name(self) -> str:
        """What its people call it."""

    @property
    def municipality_id(self) -> int:
        """The municipality's key."""


def extent(workplaces: Collection[Located]) -> str:
    """What an application is for, in a few words: how many workplaces, each municipality counted once.

    One workplace goes by its name; nothing for none.
    """
    if len(workplaces) < 2:
        return "".join(workplace.name for workplace in workplaces)
    return how_many(len(workplaces), len({workplace.municipality_id for workplace in workplaces}))
