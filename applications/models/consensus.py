"""Who is named, what exactly they were asked, and what they answered. History: nothing is cleared."""

import uuid
from typing import ClassVar

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from phonenumber_field.modelfields import PhoneNumberField

from applications.consensus import Role, Side
from applications.models.application import Application
from applications.models.guards import every_yes_at_commit
from applications.models.places import Municipality
from applications.querysets import SignatoryQuerySet


class Signatory(models.Model):
    """Somebody named on an application. The address is the identity; a removed person keeps the row, not the say."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    application = models.ForeignKey(
        Application, on_delete=models.CASCADE, related_name="signatories", verbose_name="ansøgning"
    )
    role = models.CharField("rolle", max_length=40, choices=Role.choices)
    side = models.CharField("side", max_length=10, choices=Side.choices)
    # Which municipality's MED committee a chair or vice-chair speaks for; joint applications only.
    municipality = models.ForeignKey(
        Municipality, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="kommune"
    )
    name = models.CharField("navn", max_length=120)
    email = models.EmailField("e-mail", max_length=254)
    phone = PhoneNumberField("telefon", blank=True)
    is_contact = models.BooleanField("kontaktperson", default=False)
    position = models.PositiveSmallIntegerField(default=0)
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+", verbose_name="tilføjet af"
    )
    added_at = models.DateTimeField("tilføjet")
    invited_at = models.DateTimeField("inviteret", null=True, blank=True)
    # "Ja, det er mig": from then on the text is open to them.
    accepted_at = models.DateTimeField("bekræftet", null=True, blank=True)
    removed_at = models.DateTimeField("fjernet", null=True, blank=True)
    # Somebody else speaks for their side of the engagement from then on: what they signed, and the messages up to
    # that moment, stay open to them; what comes after is not theirs.
    followed_at = models.DateTimeField("afløst i forløbet", null=True, blank=True, editable=False)

    objects = SignatoryQuerySet.as_manager()

    class Meta:
        verbose_name = "underskriver"
        verbose_name_plural = "underskrivere"
        ordering: ClassVar = ["position", "added_at", "id"]
        # Those taken off as well: whoever asks what they may see is asked for both.
        indexes: ClassVar = [models.Index(fields=["email"], name="signatory_by_address")]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["application", "email"], condition=Q(removed_at=None), name="one_person_per_address"
            ),
            models.UniqueConstraint(
                fields=["application", "side"],
                condition=Q(removed_at=None, is_contact=True),
                name="one_contact_from_each_side",
            ),
            models.CheckConstraint(condition=Q(email=Lower("email")), name="signatory_email_is_lower_case"),
        ]
        triggers: ClassVar = [
            every_yes_at_commit(
                "signatory",
                application_id="NEW.application_id",
                operation=pgtrigger.Insert | pgtrigger.UpdateOf("email", "removed_at", "application_id"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name}, {self.get_role_display()}"

    @property
    def key(self) -> str:
        """The person as the outbox names them."""
        return f"signatory:{self.pk}"


class ApplicationVersion(models.Model):
    """The text as it was when everybody was asked, numbered from 1. ``content`` is what the yes is to.

    It holds who is named in which role, but no names, addresses or phone numbers: correcting those voids nothing.
    ``sha256``: of the canonical JSON, in hexadecimal.
    """

    application = models.ForeignKey(
        Application, on_delete=models.CASCADE, related_name="versions", verbose_name="ansøgning"
    )
    number = models.PositiveSmallIntegerField("nummer")
    content = models.JSONField("indhold")
    sha256 = models.CharField(max_length=64)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+", verbose_name="spurgt af"
    )
    asked_at = models.DateTimeField("spurgt")

    class Meta:
        verbose_name = "version"
        verbose_name_plural = "versioner"
        ordering: ClassVar = ["number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["application", "number"], name="versions_are_numbered")
        ]
        triggers: ClassVar = [
            pgtrigger.ReadOnly(name="agreed_text_stands", fields=["application", "number", "content", "sha256"])
        ]

    def __str__(self) -> str:
        return f"Version {self.number}"


class Answer(models.Model):
    """One person's answer to one version. Given from an address; another address has not answered."""

    signatory = models.ForeignKey(
        Signatory, on_delete=models.CASCADE, related_name="answers", verbose_name="underskriver"
    )
    version = models.ForeignKey(
        ApplicationVersion, on_delete=models.CASCADE, related_name="answers", verbose_name="version"
    )
    agrees = models.BooleanField("enig")
    reason = models.TextField("begrundelse", blank=True)
    address = models.EmailField("svaret fra", max_length=254)
    at = models.DateTimeField("tidspunkt")
    taken_back_at = models.DateTimeField("taget tilbage", null=True, blank=True)

    class Meta:
        verbose_name = "svar"
        verbose_name_plural = "svar"
        ordering: ClassVar = ["at", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["signatory", "version", "address"],
                condition=Q(taken_back_at=None),
                name="one_answer_per_person_and_version",
            ),
            models.CheckConstraint(condition=Q(agrees=True) | ~Q(reason=""), name="a_no_has_a_reason"),
        ]
        triggers: ClassVar = [
            pgtrigger.ReadOnly(name="answers_stand", exclude=["taken_back_at"]),
            every_yes_at_commit(
                "answer",
                application_id="(SELECT application_id FROM applications_signatory WHERE id = OLD.signatory_id)",
                operation=pgtrigger.UpdateOf("taken_back_at") | pgtrigger.Delete,
            ),
        ]

    def __str__(self) -> str:
        return "Ja" if self.agrees else "Nej, ikke endnu"


class AddressChange(models.Model):
    """A named person's address was corrected after a letter had gone to it: both addresses are told, triage is warned.

    Events hold no addresses; this row does, and is erased with the person.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    signatory = models.ForeignKey(
        Signatory, on_delete=models.CASCADE, related_name="address_changes", verbose_name="underskriver"
    )
    old = models.EmailField("før", max_length=254)
    new = models.EmailField("nu", max_length=254)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+", verbose_name="rettet af"
    )
    at = models.DateTimeField("tidspunkt")

    class Meta:
        verbose_name = "adresseændring"
        verbose_name_plural = "adresseændringer"
        ordering: ClassVar = ["at", "id"]

    def __str__(self) -> str:
        return f"Adresseændring {self.at:%d.%m.%Y}"
