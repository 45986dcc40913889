"""People, and what stands open while they sign in.

Whoever is named on an application is a plain user; staff carry roles.
"""

import uuid
from datetime import datetime
from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models.functions import Lower
from django.utils.crypto import salted_hmac


class Role(models.TextChoices):
    """What a member of staff may enter. A person may hold several; a signatory holds none."""

    CONSULTANT = "consultant", "SPARK-konsulent"
    HEAD = "head", "Sekretariatsleder"
    STEERING = "steering", "Styregruppemedlem"
    ADMIN = "admin", "Administrator"


class Party(models.TextChoices):
    """The two owners of SPARK; a member of the steering group speaks for one of them."""

    KL = "kl", "KL"
    FF = "ff", "Forhandlingsfællesskabet"


class UserManager(BaseUserManager["User"]):
    def create_user(self, email: str, **fields: object) -> "User":
        """A user with no usable password: signatories sign in with a code, staff choose a password by letter."""
        user = self.model(email=email.strip().lower(), **fields)
        user.set_unusable_password()
        user.save(using=self._db)
        return user


class User(AbstractBaseUser):
    """A person known by one e-mail address, always in lower case. The address is the identity."""

    email = models.EmailField("e-mail", max_length=254, unique=True)
    name = models.CharField("navn", max_length=120, blank=True)
    roles = ArrayField(
        models.CharField(max_length=20, choices=Role.choices), verbose_name="roller", default=list, blank=True
    )
    party = models.CharField("part", max_length=2, choices=Party.choices, blank=True)
    is_active = models.BooleanField("aktiv", default=True)
    joined_at = models.DateTimeField("oprettet", null=True, blank=True)
    session_epoch = models.PositiveIntegerField(default=0, editable=False)

    objects: ClassVar[UserManager] = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"

    class Meta:
        verbose_name = "bruger"
        verbose_name_plural = "brugere"
        indexes: ClassVar = [models.Index(fields=["email"], condition=~models.Q(roles=[]), name="user_team")]
        constraints: ClassVar = [
            models.CheckConstraint(condition=models.Q(email=Lower("email")), name="user_email_is_lower_case"),
            models.CheckConstraint(
                condition=models.Q(roles__contains=["steering"], party__in=["kl", "ff"])
                | (~models.Q(roles__contains=["steering"]) & models.Q(party="")),
                name="user_party_exactly_when_steering",
            ),
        ]

    def __str__(self) -> str:
        return self.name or self.email

    def has_role(self, *roles: Role) -> bool:
        """Whether the person holds at least one of ``roles``."""
        return any(role in self.roles for role in roles)

    @property
    def is_staff(self) -> bool:
        """Django's administration asks this; only role admin enters it."""
        return self.has_role(Role.ADMIN)

    @property
    def is_team(self) -> bool:
        """Whether the person works for SPARK at all; such a person has no page in the applicants' room."""
        return bool(self.roles)

    def _get_session_auth_hash(self, secret: str | None = None) -> str:
        """What every session of this person is bound to: it dies with the password, a role, the party or the epoch.

        Django compares it on each request, so a change made by any road (verb, administration, SQL) ends the sessions.
        """
        bound_to = "|".join([self.password, ",".join(sorted(self.roles)), self.party, str(self.session_epoch)])
        return salted_hmac("accounts.User.session", bound_to, secret=secret, algorithm="sha256").hexdigest()

    def has_perm(self, perm: str, obj: object = None) -> bool:
        return self.is_active and self.is_staff

    def has_perms(self, perm_list: object, obj: object = None) -> bool:
        return self.is_active and self.is_staff

    def has_module_perms(self, app_label: str) -> bool:
        return self.is_active and self.is_staff


class SignInCode(models.Model):
    """One six-digit code, asked for in one browser.

    The browser keeps the row's id in a signed cookie; the code itself travels by mail only. It is kept encrypted until
    it is used, used up, replaced or too old, since the letter reads it at the moment of sending.
    """

    TRIES = 5

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    email = models.EmailField(max_length=254)
    sealed_code = models.CharField(max_length=200, blank=True)
    tries_left = models.PositiveSmallIntegerField(default=TRIES)
    asked_at = models.DateTimeField()
    expires_at = models.DateTimeField(db_index=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=models.Q(tries_left__lte=5), name="sign_in_code_five_tries"),
            models.CheckConstraint(
                condition=models.Q(tries_left__gt=0) | models.Q(sealed_code=""), name="sign_in_code_used_up_is_wiped"
            ),
        ]

    def __str__(self) -> str:
        return str(self.pk)

    def is_open(self, now: datetime) -> bool:
        """Whether the code can still be used at ``now``; at exactly ten minutes it can't."""
        return bool(self.sealed_code) and now < self.expires_at


class PasswordLink(models.Model):
    """One way to choose a password: the invitation of a member of staff, or a forgotten password.

    The link in the letter is this row's signed id (``accounts.sealing``). The row is made for any address that is
    typed, so that the page does the same work for known and unknown ones; the letter finds out who is there.
    """

    class Purpose(models.TextChoices):
        INVITATION = "invitation"
        RESET = "reset"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    email = models.EmailField(max_length=254, db_index=True)
    purpose = models.CharField(max_length=10, choices=Purpose.choices)
    asked_at = models.DateTimeField()
    expires_at = models.DateTimeField(db_index=True)
    used_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return str(self.pk)

    def is_open(self, now: datetime) -> bool:
        """Whether a password can still be chosen through this link at ``now``."""
        return self.used_at is None and now < self.expires_at


class Allowance(models.Model):
    """How often somebody has lately done a thing that is limited; locked while it is counted (``actions.limits``).

    The key is a limit's name and a keyed hash of its subject (an address, a network): no personal data in clear.
    """

    key = models.CharField(max_length=120, primary_key=True)
    moments = ArrayField(models.DateTimeField(), default=list, blank=True)
    stale_at = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return self.key


class KeptPost(models.Model):
    """What somebody sent from the applicants' room when their sign-in, or the page's token, had died meanwhile.

    Encrypted, and kept for half an hour, for the person the page was made for, in the browser that sent it: the
    browser holds the row's signed id in a cookie.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    writer = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    page = models.CharField(max_length=200)  # the address where it is given back
    sealed_body = models.TextField()
    kept_at = models.DateTimeField()
    expires_at = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return str(self.pk)
