"""Who may do what to an engagement. Asked by the verbs under lock, and by the views to show a button."""

from accounts.models import Role, User
from applications.consensus import SIDE_OF, Side
from applications.consensus import Role as Seat
from applications.models import Signatory
from consultants.models import Assignment, Engagement, FollowUpVisit
from consultants.models.agreement_yes import Part


def can_run(user: User, engagement: Engagement) -> bool:
    """The engagement's consultant of today, and the head."""
    if not user.is_active:
        return False
    if user.has_role(Role.HEAD):
        return True
    mine = Assignment.objects.current().filter(engagement=engagement, consultant=user)
    return user.has_role(Role.CONSULTANT) and mine.exists()


def is_named(user: User, engagement: Engagement) -> bool:
    """Somebody of the group, by the address named on the application."""
    return _named(user, engagement) is not None


def can_answer_follow_up(user: User, visit: FollowUpVisit) -> bool:
    """The group's two contacts speak for it."""
    person = _named(user, visit.engagement)
    return person is not None and person.is_contact


def agrees_for(user: User, engagement: Engagement) -> Part | None:
    """For whom ``user`` says yes to the cooperation agreement: a side of the group by its contact, or SPARK."""
    if can_run(user, engagement):
        return Part.SPARK
    person = _named(user, engagement)
    if person is None or not person.is_contact:
        return None
    return Part.MANAGEMENT if SIDE_OF[Seat(person.role)] == Side.MANAGEMENT else Part.EMPLOYEES


def _named(user: User, engagement: Engagement) -> Signatory | None:
    if not user.is_active or user.is_team:
        return None
    named = Signatory.objects.named().filter(application_id=engagement.application_id, email=user.email)
    return named.exclude(accepted_at=None).first()
