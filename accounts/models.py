"""People. Whoever is named on an application is a plain user; staff carry roles."""

from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models.functions import Lower


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

    objects: ClassVar[UserManager] = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"

    class Meta:
        verbose_name = "bruger"
        verbose_name_plural = "brugere"
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

    def has_perm(self, perm: str, obj: object = None) -> bool:
        return self.is_active and self.is_staff

    def has_perms(self, perm_list: object, obj: object = None) -> bool:
        return self.is_active and self.is_staff

    def has_module_perms(self, app_label: str) -> bool:
        return self.is_active and self.is_staff
