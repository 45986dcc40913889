"""Questions to the applicants' room, in the caseworker's words. Whoever may not see a thing does not find it."""

from datetime import date, datetime
from typing import TYPE_CHECKING, Self
from uuid import UUID

from django.apps import apps
from django.db import models
from django.db.models import Count, Exists, F, OuterRef, Q
from django.db.models.functions import Greatest

import clock
from accounts.models import Role, User
from applications.lifecycle import AT_TRIAGE, RANKED, WITH_THE_GROUP, Status

if TYPE_CHECKING:
    from applications.models.application import Application
    from applications.models.consensus import Signatory
    from applications.models.intake import Intake
    from applications.models.messages import Message
    from applications.models.notes import CaseNote
    from applications.models.rounds import PrioritisationRound
    from applications.models.workplaces import Workplace, WorkplaceContact


# What every consultant may read; a granted one is read through its engagement, upstairs.
READ_AT_THE_DESK = AT_TRIAGE | {Status.DECLINED}


class ApplicationQuerySet(models.QuerySet["Application"]):
    def visible_to(self, user: User) -> Self:
        """What ``user`` may open.

        Signatories: those they are named on now, by their address, and what they began themselves until others are
        asked about it, unless they have been taken off.
        Consultants: what lies on the triage desk or was declined there. The head: all that was ever submitted.
        A granted application is read through its engagement, upstairs. Everybody else: nothing.
        """
        if not user.is_active:
            return self.none()
        if user.has_role(Role.HEAD):
            return self.exclude(first_submitted_at=None)
        if user.has_role(Role.CONSULTANT):
            return self.filter(status__in=READ_AT_THE_DESK)
        if user.is_team:
            return self.none()
        ever = apps.get_model("applications", "Signatory").objects.filter(email=user.email).order_by()
        named, taken_off = ever.filter(removed_at=None), ever.exclude(removed_at=None)
        begun = Q(author=user, version_number=0) & ~Q(pk__in=taken_off.values("application"))
        return self.filter(begun | Q(pk__in=named.values("application")))

    def followed_by(self, user: User) -> Self:
        """What ``user`` may follow as a workplace's contact: the common text and the own workplace, nothing else.

        Not part of ``visible_to``, so that no page opens to a contact unless it asks this question.
        """
        if not user.is_active or user.is_team:
            return self.none()
        told = {"workplaces__contact__email": user.email, "workplaces__contact__told_at__isnull": False}
        return self.filter(pk__in=self.model.objects.filter(**told).values("pk"))

    def opened_by(self, user: User, *, since: datetime) -> Self:
        """What ``user`` has had before their eyes at the desk from ``since`` on, whatever has become of it."""
        reads = apps.get_model("applications", "AccessLog").objects.filter(reader=user, purpose="triage", at__gte=since)
        return self.filter(Exists(reads.filter(application=OuterRef("pk"))))

    def edited_before(self, moment: datetime, pk: UUID) -> Self:
        """What comes after that application in a list with the last edited first."""
        return self.filter(Q(edited_at__lt=moment) | Q(edited_at=moment, pk__lt=pk))

    def at_triage(self) -> Self:
        """Submitted, waiting or waiting for an answer."""
        return self.filter(status__in=AT_TRIAGE)

    def ranked(self) -> Self:
        """What priority is reckoned for."""
        return self.filter(status__in=RANKED)

    def granted_for_urgency(self) -> Self:
        """Granted outside the rounds, the newest first."""
        return self.filter(status=Status.GRANTED, round=None).order_by("-decided_at", "id")

    def with_the_group(self) -> Self:
        """Still being written or agreed on."""
        return self.filter(status__in=WITH_THE_GROUP)

    def out_of_time(self, today: date) -> Self:
        """Drafts and unanswered versions whose 30 days are over."""
        return self.with_the_group().filter(expires_on__lt=today)

    def ending(self, first: date, last: date) -> Self:
        """Drafts and unanswered versions whose last day lies from ``first`` to ``last``."""
        return self.with_the_group().filter(expires_on__range=(first, last))


class SignatoryQuerySet(models.QuerySet["Signatory"]):
    def named(self) -> Self:
        """Those on the application now."""
        return self.filter(removed_at=None)

    def contacts_of_side(self, application: UUID, side: str) -> Self:
        """Who was named to speak for ``side``."""
        return self.named().filter(application=application, is_contact=True, side=side)


class WorkplaceQuerySet(models.QuerySet["Workplace"]):
    def shown(self) -> Self:
        """With what a page says of each."""
        return self.select_related("municipality", "sector", "contact")


class ContactQuerySet(models.QuerySet["WorkplaceContact"]):
    def of(self, user: User) -> Self:
        """The rows that are ``user``, by their address, once they have been told; staff are nobody here."""
        if not user.is_active or user.is_team:
            return self.none()
        return self.filter(email=user.email, told_at__isnull=False)


class RoundQuerySet(models.QuerySet["PrioritisationRound"]):
    def unclosed(self) -> Self:
        """Rounds to come, open and being closed, the next one first."""
        return self.filter(closed_at=None).order_by("meets_on")

    def open(self) -> Self:
        """Rounds that anybody can still grant in, the next one first: the seats of one that is being closed are given
        away."""
        return self.unclosed().filter(closing_started_at=None)

    def before_their_meeting(self) -> Self:
        """Rounds that the desk can grant in: once one is opened its candidates are decided there, by their order."""
        return self.open().filter(opened_at=None)

    def that_rank(self, came: datetime) -> Self:
        """Rounds from the day of ``came`` on, the next one first, that rank whatever came to the desk then: one opened
        before has frozen its candidates without it."""
        day = came.astimezone(clock.COPENHAGEN).date()
        return self.filter(meets_on__gte=day).exclude(opened_at__lt=came).order_by("meets_on")

    def being_closed(self) -> Self:
        """Rounds whose decisions are not all carried out yet."""
        return self.filter(closing_started_at__isnull=False, closed_at=None).order_by("meets_on")

    def with_use(self) -> Self:
        """Each with ``used`` and ``left``: how many engagements it has granted and can still grant."""
        counted = self.annotate(used=Count("granted"))
        return counted.annotate(left=Greatest(F("capacity") - F("used"), 0))


class MessageQuerySet(models.QuerySet["Message"]):
    def open_to(self, person: "Signatory") -> Self:
        """The thread as ``person`` reads it: whoever has been followed by somebody else reads to that moment."""
        thread = self.filter(application=person.application_id)
        return thread.filter(at__lte=person.followed_at) if person.followed_at else thread

    def unhandled(self) -> Self:
        """What a group has written and nobody at the secretariat has answered, or seen off, yet."""
        return self.filter(sender="group", handled_at=None)


class CaseNoteQuerySet(models.QuerySet["CaseNote"]):
    def visible_to(self, user: User) -> Self:
        """The head: all. A consultant: those for the team, whoever wrote them, and what they wrote themselves."""
        if not user.is_active or not user.has_role(Role.CONSULTANT, Role.HEAD):
            return self.none()
        return self if user.has_role(Role.HEAD) else self.filter(Q(readers="team") | Q(author=user))


class IntakeQuerySet(models.QuerySet["Intake"]):
    def current(self) -> "Intake | None":
        """The change in force; none before the first one: then intake is open."""
        return self.select_related("changed_by").order_by("-id").first()

    def closed(self) -> "Intake | None":
        """The change in force, where it closed intake: what everybody is told. None while it is open."""
        current = self.current()
        return current if current is not None and not current.is_open else None
