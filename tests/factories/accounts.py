"""Made-up people. Nobody has these names together with these addresses: ``.example`` never receives mail."""

from datetime import UTC, datetime

import factory
from django.contrib.auth.hashers import make_password

from accounts.models import Party, Role, User

FIRST_NAMES = ("Ane", "Bjørn", "Camilla", "Dorthe", "Esben", "Frøya", "Gorm", "Hanne", "Ib", "Jytte", "Kåre", "Lærke")
LAST_NAMES = (
    "Agerbæk",
    "Brohøj",
    "Damgaard",
    "Engløkke",
    "Fåborg",
    "Granly",
    "Højmark",
    "Kildevæld",
    "Lyngå",
    "Møllebro",
)


def made_up_name(number: int) -> str:
    """A name that is told apart from its neighbours; 120 different ones."""
    return f"{FIRST_NAMES[number % 12]} {LAST_NAMES[number % 10]}"


class UserFactory(factory.django.DjangoModelFactory):
    """A person without a role and without a password: somebody who is, or may be, named on an application."""

    class Meta:
        model = User

    email = factory.Sequence(lambda n: f"person-{n}@kommune.example")
    name = factory.Sequence(made_up_name)
    password = factory.LazyFunction(lambda: make_password(None))
    joined_at = datetime(2026, 1, 5, 9, 0, tzinfo=UTC)


def staff(*roles: Role, password: str | None = None, **fields) -> User:
    """A member of staff with ``roles`` (a consultant when none is named); in the steering group for KL by default."""
    held = list(roles) or [Role.CONSULTANT]
    if Role.STEERING in held:
        fields.setdefault("party", Party.KL)
    return UserFactory(roles=[role.value for role in held], password=make_password(password), **fields)
