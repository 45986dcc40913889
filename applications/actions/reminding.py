"""Reminders to those whose answer is missing: planned ones, and those that a colleague asks for."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import F, Max

import clock
from accounts.models import User
from applications import emails
from applications.actions import versions
from applications.actions.correcting import NobodyThere
from applications.actions.record import lock, log, member, people
from applications.lifecycle import Status
from applications.models import Answer, Application, ApplicationEvent, ApplicationVersion, Signatory

DAYS = (3, 7, 14)


class NothingToRemindOf(Exception):
    """The person has answered, or nobody is asked at the moment."""


class RemindedToday(Exception):
    """The person has had a reminder by hand today; one a day is enough."""


@transaction.atomic
def remind(*, application_id: UUID, signatory_id: UUID, by: User, now: datetime) -> None:
    """Remind somebody by hand, once a day.

    Raises NotNamed, NobodyThere, NothingToRemindOf, RemindedToday, TooManyLetters.
    """
    application = lock(application_id)
    named = people(application)
    member(by, named)
    person = next((each for each in named if each.pk == signatory_id), None)
    if person is None:
        raise NobodyThere
    if application.status != Status.AWAITING_CONSENSUS or person not in missing(application, named):
        raise NothingToRemindOf
    midnight = now.astimezone(clock.COPENHAGEN).replace(hour=0, minute=0, second=0, microsecond=0)
    reminded = ApplicationEvent.objects.filter(application=application, verb="reminded", at__gte=midnight)
    if reminded.filter(data__signatory=str(person.pk)).exists():
        raise RemindedToday
    log(application, "reminded", by=by, now=now, signatory=str(person.pk))
    emails.post_reminder(application, person, f"{midnight:%Y-%m-%d}", now=now, patient=False)


def missing(application: Application, named: list[Signatory]) -> list[Signatory]:
    """Those of ``named`` who have given no yes, from their present address, to the current version."""
    given = set(
        Answer.objects.filter(
            version__application=application,
            version__number=application.version_number,
            agrees=True,
            taken_back_at=None,
        ).values_list("signatory_id", "address")
    )
    return [each for each in named if (each.pk, each.email) not in given]


def plan_reminders(now: datetime) -> None:
    """Owe the reminders that are due, 3, 7 and 14 days after a person was asked. May run any number of times.

    After a standstill only the latest of several late ones is owed.
    """
    asked = ApplicationVersion.objects.filter(
        application__status=Status.AWAITING_CONSENSUS,
        number=F("application__version_number"),
        asked_at__lte=now - timedelta(days=DAYS[0]),
    )
    for application_id in asked.values_list("application_id", flat=True):
        _plan(application_id, now)


@transaction.atomic
def _plan(application_id: UUID, now: datetime) -> None:
    application = lock(application_id)
    if application.status != Status.AWAITING_CONSENSUS:
        return
    version = versions.current(application)
    late = missing(application, people(application))
    asked = asked_at(version, late)
    for person in late:
        days = (now - asked[person.pk]).days
        reached = [day for day in DAYS if days >= day]
        if reached:
            emails.post_reminder(application, person, f"day{reached[-1]}", now=now, patient=True)


def asked_at(version: ApplicationVersion, named: Sequence[Signatory]) -> dict[UUID, datetime]:
    """When each of ``named`` was last asked: with the version, at a new address, or when they took a yes back."""
    taken_back = Answer.objects.filter(signatory__in=named, version=version).exclude(taken_back_at=None)
    latest = dict(taken_back.order_by().values_list("signatory").annotate(Max("taken_back_at")))
    return {
        each.pk: max(
            moment for moment in (version.asked_at, each.invited_at, latest.get(each.pk)) if moment is not None
        )
        for each in named
    }
