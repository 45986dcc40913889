"""Questions to the secretariat's room. Whoever may not see a thing does not find it."""

from datetime import date
from typing import TYPE_CHECKING, Self, cast

from django.db import models
from django.db.models import Exists, OuterRef, Q

from accounts.models import Role, User
from applications.models import Signatory
from consultants.lifecycle import OPEN, FollowUpStatus, MeetingStatus, Status

if TYPE_CHECKING:
    from consultants.models.engagement import Assignment, Engagement
    from consultants.models.follow_up import FollowUpVisit
    from consultants.models.meeting import Meeting


def _engagements(model: type[models.Model]) -> "EngagementQuerySet":
    """All engagements, found through ``model.engagement``: this module lies below the models."""
    related = cast("type[Engagement]", model._meta.get_field("engagement").related_model)
    return related.objects.all()


class EngagementQuerySet(models.QuerySet["Engagement"]):
    def visible_to(self, user: User) -> Self:
        """The head: all. A consultant: those assigned to them now. A group: its own, by the address named.

        The group's own page shows dates, agreement and consultant only; notes are the secretariat's.
        """
        if not user.is_active:
            return self.none()
        if user.has_role(Role.HEAD):
            return self.all()
        if user.has_role(Role.CONSULTANT):
            mine = self.model.objects.filter(assignments__consultant=user, assignments__until=None)
            return self.filter(pk__in=mine)
        if user.is_team:
            return self.none()
        named = Signatory.objects.named().filter(application=OuterRef("application"), email=user.email)
        return self.filter(Exists(named))

    def open(self) -> Self:
        """Neither closed nor cancelled."""
        return self.filter(status__in=OPEN)

    def begun(self) -> Self:
        """All that reached a workplace: whatever was not called off."""
        return self.exclude(status=Status.CANCELLED)

    def overdue_first_contact(self, today: date) -> Self:
        """Assigned, and the five working days are over."""
        return self.filter(status=Status.ASSIGNED, first_contact_due_on__lt=today)


class AssignmentQuerySet(models.QuerySet["Assignment"]):
    def current(self) -> Self:
        """Those that have not been handed over."""
        return self.filter(until=None)


class MeetingQuerySet(models.QuerySet["Meeting"]):
    def planned(self) -> Self:
        return self.filter(status=MeetingStatus.PLANNED)

    def visible_to(self, user: User) -> Self:
        """The meetings of the engagements that ``user`` may open."""
        return self.filter(engagement__in=_engagements(self.model).visible_to(user))


class FollowUpQuerySet(models.QuerySet["FollowUpVisit"]):
    def visible_to(self, user: User) -> Self:
        """The follow-ups of the engagements that ``user`` may open."""
        return self.filter(engagement__in=_engagements(self.model).visible_to(user))

    def due(self) -> Self:
        """Neither held, declined nor given up."""
        return self.filter(status=FollowUpStatus.DUE)

    def due_by(self, day: date) -> Self:
        """Due on ``day`` at the latest, those overdue among them."""
        return self.filter(due_on__lte=day)

    def within(self, first: date, last: date) -> Self:
        """Due on one of the days from ``first`` to ``last``."""
        return self.filter(Q(due_on__gte=first) & Q(due_on__lte=last))
