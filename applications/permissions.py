"""Who may do what in the applicants' room. Plain predicates, asked by the verbs under lock and by the pages."""

from collections.abc import Iterable

from accounts.models import Role, User
from applications.models import Application, Signatory


def own_row(user: User, named: Iterable[Signatory]) -> Signatory | None:
    """The row of ``named`` that is ``user``; the address is the identity, and staff are nobody here."""
    if user.is_team or not user.is_active:
        return None
    return next((person for person in named if person.email == user.email), None)


def can_read(user: User, named: Iterable[Signatory]) -> bool:
    """Whether the text is open to ``user``: named, and "Ja, det er mig" said."""
    me = own_row(user, named)
    return me is not None and me.accepted_at is not None


def can_triage(user: User) -> bool:
    """Whether ``user`` works at the triage desk."""
    return user.is_active and user.has_role(Role.CONSULTANT, Role.HEAD)


def can_write(user: User, application: Application, named: Iterable[Signatory]) -> bool:
    """Whether ``user`` may read and edit the draft: who began it, or is named and has said "Ja, det er mig"."""
    is_author = application.author_id == user.pk and user.is_active and not user.is_team
    return is_author or can_read(user, named)
