"""Questions to the secretariat's room. Whoever may not see a thing does not find it."""

from datetime import date
from typing import TYPE_CHECKING, Self

from django.apps import apps
from django.db import models
from django.db.models import Exists, ExpressionWrapper, OuterRef, Q, Subquery, Value

import clock
from accounts.models import Role, User
from applications.models import Application, Message, Signatory, Workplace
from applications.querysets import READ_AT_THE_DESK, ApplicationQuerySet, MessageQuerySet, SignatoryQuerySet
from consultants.lifecycle import OPEN, FollowUpStatus, MeetingStatus, Status

if TYPE_CHECKING:
    from consultants.models.absence import Absence
    from consultants.models.candidate import RoundCandidate
    from consultants.models.contact import EngagementContact
    from consultants.models.engagement import Assignment, Engagement
    from consultants.models.follow_up import FollowUpVisit
    from consultants.models.journal import Task
    from consultants.models.meeting import Meeting
    from consultants.models.question_text import QuestionText
    from consultants.models.saved_view import SavedView
    from consultants.models.spread import Story


def _may_open(user: User, way: str = "") -> Q | None:
    """The condition under which ``user`` may open an engagement today; None: under none.

    ``way`` leads to the engagement: "" or "engagement__". Each row is given once, however often somebody was on it.
    """
    if not user.is_active or user.is_team:
        return _as_staff(user, way, _reads(clock.today()))
    here = in_the_group().filter(application=OuterRef(f"{way}application"), email=user.email)
    named = here.exclude(accepted_at=None)
    successors = apps.get_model("consultants", "EngagementContact").objects.current()
    return Q(Exists(named)) | Q(Exists(successors.filter(engagement=OuterRef(f"{way}pk"), email=user.email)))


def in_the_group() -> SignatoryQuerySet:
    """The signatories who have a part in their engagement: all but the contacts whom somebody else has followed."""
    successors = apps.get_model("consultants", "EngagementContact").objects.exclude(accepted_at=None)
    theirs = successors.filter(engagement__application=OuterRef("application"), side=OuterRef("side"))
    return Signatory.objects.named().exclude(Exists(theirs), is_contact=True)


def _may_run(user: User, way: str = "") -> Q | None:
    """The same for those who run it: its consultant, those beside them, and the head."""
    return _as_staff(user, way, _RUNS)


def _as_staff(user: User, way: str, seated: Q) -> Q | None:
    if not user.is_active:
        return None
    if user.has_role(Role.HEAD):
        return Q()
    if not user.has_role(Role.CONSULTANT):
        return None
    assignments = apps.get_model("consultants", "Assignment").objects
    return Q(Exists(assignments.filter(seated, engagement=OuterRef(f"{way}pk"), consultant=user)))


_RUNS = Q(until=None)


def _reads_on(today: date) -> Q:
    """Whoever has handed it over not long ago."""
    return Q(reads_until__gte=today)


def _reads(today: date) -> Q:
    """Whoever runs it, and whoever has handed it over not long ago."""
    return _RUNS | _reads_on(today)


class EngagementQuerySet(models.QuerySet["Engagement"]):
    def visible_to(self, user: User) -> Self:
        """The head: all. A consultant: those they run, and those they have handed over within two weeks. A group: its
        own, by the address named. Whoever is invited and has not said "Ja, det er mig" reads nothing yet.

        The group's own page shows dates, agreement and consultant only; notes are the secretariat's.
        """
        condition = _may_open(user)
        return self.none() if condition is None else self.filter(condition)

    def run_by(self, user: User) -> Self:
        """The head: all. A consultant: those they run today, alone or beside another. Nobody else: none."""
        condition = _may_run(user)
        return self.none() if condition is None else self.filter(condition)

    def telling_who_runs(self, user: User) -> Self:
        """Each with ``is_run``: whether ``user`` runs it, and does not only read it."""
        condition = _may_run(user)
        runs = ExpressionWrapper(condition, models.BooleanField()) if condition else Value(condition is not None)
        return self.annotate(is_run=runs)

    def handed_over_by(self, user: User) -> Self:
        """What a consultant reads on and runs no more. Begun from the few handovers: most have none at all."""
        handed_over, runs = _as_staff(user, "", _reads_on(clock.today())), _may_run(user)
        if not handed_over or not runs:  # nobody who could, or the head, who reads everything anyway
            return self.none()
        return self.filter(handed_over).exclude(runs)

    def open(self) -> Self:
        """Neither closed nor cancelled."""
        return self.filter(status__in=OPEN)

    def begun(self) -> Self:
        """All that reached a workplace: whatever was not called off."""
        return self.exclude(status=Status.CANCELLED)

    def overdue_first_contact(self, today: date) -> Self:
        """Assigned, and the five working days are over."""
        return self.filter(status=Status.ASSIGNED, first_contact_due_on__lt=today)

    def newly_assigned(self, today: date) -> Self:
        """Assigned, and there is time left for the first contact."""
        return self.filter(status=Status.ASSIGNED, first_contact_due_on__gte=today)


class AssignmentQuerySet(models.QuerySet["Assignment"]):
    def current(self) -> Self:
        """The engagements' consultants of today, one each; not those beside them."""
        return self.filter(until=None, is_co=False)

    def running(self) -> Self:
        """All who run it: the consultant of today, and those beside them."""
        return self.filter(_RUNS)

    def reading(self, today: date) -> Self:
        """The same, and whoever has handed it over not long before ``today``."""
        return self.filter(_reads(today))


class TaskQuerySet(models.QuerySet["Task"]):
    def open(self) -> Self:
        """Not done yet."""
        return self.filter(done_at=None)

    def of(self, user: User) -> Self:
        """What ``user`` is to do, in the engagements that they run."""
        condition = _may_run(user, "engagement__")
        return self.none() if condition is None else self.filter(condition, owner=user)


class AbsenceQuerySet(models.QuerySet["Absence"]):
    def not_over(self, today: date) -> Self:
        """Going on today, or to come; in the order of time."""
        return self.filter(last_day__gte=today).order_by("first_day", "id")

    def touching(self, first: date, last: date) -> Self:
        """Those with a day in common with the days given."""
        return self.filter(first_day__lte=last, last_day__gte=first)


class SuccessorQuerySet(models.QuerySet["EngagementContact"]):
    def named(self) -> Self:
        """Those who have been asked and have not answered."""
        return self.filter(accepted_at=None, ended_at=None)

    def current(self) -> Self:
        """Those who speak for their group now."""
        return self.filter(ended_at=None).exclude(accepted_at=None)


class MeetingQuerySet(models.QuerySet["Meeting"]):
    def planned(self) -> Self:
        return self.filter(status=MeetingStatus.PLANNED)

    def visible_to(self, user: User) -> Self:
        """The meetings of the engagements that ``user`` may open."""
        condition = _may_open(user, "engagement__")
        return self.none() if condition is None else self.filter(condition)

    def of_consultant(self, consultant: int) -> Self:
        """The meetings of the engagements that the user ``consultant`` runs now, alone or beside another: whoever has
        handed one over reads it for a while, and does not go there any more."""
        seats = apps.get_model("consultants", "Assignment").objects.running()
        return self.filter(Exists(seats.filter(engagement=OuterRef("engagement"), consultant=consultant)))

    def run_by(self, user: User) -> Self:
        """The meetings of the engagements that ``user`` runs."""
        condition = _may_run(user, "engagement__")
        return self.none() if condition is None else self.filter(condition)


class FollowUpQuerySet(models.QuerySet["FollowUpVisit"]):
    def visible_to(self, user: User) -> Self:
        """The follow-ups of the engagements that ``user`` may open."""
        condition = _may_open(user, "engagement__")
        return self.none() if condition is None else self.filter(condition)

    def run_by(self, user: User) -> Self:
        """The follow-ups of the engagements that ``user`` runs."""
        condition = _may_run(user, "engagement__")
        return self.none() if condition is None else self.filter(condition)

    def standing(self) -> Self:
        """Those that were not voided, the visit of the latest closing first."""
        return self.exclude(status=FollowUpStatus.VOIDED).order_by("-entered_at", "id")

    def due(self) -> Self:
        """Neither held, declined, given up nor voided."""
        return self.filter(status=FollowUpStatus.DUE)

    def booked(self) -> Self:
        """With a visit in the calendar."""
        return self.filter(meeting__status=MeetingStatus.PLANNED)

    def unbooked(self) -> Self:
        """Nothing in the calendar, or what stood there was called off."""
        return self.filter(Q(meeting=None) | ~Q(meeting__status=MeetingStatus.PLANNED))

    def of_consultant(self, consultant: int) -> Self:
        """Whose engagement that consultant runs now."""
        assignments = apps.get_model("consultants", "Assignment").objects.current()
        mine = assignments.filter(engagement=OuterRef("engagement"), consultant=consultant)
        return self.filter(Exists(mine))

    def due_by(self, day: date) -> Self:
        """Due on ``day`` at the latest, those overdue among them."""
        return self.filter(due_on__lte=day)


def first_province(application: str) -> Subquery:
    """The code of the landsdel where the first workplace of ``application`` (the way to it) lies."""
    workplaces = Workplace.objects.filter(application=OuterRef(application)).order_by("position", "id")
    return Subquery(workplaces.values("municipality__province__code")[:1])


def first_workplace(application: str) -> Subquery:
    """The name of the first workplace of ``application`` (the way to it), to know it by."""
    workplaces = Workplace.objects.filter(application=OuterRef(application)).order_by("position", "id")
    return Subquery(workplaces.values("name")[:1])


class CandidateQuerySet(models.QuerySet["RoundCandidate"]):
    def decided(self) -> Self:
        """Granted, put on the waiting list or declined, carried out or not."""
        return self.exclude(decision="")

    def being_decided(self) -> Self:
        """Of the round that is opened now."""
        return self.filter(round__opened_at__isnull=False, round__closing_started_at=None, round__closed_at=None)

    def to_carry_out(self) -> Self:
        """Decided; neither carried out nor given up yet."""
        return self.decided().filter(applied_at=None, failed_because="")


class StoryQuerySet(models.QuerySet["Story"]):
    def published(self) -> Self:
        """What everybody may read: published, and the workplace's yes stands."""
        return self.exclude(published_at=None).exclude(consent_on=None).order_by("-published_at", "id")


class SavedViewQuerySet(models.QuerySet["SavedView"]):
    def visible_to(self, user: User) -> Self:
        """One's own, and what the team shares."""
        return self.filter(Q(owner=user) | Q(is_shared=True))


class QuestionTextQuerySet(models.QuerySet["QuestionText"]):
    def in_use(self) -> Self:
        """What whoever asks is offered, in the order in which it was added."""
        return self.filter(retired_at=None).order_by("pk")


def with_open_thread(user: User, *, writing: bool = False) -> ApplicationQuerySet:
    """The applications whose messages ``user`` reads, or answers too: those on the desk, and of their engagements."""
    run = _may_run(user, "engagement__") if writing else _may_open(user, "engagement__")
    own = Application.objects.none() if run is None else Application.objects.filter(run, engagement__isnull=False)
    seen = Application.objects.visible_to(user)
    received = Application.objects.exclude(first_submitted_at=None)
    return received.filter(Q(pk__in=seen.values("pk")) | Q(pk__in=own.values("pk")))


def awaiting_reply(user: User) -> MessageQuerySet:
    """What the groups of those applications have written and nobody has answered.

    Asked of the messages, one by one: few of them wait, while the applications are many.
    """
    waiting = Message.objects.unhandled()
    if user.has_role(Role.HEAD):
        return waiting
    if not user.has_role(Role.CONSULTANT):
        return waiting.none()
    engagements = apps.get_model("consultants", "Engagement").objects.run_by(user)
    run = Exists(engagements.filter(application=OuterRef("application")))
    return waiting.filter(Q(application__status__in=READ_AT_THE_DESK) | run)
