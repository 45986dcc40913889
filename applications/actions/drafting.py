"""Writing the application."""

from dataclasses import dataclass
from datetime import date

from applications.consensus import Body, Role, missing_roles
from applications.models import Application, Signatory


@dataclass(frozen=True)
class MissingPart:
    """What still has to be filled in, at which step of the form."""

    step: int
    sentence: str


def missing_parts(application: Application, today: date) -> tuple[MissingPart, ...]:
    """What keeps the application from being asked about on ``today``."""
    roles = [Role(each.role) for each in Signatory.objects.named().filter(application=application)]
    missing = missing_roles(Body(application.body), roles, [Role(each) for each in application.absent_roles])
    return (MissingPart(5, "Der mangler en person"),) if missing else ()
