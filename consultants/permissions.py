"""Who may do what to an engagement. Asked by the verbs under lock, and by the views to show a button."""

from datetime import date
from uuid import UUID

from accounts.models import Role, User
from applications.consensus import Side
from applications.models import Signatory
from consultants.models import Assignment, Engagement, EngagementContact, FollowUpVisit
from consultants.models.agreement_yes import Part
from consultants.models.saved_view import SavedView
from consultants.querysets import AssignmentQuerySet, in_the_group


def can_run(user: User, engagement: Engagement) -> bool:
    """The engagement's consultant of today, those beside them, and the head."""
    return _is_head(user) or _has(user, Assignment.objects.running().filter(engagement=engagement))


def can_hand_over(user: User, engagement: Engagement) -> bool:
    """The engagement's consultant of today, and the head: who is on it is not for a second consultant to say."""
    return _is_head(user) or _has(user, Assignment.objects.current().filter(engagement=engagement))


def can_write_notes(user: User, engagement: Engagement, today: date) -> bool:
    """Whoever runs it, and whoever has handed it over not long ago: what they have begun is theirs to finish."""
    return _is_head(user) or _has(user, Assignment.objects.reading(today).filter(engagement=engagement))


def _is_head(user: User) -> bool:
    return user.is_active and user.has_role(Role.HEAD)


def _has(user: User, seats: AssignmentQuerySet) -> bool:
    return user.is_active and user.has_role(Role.CONSULTANT) and seats.filter(consultant=user).exists()


def is_named(user: User, engagement: Engagement) -> bool:
    """Somebody of the group, by the address named on the application or by a contact's part taken over."""
    mine = Engagement.objects.filter(pk=engagement.pk).visible_to(user)
    return not user.is_team and mine.exists()


def can_answer_follow_up(user: User, visit: FollowUpVisit) -> bool:
    """The group's two contacts speak for it."""
    return part_of(user, visit.engagement) is not None


def agrees_for(user: User, engagement: Engagement) -> Part | None:
    """For whom ``user`` says yes to the cooperation agreement: a side of the group by its contact, or SPARK."""
    if can_run(user, engagement):
        return Part.SPARK
    side = part_of(user, engagement)
    if side is None:
        return None
    return Part.MANAGEMENT if side == Side.MANAGEMENT else Part.EMPLOYEES


def part_of(user: User, engagement: Engagement) -> Side | None:
    """The side that ``user`` speaks for as one of the group's two contacts; None for everybody else."""
    if not user.is_active or user.is_team:
        return None
    here = in_the_group().filter(application=engagement.application_id, email=user.email, is_contact=True)
    successors = EngagementContact.objects.current().filter(engagement=engagement, email=user.email)
    sides = here.exclude(accepted_at=None).values_list("side", flat=True)
    found = sides.first() or successors.values_list("side", flat=True).first()
    return Side(found) if found else None


def had_part(user: User, application_id: UUID) -> bool:
    """Whether ``user`` spoke for the group of that application's engagement before somebody else took over."""
    if not user.is_active or user.is_team:
        return False
    signed = Signatory.objects.named().filter(application__engagement__successors__accepted_at__isnull=False)
    mine = signed.filter(application=application_id, email=user.email, is_contact=True).exclude(accepted_at=None)
    took_over = EngagementContact.objects.filter(engagement__application=application_id, email=user.email)
    return mine.exists() or took_over.filter(accepted_at__isnull=False, ended_at__isnull=False).exists()


def can_delete_view(user: User, view: SavedView) -> bool:
    """Whoever keeps it; what the team shares, the head, too."""
    return view.owner_id == user.pk or (view.is_shared and _is_head(user))
