"""Who has to agree on an application, and when they have. No queries.

Sources: an application needs agreement between leader(s) and employee representative(s), with one contact from
each side; the minimum of each body is in the product's section 5.1.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db.models import TextChoices


class Side(TextChoices):
    """The two sides of a workplace. One person can't stand on both."""

    MANAGEMENT = "management", "Ledelse"
    EMPLOYEES = "employees", "Medarbejdere"


class Kind(TextChoices):
    """What is applied for; also the kind of the engagement that follows."""

    INDIVIDUAL = "individual", "Individuelt forløb"
    JOINT = "joint", "Fællesforløb"
    NETWORK = "network", "Netværksforløb"


class Body(TextChoices):
    """The body that applies."""

    TRIO = "trio", "TRIO"
    LOCAL_MED = "local_med", "Lokal-MED"
    WORK_ENVIRONMENT_GROUP = "work_environment_group", "Arbejdsmiljøgruppe"
    STAFF_MEETING = "staff_meeting", "Personalemøde med MED-status"
    CENTRE_MED = "centre_med", "Center-MED"
    AREA_MED = "area_med", "Område-MED"
    DEPARTMENT_MED = "department_med", "Forvaltnings-MED"
    MAIN_MED = "main_med", "HovedMED"


class Role(TextChoices):
    """In which role somebody is named. A TR's role reveals union membership: it never leaves the room."""

    MANAGER = "manager", "Leder"
    UNION_REPRESENTATIVE = "union_representative", "Tillidsrepræsentant (TR)"
    WORKING_ENVIRONMENT_REPRESENTATIVE = "working_environment_representative", "Arbejdsmiljørepræsentant (AMR)"
    CHAIR = "chair", "Formand for MED-udvalget"
    VICE_CHAIR = "vice_chair", "Næstformand for MED-udvalget"
    EMPLOYEE_REPRESENTATIVE = "employee_representative", "Anden medarbejderrepræsentant"


SIDE_OF: dict[Role, Side] = {
    Role.MANAGER: Side.MANAGEMENT,
    Role.UNION_REPRESENTATIVE: Side.EMPLOYEES,
    Role.WORKING_ENVIRONMENT_REPRESENTATIVE: Side.EMPLOYEES,
    Role.CHAIR: Side.MANAGEMENT,
    Role.VICE_CHAIR: Side.EMPLOYEES,
    Role.EMPLOYEE_REPRESENTATIVE: Side.EMPLOYEES,
}

_MED = (frozenset({Role.CHAIR}), frozenset({Role.VICE_CHAIR}))
_GROUP = (
    frozenset({Role.MANAGER}),
    frozenset({Role.WORKING_ENVIRONMENT_REPRESENTATIVE, Role.EMPLOYEE_REPRESENTATIVE}),
)

# For each body: one person at least from every set.
REQUIRED: dict[Body, tuple[frozenset[Role], ...]] = {
    Body.TRIO: (
        frozenset({Role.MANAGER}),
        frozenset({Role.UNION_REPRESENTATIVE}),
        frozenset({Role.WORKING_ENVIRONMENT_REPRESENTATIVE}),
    ),
    Body.LOCAL_MED: _MED,
    Body.WORK_ENVIRONMENT_GROUP: _GROUP,
    Body.STAFF_MEETING: _GROUP,
    Body.CENTRE_MED: _MED,
    Body.AREA_MED: _MED,
    Body.DEPARTMENT_MED: _MED,
    Body.MAIN_MED: _MED,
}

# The bodies above local level: they apply for several workplaces at once, in one municipality or more.
JOINT_BODIES = frozenset({Body.CENTRE_MED, Body.AREA_MED, Body.DEPARTMENT_MED, Body.MAIN_MED})
# How many workplaces an application is for.
FEWEST_JOINT, MOST_JOINT = 2, 60
# Each municipality taking part in a joint application speaks with both of these voices.
CHAIRS = (Role.CHAIR, Role.VICE_CHAIR)

# A workplace may be without one of these, and says why.
MAY_BE_ABSENT = frozenset({Role.UNION_REPRESENTATIVE, Role.WORKING_ENVIRONMENT_REPRESENTATIVE})


def missing_roles(body: Body, roles: Collection[Role], absent: Collection[Role] = ()) -> tuple[frozenset[Role], ...]:
    """The sets of roles from which somebody is still missing.

    ``roles``: those named; ``absent``: TR or AMR that the workplace has explained it has not got. Whatever is
    absent, at least one employee representative remains.
    """
    missing = [
        wanted
        for wanted in REQUIRED[body]
        if not wanted & set(roles) and not (wanted <= MAY_BE_ABSENT and wanted <= set(absent))
    ]
    if not missing and Side.EMPLOYEES not in {SIDE_OF[role] for role in roles}:
        missing.append(frozenset(role for role, side in SIDE_OF.items() if side is Side.EMPLOYEES))
    return tuple(missing)


def explained(body: Body, absent: Collection[str]) -> list[Role]:
    """Those of ``absent`` that ``body`` would otherwise have to name; of any other body nobody asks for them."""
    asked_for = frozenset[Role]().union(*(wanted for wanted in REQUIRED[body] if wanted <= MAY_BE_ABSENT))
    return sorted(role for role in asked_for if role in absent)


def kind_of(body: str) -> Kind:
    """What ``body`` applies for; whoever has not chosen yet is taken for one workplace."""
    return Kind.JOINT if body in JOINT_BODIES else Kind.INDIVIDUAL


@dataclass(frozen=True)
class Seat:
    """A chair or vice-chair: of which municipality's committee, by the municipality's key; None where not said."""

    role: Role
    municipality: int | None


def speaks_for(seat: Seat, municipalities: Collection[int]) -> int | None:
    """The municipality taking part that ``seat`` speaks for. Where there is only one, it need not be said."""
    if seat.municipality is None and len(set(municipalities)) == 1:
        return next(iter(municipalities))
    return seat.municipality if seat.municipality in municipalities else None


def missing_seats(seats: Collection[Seat], municipalities: Collection[int]) -> tuple[tuple[int, Role], ...]:
    """The chairs and vice-chairs still missing on a joint application, in the order the municipalities are given.

    ``municipalities``: those in which a workplace lies; twice is once. A seat of any other municipality counts for
    nobody.
    """
    taken = {(seat.role, speaks_for(seat, municipalities)) for seat in seats}
    return tuple(
        (municipality, role)
        for municipality in dict.fromkeys(municipalities)
        for role in CHAIRS
        if (role, municipality) not in taken
    )


@dataclass(frozen=True)
class Named:
    """A person on the application. ``address`` is the identity: a new address is a new person to consensus."""

    id: UUID
    address: str


@dataclass(frozen=True)
class Yes:
    """A yes given by ``signatory`` from ``address`` to version ``number``."""

    signatory: UUID
    address: str
    number: int


def still_missing(named: Iterable[Named], answers: Iterable[Yes], current: int) -> tuple[Named, ...]:
    """Those named whose valid yes to version ``current`` is missing, in the order given."""
    valid = {(yes.signatory, yes.address) for yes in answers if yes.number == current}
    return tuple(person for person in named if (person.id, person.address) not in valid)


def is_reached(named: Collection[Named], answers: Iterable[Yes], current: int) -> bool:
    """Whether everybody named has said yes to version ``current``; nobody named is no consensus."""
    return current > 0 and bool(named) and not still_missing(named, answers, current)
